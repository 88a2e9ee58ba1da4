-- How far did each quote that was printed more than once travel, in numbers?
-- One row a quote of a named speaker, of all its printings in stages.spread_printings.
-- spread_number: The first printing.
-- last_published_at: Instant (UTC) of the last printing; null when unknown.
-- second_published_at: Instant (UTC) of the first printing in another outlet; null when there is none.
-- story_count: Stories that have the quote.
-- occurrence_count: Printings.
-- article_count: Articles that print it.
-- publisher_numbers: The outlets in order of their first printing, that of the first printing before all.

with

spread_printings as not materialized (
    select * from stages.spread_printings
),

counted_printings as (
    select
        spread_printings.spread_number,
        max(spread_printings.published_at) as last_published_at,
        count(distinct spread_printings.story_number) as story_count,
        count(*) as occurrence_count,
        count(distinct spread_printings.article_number) as article_count
    from spread_printings
    group by spread_printings.spread_number
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

outlets as (
    select
        outlet_firsts.spread_number,
        -- sorted as a list: an aggregate with an order keeps a table for every group in memory
        list_sort(
            list(
                -- one number in place of a struct, which would take many times its memory; numbers of outlets are
                -- in the order of their names
                -- 2 ** 60 microseconds are after all instants of publication, 2 ** 32 is above all numbers of outlets
                if(outlet_firsts.is_first, 0, cast(1 as hugeint) << 100)
                + coalesce(epoch_us(outlet_firsts.published_at), 1152921504606846976) * cast(4294967296 as hugeint)
                + outlet_firsts.publisher_number
            )
        ) as outlet_keys,
        min(outlet_firsts.published_at) filter (where not outlet_firsts.is_first) as second_published_at
    from outlet_firsts
    group by outlet_firsts.spread_number
),

numbered_outlets as (
    select
        outlets.spread_number,
        outlets.second_published_at,
        list_transform(
            outlets.outlet_keys, lambda outlet: cast(outlet & 4294967295 as integer)
        ) as publisher_numbers
    from outlets
)

select
    counted_printings.spread_number,
    counted_printings.last_published_at,
    numbered_outlets.second_published_at,
    counted_printings.story_count,
    counted_printings.occurrence_count,
    counted_printings.article_count,
    numbered_outlets.publisher_numbers
from counted_printings
left join numbered_outlets
    on counted_printings.spread_number = numbered_outlets.spread_number
