-- Which quotes were printed in most outlets, and which outlet had them first?
with

speaker_quotes as (
    select * from marts.speaker_quotes
)

select
    any_value(speaker_quotes.speaker_name) filter (where speaker_quotes.is_first_in_story) as speaker_name,
    any_value(speaker_quotes.quote_text) filter (where speaker_quotes.is_first_in_story) as quote_text,
    any_value(speaker_quotes.publisher) filter (where speaker_quotes.is_first_in_story) as first_publisher,
    min(speaker_quotes.published_on) as first_published_on,
    count(distinct speaker_quotes.publisher) as publisher_count,
    count(distinct speaker_quotes.article_id) as article_count
from speaker_quotes
group by speaker_quotes.first_quote_id
order by
    publisher_count desc,
    article_count desc,
    first_published_on asc,
    quote_text asc
limit 10
