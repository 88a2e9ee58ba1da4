-- Which outlets print quotes that another one had first?
-- One row a pair of outlets, over all time: the one that reprints, and the one that had the first printing in the
-- story.
-- publisher: The outlet that reprints; null when unknown.
-- first_publisher: Another outlet, which had the first printing; null when unknown.
-- occurrence_count: Quotes with a speaker, named or not, that publisher prints and first_publisher had first.
-- first_month_on: First day of the first month (UTC) with such a reprint; null when no day is known.
-- last_month_on: First day of the last one.

with

printings as not materialized (
    select
        printings.*,
        cast(date_trunc('month', printings.published_on) as date) as published_month_on
    from stages.printings as printings
    where printings.occurrence_count > 1
),

publishers as (
    select * from stages.publishers
),

counted_reprints as (
    select
        reprints.publisher_number,
        first_printings.publisher_number as first_publisher_number,
        count(*) as occurrence_count,
        min(reprints.published_month_on) as first_month_on,
        max(reprints.published_month_on) as last_month_on
    from printings as reprints
    inner join printings as first_printings
        on reprints.first_number = first_printings.quote_number
    where reprints.publisher_number is distinct from first_printings.publisher_number
    group by all
)

select
    publishers.publisher,
    first_publishers.publisher as first_publisher,
    counted_reprints.occurrence_count,
    counted_reprints.first_month_on,
    counted_reprints.last_month_on
from counted_reprints
left join publishers
    on counted_reprints.publisher_number = publishers.publisher_number
left join publishers as first_publishers
    on counted_reprints.first_publisher_number = first_publishers.publisher_number
order by
    counted_reprints.occurrence_count desc,
    counted_reprints.publisher_number asc,
    counted_reprints.first_publisher_number asc
