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

own_topic_quotes as (
    select distinct quote_own_topics.quote_id
    from core.quote_own_topics as quote_own_topics
    inner join wanted_topics
        on quote_own_topics.topic_id = wanted_topics.topic_id
),

-- what quotes_on_topic(wanted_topic) has with is_article_on_topic; it reads all quotes, and these are quicker to find
topic_quotes as (
    select speaker_quotes.*
    from marts.speaker_quotes as speaker_quotes
    inner join wanted_topics
        on speaker_quotes.topic_id = wanted_topics.topic_id
    union all
    select speaker_quotes.*
    from marts.speaker_quotes as speaker_quotes
    inner join own_topic_quotes
        on speaker_quotes.quote_id = own_topic_quotes.quote_id
    anti join wanted_topics
        on speaker_quotes.topic_id = wanted_topics.topic_id
),

counted_speakers as (
    select
        topic_quotes.entity_id,
        topic_quotes.speaker_name,
        topic_quotes.speaker_kind,
        count(*) filter (where topic_quotes.is_first_in_story) as quote_count,
        count(*) as occurrence_count,
        count(distinct topic_quotes.publisher) as publisher_count,
        min(topic_quotes.said_or_published_on) as first_said_or_published_on,
        max(topic_quotes.said_or_published_on) as last_said_or_published_on
    from topic_quotes
    where topic_quotes.is_named
    group by all
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
