-- Where does each current article stand among the others, in numbers?
-- One row a row of marts.current_articles.
-- article_number: Its rowid in marts.current_articles.
-- version_id: The version of the article.
-- story_number: The lowest article_number of its story.
-- has_reprints: Whether the story has other articles.
-- is_first_in_story: True on one article a story.
-- publisher_number: The outlet; null when unknown.
-- topic_number: Main topic; null when no topic was found.
-- published_on: Day (UTC) of publication; null when unknown.
-- published_at: Instant (UTC) of publication; midnight when only the day is known, null when unknown.

with

current_articles as (
    select
        current_articles.*,
        cast(current_articles.rowid as integer) as article_number
    from marts.current_articles as current_articles
),

publishers as (
    select * from stages.publishers
),

topics as (
    select * from stages.topics
)

select
    current_articles.article_number,
    current_articles.version_id,
    min(current_articles.article_number) over (partition by current_articles.story_id) as story_number,
    count(*) over (partition by current_articles.story_id) > 1 as has_reprints,
    current_articles.is_first_in_story,
    publishers.publisher_number,
    topics.topic_number,
    current_articles.published_on,
    current_articles.published_at
from current_articles
left join publishers
    on current_articles.publisher = publishers.publisher
left join topics
    on current_articles.topic_id = topics.topic_id
