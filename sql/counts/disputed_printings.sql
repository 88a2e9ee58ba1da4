-- How often does the speaker of a quote's first printing bear it, where other printings in the story name another?
-- One row a quote that has a place among its speaker's positions and of which a printing names somebody else, or nobody
-- by name. Of all other quotes each printing is the speaker's own.
-- quote_id: The first printing.
-- occurrence_count: Printings in the story that name the same speaker, the first included.
-- publisher_count: Outlets of these printings; 0 when none is known.

with

printings as (
    select printings.*
    from stages.printings as printings
    where printings.occurrence_count > 1
),

quotes as (
    select
        quotes.quote_id,
        quotes.rowid as quote_number
    from core.quotes as quotes
),

disputed_quotes as (
    select printings.first_number
    from printings
    group by printings.first_number
    having min(printings.speaker_number) < max(printings.speaker_number)
),

first_printings as (
    select
        printings.quote_number,
        printings.speaker_number
    from printings
    inner join disputed_quotes
        on printings.quote_number = disputed_quotes.first_number
    where
        printings.is_named
        and printings.said_or_published_on is not null
)

select
    quotes.quote_id,
    count(*) as occurrence_count,
    count(distinct printings.publisher_number) as publisher_count
from first_printings
inner join printings
    on
        first_printings.quote_number = printings.first_number
        and first_printings.speaker_number = printings.speaker_number
inner join quotes
    on first_printings.quote_number = quotes.quote_number
group by quotes.quote_id
order by quotes.quote_id asc
