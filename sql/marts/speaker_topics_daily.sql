-- How much does each speaker say about each topic, day by day?
-- One row a named speaker, topic and day with at least one quote; a day of marts.calendar on which nobody is quoted by
-- name has one row without a speaker, with zeros (a row a silent speaker, topic and day would be many more than there
-- are quotes: days_of(name) gives one speaker's silent days). Main topic of each article only, so that counts add up.
-- Quotes without any date are left out.
-- said_or_published_on: Day on which the words were said or, if unknown, published.
-- entity_id: The speaker in core.entities; null when only the name is known, and on a silent day.
-- speaker_name: The speaker's usual name; null on a silent day.
-- speaker_kind: person or organisation; null on a silent day.
-- topic_id: Main topic of the article; null when no topic was found.
-- topic: Name of the main topic.
-- quote_count: Quotes, each counted once a story however often it is reprinted, on the day of its first printing.
-- occurrence_count: Quotes, reprints included.
-- article_count: Articles with such a quote, reprints included.
-- publisher_count: Outlets that printed such a quote.
-- direct_count: Those of occurrence_count that stand wholly inside quotation marks.

with

printings as (
    select * from stages.printings
),

speakers as (
    select * from stages.speakers
),

topics as (
    select * from stages.topics
),

calendar as (
    select * from marts.calendar
),

counted_quotes as (
    select
        printings.said_or_published_on,
        printings.speaker_number,
        printings.topic_number,
        count(*) filter (where printings.is_first_in_story) as quote_count,
        count(*) as occurrence_count,
        count(distinct printings.article_number) as article_count,
        count(distinct printings.publisher_number) as publisher_count,
        count(*) filter (where printings.is_direct) as direct_count
    from printings
    where
        printings.is_named
        and printings.said_or_published_on is not null
    group by all
),

silent_days as (
    select calendar.day_on
    from calendar
    where calendar.day_on not in (select counted_quotes.said_or_published_on from counted_quotes)
),

all_days as (
    select counted_quotes.*
    from counted_quotes
    union all by name
    select
        silent_days.day_on as said_or_published_on,
        0 as quote_count,
        0 as occurrence_count,
        0 as article_count,
        0 as publisher_count,
        0 as direct_count
    from silent_days
)

select
    all_days.said_or_published_on,
    speakers.entity_id,
    speakers.speaker_name,
    speakers.speaker_kind,
    topics.topic_id,
    topics.topic,
    all_days.quote_count,
    all_days.occurrence_count,
    all_days.article_count,
    all_days.publisher_count,
    all_days.direct_count
from all_days
left join speakers
    on all_days.speaker_number = speakers.speaker_number
left join topics
    on all_days.topic_number = topics.topic_number
order by
    all_days.speaker_number asc,
    all_days.said_or_published_on asc,
    all_days.topic_number asc
