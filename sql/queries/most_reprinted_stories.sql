-- Which stories were printed by most outlets, who had them first, and how many hours later did the last one follow?
with

current_articles as (
    select * from marts.current_articles
),

stories as (
    select
        current_articles.story_id,
        any_value(current_articles.title) filter (where current_articles.is_first_in_story) as first_title,
        any_value(current_articles.publisher) filter (where current_articles.is_first_in_story) as first_publisher,
        min(current_articles.published_at) as first_published_at,
        date_diff('minute', min(current_articles.published_at), max(current_articles.published_at)) / 60
            as spread_hours,
        count(*) as article_count,
        count(distinct current_articles.publisher) as publisher_count,
        string_agg(
            current_articles.publisher, ', '
            order by current_articles.published_at asc nulls last, current_articles.publisher asc
        ) filter (where not current_articles.is_first_in_story) as reprinted_by
    from current_articles
    group by current_articles.story_id
    having count(*) >= 2
)

select
    stories.first_title,
    stories.first_publisher,
    stories.first_published_at,
    round(stories.spread_hours, 1) as spread_hours,
    stories.article_count,
    stories.publisher_count,
    stories.reprinted_by
from stories
order by
    stories.publisher_count desc,
    stories.article_count desc,
    stories.first_published_at asc,
    stories.story_id asc
limit 10
