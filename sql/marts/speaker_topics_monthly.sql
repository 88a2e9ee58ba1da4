-- How much does each speaker say about each topic, month by month?
-- One row a named speaker, topic and month from the first month with a quote to the last, with zeros for silent months.
-- Main topic of each article only, so that counts add up. Quotes without any date are left out.
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

printings as (
    select
        printings.*,
        cast(date_trunc('month', printings.said_or_published_on) as date) as said_month_on
    from stages.printings as printings
    where
        printings.is_named
        and printings.said_or_published_on is not null
),

speakers as (
    select * from stages.speakers
),

topics as (
    select * from stages.topics
),

counted_quotes as (
    select
        printings.said_month_on,
        printings.speaker_number,
        printings.topic_number,
        count(*) filter (where printings.is_first_in_story) as quote_count,
        count(*) as occurrence_count,
        count(distinct printings.article_number) as article_count,
        count(distinct printings.publisher_number) as publisher_count,
        count(*) filter (where printings.is_direct) as direct_count
    from printings
    group by all
),

followed_months as (
    select
        counted_quotes.*,
        lead(counted_quotes.said_month_on) over (
            partition by counted_quotes.speaker_number, counted_quotes.topic_number
            order by counted_quotes.said_month_on
        ) as next_month_on
    from counted_quotes
),

-- each month with quotes, and after it the silent months before the next one
months as (
    select
        followed_months.*,
        cast(
            unnest(
                generate_series(
                    followed_months.said_month_on,
                    coalesce(followed_months.next_month_on - interval 1 month, followed_months.said_month_on),
                    interval 1 month
                )
            ) as date
        ) as month_on
    from followed_months
),

counted_months as (
    select
        months.month_on as said_month_on,
        months.speaker_number,
        months.topic_number,
        if(months.month_on = months.said_month_on, months.quote_count, 0) as quote_count,
        if(months.month_on = months.said_month_on, months.occurrence_count, 0) as occurrence_count,
        if(months.month_on = months.said_month_on, months.article_count, 0) as article_count,
        if(months.month_on = months.said_month_on, months.publisher_count, 0) as publisher_count,
        if(months.month_on = months.said_month_on, months.direct_count, 0) as direct_count
    from months
),

speaker_months as (
    select
        counted_quotes.said_month_on,
        counted_quotes.speaker_number,
        sum(counted_quotes.occurrence_count) as occurrence_count
    from counted_quotes
    group by all
)

select
    counted_months.said_month_on,
    speakers.entity_id,
    speakers.speaker_name,
    speakers.speaker_kind,
    topics.topic_id,
    topics.topic,
    counted_months.quote_count,
    counted_months.occurrence_count,
    counted_months.article_count,
    counted_months.publisher_count,
    counted_months.direct_count,
    counted_months.occurrence_count / speaker_months.occurrence_count as month_share
from counted_months
inner join speakers
    on counted_months.speaker_number = speakers.speaker_number
left join topics
    on counted_months.topic_number = topics.topic_number
left join speaker_months
    on
        counted_months.said_month_on = speaker_months.said_month_on
        and counted_months.speaker_number = speaker_months.speaker_number
order by
    counted_months.speaker_number asc,
    counted_months.said_month_on asc,
    counted_months.topic_number asc
