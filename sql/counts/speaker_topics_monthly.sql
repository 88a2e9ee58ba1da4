-- How much does each speaker say about each topic, in the months in which the speaker is heard on it?
-- The rows of marts.speaker_topics_monthly with quotes; that mart works out the silent months between them when it is
-- asked, since they are many more than there are quotes.
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
-- next_month_on: The next month in which the speaker is heard on the topic; null for the last one.

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

speaker_months as (
    select
        counted_quotes.said_month_on,
        counted_quotes.speaker_number,
        sum(counted_quotes.occurrence_count) as occurrence_count
    from counted_quotes
    group by all
)

select
    followed_months.said_month_on,
    speakers.entity_id,
    speakers.speaker_name,
    speakers.speaker_kind,
    topics.topic_id,
    topics.topic,
    followed_months.quote_count,
    followed_months.occurrence_count,
    followed_months.article_count,
    followed_months.publisher_count,
    followed_months.direct_count,
    followed_months.occurrence_count / speaker_months.occurrence_count as month_share,
    followed_months.next_month_on
from followed_months
inner join speakers
    on followed_months.speaker_number = speakers.speaker_number
left join topics
    on followed_months.topic_number = topics.topic_number
left join speaker_months
    on
        followed_months.said_month_on = speaker_months.said_month_on
        and followed_months.speaker_number = speaker_months.speaker_number
order by
    followed_months.speaker_number asc,
    followed_months.said_month_on asc,
    followed_months.topic_number asc
