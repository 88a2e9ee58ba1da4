-- Which stories were printed by most outlets, who had them first, and how many hours later did the last one follow?
with

current_articles as not materialized (
    select * from marts.current_articles
),

reprinted_stories as (
    select distinct current_articles.story_id
    from current_articles
    where not current_articles.is_first_in_story
),

counted_stories as (
    select
        current_articles.story_id,
        min(current_articles.published_at) as first_published_at,
        max(current_articles.published_at) as last_published_at,
        count(*) as article_count,
        count(distinct current_articles.publisher) as publisher_count
    from current_articles
    inner join reprinted_stories
        on current_articles.story_id = reprinted_stories.story_id
    group by current_articles.story_id
),

-- titles and lists of outlets are had for these only
widest_stories as (
    select counted_stories.*
    from counted_stories
    order by
        counted_stories.publisher_count desc,
        counted_stories.article_count desc,
        counted_stories.first_published_at asc,
        counted_stories.story_id asc
    limit 10
),

stories as (
    select
        widest_stories.*,
        any_value(current_articles.title) filter (where current_articles.is_first_in_story) as first_title,
        any_value(current_articles.publisher) filter (where current_articles.is_first_in_story) as first_publisher,
        string_agg(
            current_articles.publisher, ', '
            order by current_articles.published_at asc nulls last, current_articles.publisher asc
        ) filter (where not current_articles.is_first_in_story) as reprinted_by
    from widest_stories
    inner join current_articles
        on widest_stories.story_id = current_articles.story_id
    group by all
)

select
    stories.first_title,
    stories.first_publisher,
    stories.first_published_at,
    round(date_diff('minute', stories.first_published_at, stories.last_published_at) / 60, 1) as spread_hours,
    stories.article_count,
    stories.publisher_count,
    stories.reprinted_by
from stories
order by
    stories.publisher_count desc,
    stories.article_count desc,
    stories.first_published_at asc,
    stories.story_id asc
