-- Which number has each topic that an article or a quote is about?
-- One row a topic.
-- topic_number: The number, in the order of topic_id.
-- topic_id: The topic.
-- topic: Its name, or its id where the taxonomy does not have it.

with

article_topics as (
    select * from core.article_topics
),

quote_topics as (
    select * from core.quote_topics
),

topics as (
    select * from core.topics
),

topic_ids as (
    select article_topics.topic_id
    from article_topics
    union distinct
    select quote_topics.topic_id
    from quote_topics
)

select
    cast(row_number() over (order by topic_ids.topic_id) as integer) as topic_number,
    topic_ids.topic_id,
    coalesce(topics.label, topic_ids.topic_id) as topic
from topic_ids
left join topics
    on topic_ids.topic_id = topics.topic_id
