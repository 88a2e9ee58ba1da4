-- How much does each speaker say about each topic, month by month?
-- One row a named speaker, topic and month from the first month with a quote to the last, with zeros for silent months.
-- Main topic of each article only, so that counts add up. Quotes without any date are left out. Ask for
-- occurrence_count > 0, and the silent months are not worked out at all.
-- kind: view
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
-- month_share: This topic's share, from 0 to 1, of the speaker's occurrence_count in the month; null in a month in
-- which the speaker is silent.

with

heard_months as (
    select * from counts.speaker_topics_monthly
),

-- months in which the speaker is heard, on whatever topic
speaker_months as (
    select distinct
        speaker_topics_monthly.said_month_on,
        speaker_topics_monthly.entity_id,
        speaker_topics_monthly.speaker_name,
        speaker_topics_monthly.speaker_kind
    from counts.speaker_topics_monthly as speaker_topics_monthly
),

-- read again and not from the CTE, which would be worked out whole before anything is filtered
silent_months as (
    select
        speaker_topics_monthly.entity_id,
        speaker_topics_monthly.speaker_name,
        speaker_topics_monthly.speaker_kind,
        speaker_topics_monthly.topic_id,
        speaker_topics_monthly.topic,
        unnest(
            generate_series(
                speaker_topics_monthly.said_month_on + interval 1 month,
                speaker_topics_monthly.next_month_on - interval 1 month,
                interval 1 month
            )
        ) as month_on
    from counts.speaker_topics_monthly as speaker_topics_monthly
    where speaker_topics_monthly.next_month_on > speaker_topics_monthly.said_month_on + interval 1 month
)

select
    heard_months.said_month_on,
    heard_months.entity_id,
    heard_months.speaker_name,
    heard_months.speaker_kind,
    heard_months.topic_id,
    heard_months.topic,
    heard_months.quote_count,
    heard_months.occurrence_count,
    heard_months.article_count,
    heard_months.publisher_count,
    heard_months.direct_count,
    heard_months.month_share
from heard_months
union all
select
    cast(silent_months.month_on as date) as said_month_on,
    silent_months.entity_id,
    silent_months.speaker_name,
    silent_months.speaker_kind,
    silent_months.topic_id,
    silent_months.topic,
    0 as quote_count,
    0 as occurrence_count,
    0 as article_count,
    0 as publisher_count,
    0 as direct_count,
    if(speaker_months.said_month_on is null, null, 0) as month_share
from silent_months
left join speaker_months
    on
        silent_months.month_on = speaker_months.said_month_on
        and silent_months.speaker_name = speaker_months.speaker_name
        and silent_months.speaker_kind = speaker_months.speaker_kind
        and silent_months.entity_id is not distinct from speaker_months.entity_id
