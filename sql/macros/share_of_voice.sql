-- Whose voice is heard on this topic, and how large is each speaker's share?
-- One row a named speaker quoted in articles whose main topic is the wanted one or lies below it in the taxonomy, or
-- on a topic of topics.toml of that name, by their own words or by those of the article. Each quote counts once a
-- story. Shares add up to 1.
-- usage: select * from share_of_voice('politics') limit 10
-- wanted_topic: Name of the topic, of IPTC or of topics.toml; case does not matter.

with recursive

topics as (
    select * from core.topics
),

own_topics as (
    select * from core.own_topics
),

quote_own_topics as (
    select * from core.quote_own_topics
),

speaker_quotes as (
    select * from marts.speaker_quotes
),

wanted_topics as (
    select topics.topic_id
    from topics
    where lower(topics.label) = lower(trim(wanted_topic))
    union distinct
    select topics.topic_id
    from topics
    inner join wanted_topics
        on topics.parent_id = wanted_topics.topic_id
),

own_topic_quotes as (
    select quote_own_topics.quote_id
    from quote_own_topics
    inner join own_topics
        on quote_own_topics.topic_id = own_topics.topic_id
    where lower(trim(wanted_topic)) in (lower(own_topics.name), own_topics.topic_id)
),

counted_speakers as (
    select
        speaker_quotes.entity_id,
        speaker_quotes.speaker_name,
        speaker_quotes.speaker_kind,
        count(*) as quote_count,
        count(distinct speaker_quotes.publisher) as publisher_count,
        min(speaker_quotes.said_or_published_on) as first_said_or_published_on,
        max(speaker_quotes.said_or_published_on) as last_said_or_published_on
    from speaker_quotes
    where
        speaker_quotes.is_named
        and speaker_quotes.is_first_in_story
        and (
            speaker_quotes.topic_id in (select wanted_topics.topic_id from wanted_topics)
            or speaker_quotes.quote_id in (select own_topic_quotes.quote_id from own_topic_quotes)
        )
    group by all
)

select
    rank() over (order by counted_speakers.quote_count desc) as voice_rank,
    counted_speakers.speaker_name,
    counted_speakers.speaker_kind,
    counted_speakers.quote_count,
    counted_speakers.quote_count / sum(counted_speakers.quote_count) over () as voice_share,
    counted_speakers.publisher_count,
    counted_speakers.first_said_or_published_on,
    counted_speakers.last_said_or_published_on,
    counted_speakers.entity_id
from counted_speakers
order by
    voice_rank asc,
    counted_speakers.speaker_name asc,
    counted_speakers.entity_id asc
