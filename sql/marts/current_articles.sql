-- Which articles are there, and what is each mainly about?
-- One row an article, in its current version. Main topic only, so that counts by topic add up.
-- article_id: The article.
-- version_id: Its current version; join core.articles on it to read the text.
-- story_id: The story that it tells; equal for articles that reprint one text.
-- published_on: Day (UTC) of publication; null when unknown.
-- published_at: Instant (UTC) of publication; midnight when only the day is known, null when unknown.
-- publisher: The outlet; null when unknown.
-- title: Headline.
-- url: Canonical address.
-- section: Section of the outlet, as the outlet calls it.
-- language: ISO 639-1 code of the text, or und.
-- word_count: Number of words in the text.
-- topic_id: Main topic, the one with the best rank; null when no topic was found.
-- topic: Name of the main topic.
-- is_wire: Whether the text names a news agency as its source.
-- is_first_in_story: True on one article a story: the original or else the earliest. Count these to count stories.

with

articles as (
    select * from core.articles
),

article_topics as (
    select * from core.article_topics
),

topics as (
    select * from core.topics
),

stories as (
    select * from core.stories
),

main_topics as (
    select
        article_topics.version_id,
        article_topics.topic_id,
        coalesce(topics.label, article_topics.topic_id) as topic
    from article_topics
    left join topics
        on article_topics.topic_id = topics.topic_id
    qualify
        row_number() over (
            partition by article_topics.version_id
            order by article_topics.rank, article_topics.topic_id
        ) = 1
),

placed_articles as (
    select
        articles.article_id,
        articles.version_id,
        articles.published_at,
        articles.publisher,
        articles.title,
        articles.url,
        articles.section,
        articles.language,
        articles.word_count,
        -- an article that has not been compared with others yet is a story of its own
        coalesce(stories.story_id, articles.version_id) as story_id,
        coalesce(stories.is_original, true) as is_original,
        coalesce(stories.is_wire, false) as is_wire
    from articles
    left join stories
        on articles.version_id = stories.version_id
    where articles.is_current
)

select
    placed_articles.article_id,
    placed_articles.version_id,
    placed_articles.story_id,
    cast(timezone('UTC', placed_articles.published_at) as date) as published_on,
    placed_articles.published_at,
    placed_articles.publisher,
    placed_articles.title,
    placed_articles.url,
    placed_articles.section,
    placed_articles.language,
    placed_articles.word_count,
    main_topics.topic_id,
    main_topics.topic,
    placed_articles.is_wire,
    row_number() over (
        partition by placed_articles.story_id
        order by
            placed_articles.is_original desc,
            placed_articles.published_at asc nulls last,
            placed_articles.version_id asc
    ) = 1 as is_first_in_story
from placed_articles
left join main_topics
    on placed_articles.version_id = main_topics.version_id
order by
    published_on asc,
    placed_articles.publisher asc,
    placed_articles.article_id asc
