-- Which quotes does the report count: those on the topics and in the days that were asked for, whoever speaks?
-- One row a quote, reprints included; the report makes a temporary table of them that its other questions read.
-- wanted_topic_ids: IPTC topics that the article's main topic is one of; null for all.
-- wanted_own_topic_id: A topic of topics.toml that the quote meets; null for all.
-- wanted_first_on: First day; null for no limit. Quotes without a day are left out where there is a limit.
-- wanted_last_on: Last day; null for no limit.

with

speaker_quotes as (
    select * from marts.speaker_quotes
),

own_quotes as (
    select distinct quote_own_topics.quote_id
    from core.quote_own_topics
    where quote_own_topics.topic_id = wanted_own_topic_id
)

select
    speaker_quotes.quote_id,
    speaker_quotes.first_quote_id,
    speaker_quotes.is_first_in_story,
    speaker_quotes.is_named,
    if(
        speaker_quotes.is_named,
        coalesce(speaker_quotes.entity_id, speaker_quotes.speaker_kind || ' ' || speaker_quotes.speaker_name),
        null
    ) as speaker_key,
    speaker_quotes.speaker_name,
    coalesce(speaker_quotes.topic_id, '') as topic_key,
    coalesce(speaker_quotes.topic, 'no topic found') as topic,
    speaker_quotes.said_or_published_on,
    speaker_quotes.version_id,
    speaker_quotes.publisher,
    speaker_quotes.confidence,
    speaker_quotes.speaker_confidence
from speaker_quotes
where
    (wanted_topic_ids is null or list_contains(wanted_topic_ids, speaker_quotes.topic_id))
    and (
        wanted_own_topic_id is null
        or speaker_quotes.quote_id in (select own_quotes.quote_id from own_quotes)
    )
    and (wanted_first_on is null or speaker_quotes.said_or_published_on >= wanted_first_on)
    and (wanted_last_on is null or speaker_quotes.said_or_published_on <= wanted_last_on)
