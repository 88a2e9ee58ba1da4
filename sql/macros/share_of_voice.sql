-- Whose voice is heard on this topic, and how large is each speaker's share?
-- One row a named speaker quoted in articles whose main topic is the wanted one or lies below it in the taxonomy, or
-- on a topic of topics.toml of that name, by their own words or by those of the article. quote_count and voice_share
-- count each quote once a story, occurrence_count and publisher_count all its printings. Shares add up to 1.
-- usage: select * from share_of_voice('politics') limit 10
-- wanted_topic: Name or id of the topic, of IPTC or of topics.toml; case does not matter.

with

wanted_topics as (
    select distinct topics_called.topic_id
    from topics_called(wanted_topic) as topics_called
),

-- in a list: the planner takes these few for many, and would read all quotes to join them with
own_topic_quotes as (
    select unnest(list(distinct quote_own_topics.quote_id)) as quote_id
    from core.quote_own_topics as quote_own_topics
    inner join wanted_topics
        on quote_own_topics.topic_id = wanted_topics.topic_id
),

-- the few quotes first, and then whether a wanted topic of their article has counted them already
other_quotes as (
    select speaker_quotes.*
    from marts.speaker_quotes as speaker_quotes
    where
        speaker_quotes.is_named
        and speaker_quotes.quote_id in (select own_topic_quotes.quote_id from own_topic_quotes)
),

topic_counts as (
    select
        speaker_topics.entity_id,
        speaker_topics.speaker_name,
        speaker_topics.speaker_kind,
        speaker_topics.quote_count,
        speaker_topics.occurrence_count,
        speaker_topics.publisher_count,
        speaker_topics.publishers,
        speaker_topics.first_said_or_published_on,
        speaker_topics.last_said_or_published_on
    from marts.speaker_topics as speaker_topics
    inner join wanted_topics
        on speaker_topics.topic_id = wanted_topics.topic_id
    where speaker_topics.occurrence_count > 0
    union all
    select
        other_quotes.entity_id,
        other_quotes.speaker_name,
        other_quotes.speaker_kind,
        cast(other_quotes.is_first_in_story as bigint) as quote_count,
        1 as occurrence_count,
        if(other_quotes.publisher is null, 0, 1) as publisher_count,
        if(other_quotes.publisher is null, [], [other_quotes.publisher]) as publishers,
        other_quotes.said_or_published_on as first_said_or_published_on,
        other_quotes.said_or_published_on as last_said_or_published_on
    from other_quotes
    anti join wanted_topics
        on other_quotes.topic_id = wanted_topics.topic_id
),

counted_speakers as (
    select
        topic_counts.entity_id,
        topic_counts.speaker_name,
        topic_counts.speaker_kind,
        cast(sum(topic_counts.quote_count) as bigint) as quote_count,
        cast(sum(topic_counts.occurrence_count) as bigint) as occurrence_count,
        if(
            count(*) = 1,
            any_value(topic_counts.publisher_count),
            len(list_distinct(flatten(list(topic_counts.publishers))))
        ) as publisher_count,
        min(topic_counts.first_said_or_published_on) as first_said_or_published_on,
        max(topic_counts.last_said_or_published_on) as last_said_or_published_on
    from topic_counts
    group by
        topic_counts.entity_id,
        topic_counts.speaker_name,
        topic_counts.speaker_kind
)

select
    rank() over (order by counted_speakers.quote_count desc) as voice_rank,
    counted_speakers.speaker_name,
    counted_speakers.speaker_kind,
    counted_speakers.quote_count,
    counted_speakers.quote_count / nullif(sum(counted_speakers.quote_count) over (), 0) as voice_share,
    counted_speakers.occurrence_count,
    counted_speakers.publisher_count,
    counted_speakers.first_said_or_published_on,
    counted_speakers.last_said_or_published_on,
    counted_speakers.entity_id
from counted_speakers
order by
    voice_rank asc,
    counted_speakers.speaker_name asc,
    counted_speakers.entity_id asc
