-- How far did each quote travel: into how many outlets, and in how many hours?
-- One row a quote of a named speaker that spread: all printings of the same words, in reprints of one story and, for
-- quotes of at least five words, also in other stories, as long as no more than seven days lie between one story's
-- first printing and the next one's. Every printing belongs to one row, so that occurrence_count adds up to all
-- printings.
-- first_quote_id: The first printing; trace it with show_quote(first_quote_id).
-- entity_id: The speaker in core.entities; null when only the name is known.
-- speaker_name: The speaker's usual name.
-- speaker_kind: person or organisation.
-- quote_text: The words as first printed.
-- topic_id: Main topic of the first printing's quote; null when no topic was found.
-- topic: Name of that topic.
-- first_publisher: Outlet of the first printing; null when unknown.
-- first_published_at: Instant (UTC) of the first printing; midnight when only the day is known, null when unknown.
-- last_published_at: Instant (UTC) of the last printing; midnight when only the day is known.
-- spread_hours: Hours from the first printing to the last; whole days where only days are known.
-- second_outlet_hours: Hours until another outlet printed it; null when none did.
-- story_count: Stories that have the quote.
-- occurrence_count: Printings.
-- article_count: Articles that print it.
-- publisher_count: Outlets that print it; 0 when none is known.
-- publishers: The outlets in order of their first printing, first_publisher before all.

with

printings as not materialized (
    select printings.*
    from stages.printings as printings
    where printings.is_named
),

spread_printings as not materialized (
    select * from stages.spread_printings
),

spreads as not materialized (
    select * from stages.spreads
),

speakers as (
    select * from stages.speakers
),

publishers as (
    select * from stages.publishers
),

publisher_names as (
    select list(publishers.publisher order by publishers.publisher_number) as outlet_names
    from publishers
),

topics as (
    select * from stages.topics
),

quotes as not materialized (
    select
        quotes.quote_id,
        quotes.quote_text,
        cast(quotes.rowid as integer) as quote_number
    from core.quotes as quotes
),

-- what was printed once has no row in stages.spreads
reaches as (
    select
        printings.quote_number,
        printings.speaker_number,
        printings.quote_topic_number,
        printings.publisher_number,
        printings.published_at as first_published_at,
        spreads.second_published_at,
        if(spreads.spread_number is null, printings.published_at, spreads.last_published_at) as last_published_at,
        coalesce(spreads.story_count, 1) as story_count,
        coalesce(spreads.occurrence_count, 1) as occurrence_count,
        coalesce(spreads.article_count, 1) as article_count,
        case
            when spreads.publisher_numbers is not null then spreads.publisher_numbers
            when printings.publisher_number is null then []
            else [printings.publisher_number]
        end as publisher_numbers,
        publisher_names.outlet_names
    from printings
    left join spread_printings
        on printings.quote_number = spread_printings.quote_number
    left join spreads
        on printings.quote_number = spreads.spread_number
    cross join publisher_names
    where coalesce(spread_printings.spread_number = printings.quote_number, true)
),

named_reaches as (
    select
        reaches.*,
        list_transform(reaches.publisher_numbers, lambda place: reaches.outlet_names[place]) as publishers
    from reaches
)

select
    quotes.quote_id as first_quote_id,
    speakers.entity_id,
    speakers.speaker_name,
    speakers.speaker_kind,
    quotes.quote_text,
    topics.topic_id,
    topics.topic,
    publishers.publisher as first_publisher,
    named_reaches.first_published_at,
    named_reaches.last_published_at,
    date_diff('minute', named_reaches.first_published_at, named_reaches.last_published_at) / 60 as spread_hours,
    case
        -- of a reprint only the day may be known: midnight, which is before a first printing at noon
        when named_reaches.second_published_at < named_reaches.first_published_at then 0
        else date_diff('minute', named_reaches.first_published_at, named_reaches.second_published_at) / 60
    end as second_outlet_hours,
    named_reaches.story_count,
    named_reaches.occurrence_count,
    named_reaches.article_count,
    len(named_reaches.publishers) as publisher_count,
    named_reaches.publishers
from named_reaches
inner join speakers
    on named_reaches.speaker_number = speakers.speaker_number
inner join quotes
    on named_reaches.quote_number = quotes.quote_number
left join publishers
    on named_reaches.publisher_number = publishers.publisher_number
left join topics
    on named_reaches.quote_topic_number = topics.topic_number
