-- Which quotes were printed in most outlets, and which outlet had them first?
with

quote_reach as (
    select * from marts.quote_reach
)

select
    quote_reach.speaker_name,
    quote_reach.quote_text,
    quote_reach.first_publisher,
    quote_reach.first_published_at,
    quote_reach.publisher_count,
    quote_reach.article_count
from quote_reach
order by
    quote_reach.publisher_count desc,
    quote_reach.article_count desc,
    quote_reach.first_published_at asc,
    quote_reach.first_quote_id asc
limit 10
