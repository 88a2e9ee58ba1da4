-- What did the speaker who came back most often to one of our own topics say on it, from first to last?
with

quote_own_topics as (
    select * from core.quote_own_topics
),

own_topics as (
    select * from core.own_topics
),

speaker_quotes as (
    select * from marts.speaker_quotes
),

topic_quotes as (
    select
        own_topics.topic_id,
        own_topics.name as own_topic,
        quote_own_topics.matched_in,
        speaker_quotes.quote_id,
        speaker_quotes.entity_id,
        speaker_quotes.speaker_name,
        speaker_quotes.said_or_published_on,
        speaker_quotes.quote_start,
        speaker_quotes.cue_kind,
        speaker_quotes.quote_text
    from quote_own_topics
    inner join own_topics
        on quote_own_topics.topic_id = own_topics.topic_id
    inner join speaker_quotes
        on quote_own_topics.quote_id = speaker_quotes.quote_id
    where
        speaker_quotes.is_named
        and speaker_quotes.is_first_in_story
        and speaker_quotes.said_or_published_on is not null
),

most_constant_speaker as (
    select
        topic_quotes.topic_id,
        topic_quotes.entity_id,
        topic_quotes.speaker_name
    from topic_quotes
    group by
        topic_quotes.topic_id,
        topic_quotes.entity_id,
        topic_quotes.speaker_name
    order by
        count(distinct topic_quotes.said_or_published_on) desc,
        count(*) desc,
        topic_quotes.topic_id asc,
        topic_quotes.speaker_name asc
    limit 1
)

select
    topic_quotes.own_topic,
    topic_quotes.speaker_name,
    topic_quotes.said_or_published_on,
    topic_quotes.matched_in,
    topic_quotes.cue_kind,
    left(topic_quotes.quote_text, 90) as quote_text
from topic_quotes
inner join most_constant_speaker
    on
        topic_quotes.topic_id = most_constant_speaker.topic_id
        and topic_quotes.speaker_name = most_constant_speaker.speaker_name
        and topic_quotes.entity_id is not distinct from most_constant_speaker.entity_id
order by
    topic_quotes.said_or_published_on asc,
    topic_quotes.quote_start asc,
    topic_quotes.quote_id asc
limit 30
