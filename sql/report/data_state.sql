-- When was the warehouse built, up to which ingest day, and from how many articles?

with

current_articles as (
    select * from marts.current_articles
),

builds as (
    select
        max(builds.built_at) as built_at,
        max(builds.as_of) as as_of
    from main.builds
)

select
    any_value(builds.built_at) as built_at,
    any_value(builds.as_of) as as_of,
    count(current_articles.article_id) as article_count,
    min(current_articles.published_on) as first_published_on,
    max(current_articles.published_on) as last_published_on,
    (select count(*) from core.rejects) as reject_count
from builds
left join current_articles
    on true
