-- What is in the warehouse: how many articles, quotes, speakers and outlets, and from when to when?
with

current_articles as (
    select * from marts.current_articles
),

speaker_quotes as (
    select * from marts.speaker_quotes
),

rejects as (
    select * from core.rejects
),

article_totals as (
    select
        count(*) as article_count,
        count(*) filter (where current_articles.is_first_in_story) as story_count,
        count(distinct current_articles.publisher) as publisher_count,
        min(current_articles.published_on) as first_published_on,
        max(current_articles.published_on) as last_published_on
    from current_articles
),

quote_totals as (
    select
        count(*) filter (where speaker_quotes.is_first_in_story) as quote_count,
        count(distinct speaker_quotes.speaker_name) filter (where speaker_quotes.is_named) as speaker_count
    from speaker_quotes
),

reject_totals as (
    select count(*) as reject_count
    from rejects
)

select
    article_totals.article_count,
    article_totals.story_count,
    quote_totals.quote_count,
    quote_totals.speaker_count,
    article_totals.publisher_count,
    article_totals.first_published_on,
    article_totals.last_published_on,
    reject_totals.reject_count
from article_totals
cross join quote_totals
cross join reject_totals
