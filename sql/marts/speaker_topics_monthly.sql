-- How much does each speaker say about each topic, month by month?
-- One row a named speaker, topic and month with at least one quote. Main topic of each article only, so that counts
-- add up. Quotes without any date are left out.
-- said_month_on: First day of the month in which the words were said or, if unknown, published.
-- entity_id: The speaker in core.entities.
-- speaker_name: The speaker's usual name.
-- speaker_kind: person or organisation.
-- topic_id: Main topic of the article; null when no topic was found.
-- topic: Name of the main topic.
-- quote_count: Quotes, each counted once a story however often it is reprinted, in the month of its first printing.
-- occurrence_count: Quotes, reprints included.
-- article_count: Articles with such a quote, reprints included.
-- publisher_count: Outlets that printed such a quote.
-- direct_count: Those of occurrence_count that stand wholly inside quotation marks.
-- month_share: This topic's share, from 0 to 1, of the speaker's occurrence_count in the month.

with

speaker_quotes as (
    select * from marts.speaker_quotes
),

dated_quotes as (
    select
        speaker_quotes.*,
        cast(date_trunc('month', speaker_quotes.said_or_published_on) as date) as said_month_on
    from speaker_quotes
    where
        speaker_quotes.is_named
        and speaker_quotes.said_or_published_on is not null
),

counted_quotes as (
    select
        dated_quotes.said_month_on,
        dated_quotes.entity_id,
        dated_quotes.speaker_name,
        dated_quotes.speaker_kind,
        dated_quotes.topic_id,
        dated_quotes.topic,
        count(*) filter (where dated_quotes.is_first_in_story) as quote_count,
        count(*) as occurrence_count,
        count(distinct dated_quotes.article_id) as article_count,
        count(distinct dated_quotes.publisher) as publisher_count,
        count(*) filter (where dated_quotes.quote_kind = 'direct') as direct_count
    from dated_quotes
    group by all
)

select
    counted_quotes.said_month_on,
    counted_quotes.entity_id,
    counted_quotes.speaker_name,
    counted_quotes.speaker_kind,
    counted_quotes.topic_id,
    counted_quotes.topic,
    counted_quotes.quote_count,
    counted_quotes.occurrence_count,
    counted_quotes.article_count,
    counted_quotes.publisher_count,
    counted_quotes.direct_count,
    counted_quotes.occurrence_count / sum(counted_quotes.occurrence_count) over (
        partition by
            counted_quotes.said_month_on,
            counted_quotes.entity_id,
            counted_quotes.speaker_name,
            counted_quotes.speaker_kind
    ) as month_share
from counted_quotes
order by
    counted_quotes.speaker_name asc,
    counted_quotes.entity_id asc,
    counted_quotes.said_month_on asc,
    counted_quotes.topic_id asc
