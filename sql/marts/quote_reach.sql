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

-- read again wherever it is named: copies of so many rows would cost more
printings as not materialized (
    select printings.*
    from stages.printings as printings
    where printings.is_named
),

speakers as (
    select * from stages.speakers
),

publishers as (
    select * from stages.publishers
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

-- what was printed once needs no counting
single_printings as (
    select
        printings.quote_number as spread_number,
        printings.published_at as first_published_at,
        printings.published_at as last_published_at,
        1 as story_count,
        1 as occurrence_count,
        1 as article_count
    from printings
    anti join stages.spread_printings as again
        on printings.quote_number = again.quote_number
),

spread_printings as not materialized (
    select * from stages.spread_printings
),

counted_printings as (
    select
        spread_printings.spread_number,
        max(spread_printings.published_at) filter (
            where spread_printings.quote_number = spread_printings.spread_number
        ) as first_published_at,
        max(spread_printings.published_at) as last_published_at,
        count(distinct spread_printings.story_number) as story_count,
        count(*) as occurrence_count,
        count(distinct spread_printings.article_number) as article_count
    from spread_printings
    group by spread_printings.spread_number
),

reaches as (
    select single_printings.* from single_printings
    union all
    select counted_printings.* from counted_printings
),

outlet_firsts as (
    select
        spread_printings.spread_number,
        spread_printings.publisher_number,
        bool_or(spread_printings.quote_number = spread_printings.spread_number) as is_first,
        min(spread_printings.published_at) as published_at
    from spread_printings
    where spread_printings.publisher_number is not null
    group by
        spread_printings.spread_number,
        spread_printings.publisher_number
),

sorted_outlets as (
    select
        outlet_firsts.spread_number,
        -- sorted as a list: an aggregate with an order keeps a table for every group in memory
        list_sort(
            list(
                struct_pack(
                    is_later := not outlet_firsts.is_first,
                    published_at := coalesce(outlet_firsts.published_at, 'infinity'),
                    publisher := publishers.publisher
                )
            )
        ) as outlet_records,
        min(outlet_firsts.published_at) filter (where not outlet_firsts.is_first) as second_published_at
    from outlet_firsts
    inner join publishers
        on outlet_firsts.publisher_number = publishers.publisher_number
    group by outlet_firsts.spread_number
),

outlets as (
    select
        sorted_outlets.spread_number,
        sorted_outlets.second_published_at,
        list_transform(
            sorted_outlets.outlet_records, lambda outlet: struct_extract(outlet, 'publisher')
        ) as publishers
    from sorted_outlets
),

spreads as (
    select
        reaches.*,
        printings.speaker_number,
        printings.quote_topic_number,
        publishers.publisher as first_publisher,
        outlets.second_published_at,
        case
            when outlets.publishers is not null then outlets.publishers
            when publishers.publisher is null then []
            else [publishers.publisher]
        end as publishers
    from reaches
    inner join printings
        on reaches.spread_number = printings.quote_number
    left join publishers
        on printings.publisher_number = publishers.publisher_number
    left join outlets
        on reaches.spread_number = outlets.spread_number
)

select
    quotes.quote_id as first_quote_id,
    speakers.entity_id,
    speakers.speaker_name,
    speakers.speaker_kind,
    quotes.quote_text,
    topics.topic_id,
    topics.topic,
    spreads.first_publisher,
    spreads.first_published_at,
    spreads.last_published_at,
    date_diff('minute', spreads.first_published_at, spreads.last_published_at) / 60 as spread_hours,
    case
        -- of a reprint only the day may be known: midnight, which is before a first printing at noon
        when spreads.second_published_at < spreads.first_published_at then 0
        else date_diff('minute', spreads.first_published_at, spreads.second_published_at) / 60
    end as second_outlet_hours,
    spreads.story_count,
    spreads.occurrence_count,
    spreads.article_count,
    len(spreads.publishers) as publisher_count,
    spreads.publishers
from spreads
inner join speakers
    on spreads.speaker_number = speakers.speaker_number
inner join quotes
    on spreads.spread_number = quotes.quote_number
left join topics
    on spreads.quote_topic_number = topics.topic_number
order by
    publisher_count desc,
    spreads.occurrence_count desc,
    spreads.first_published_at asc nulls last,
    first_quote_id asc
