-- Which quotes spread fastest from one outlet to others?
with

quote_reach as (
    select * from marts.quote_reach
)

select
    quote_reach.speaker_name,
    left(quote_reach.quote_text, 60) as quote_text,
    quote_reach.first_publisher,
    quote_reach.first_published_at,
    round(quote_reach.second_outlet_hours, 1) as second_outlet_hours,
    round(quote_reach.spread_hours, 1) as spread_hours,
    quote_reach.publisher_count,
    quote_reach.occurrence_count
from quote_reach
where quote_reach.publisher_count >= 2
order by
    quote_reach.second_outlet_hours asc nulls last,
    quote_reach.publisher_count desc,
    quote_reach.first_quote_id asc
limit 15
