-- How much is written and said about each topic, week by week?
-- One row a topic and week of publication, from the topic's first week to the last week of the warehouse, with zeros
-- for weeks without it. Main topic of each article only, so that counts add up. Articles without a date are left out.
-- published_week_on: Monday of the week (UTC) in which the articles were published.
-- topic_id: Main topic; null for articles in which no topic was found.
-- topic: Name of the main topic.
-- article_count: Articles, reprints included.
-- story_count: Stories, each counted once in the week of its first article.
-- quote_count: Quotes with a speaker, each counted once a story in the week of its first printing.
-- occurrence_count: Quotes with a speaker, reprints included.
-- unnamed_count: Those of occurrence_count whose speaker has no name.
-- speaker_count: Named speakers who are quoted.
-- publisher_count: Outlets with an article about it.
-- article_share: The topic's share, from 0 to 1, of all articles of the week; null in a week without articles.

with

current_articles as (
    select * from marts.current_articles
),

speaker_quotes as (
    select * from marts.speaker_quotes
),

dated_articles as (
    select
        current_articles.topic_id,
        current_articles.topic,
        current_articles.publisher,
        current_articles.is_first_in_story,
        cast(date_trunc('week', current_articles.published_on) as date) as published_week_on
    from current_articles
    where current_articles.published_on is not null
),

dated_quotes as (
    select
        speaker_quotes.topic_id,
        speaker_quotes.entity_id,
        speaker_quotes.speaker_name,
        speaker_quotes.speaker_kind,
        speaker_quotes.is_named,
        speaker_quotes.is_first_in_story,
        cast(date_trunc('week', speaker_quotes.published_on) as date) as published_week_on
    from speaker_quotes
    where speaker_quotes.published_on is not null
),

topic_spans as (
    select
        dated_articles.topic_id,
        dated_articles.topic,
        min(dated_articles.published_week_on) as first_week_on
    from dated_articles
    group by all
),

last_week as (
    select max(dated_articles.published_week_on) as last_week_on
    from dated_articles
),

topic_weeks as (
    select
        topic_spans.topic_id,
        topic_spans.topic,
        cast(
            unnest(generate_series(topic_spans.first_week_on, last_week.last_week_on, interval 7 day)) as date
        ) as published_week_on
    from topic_spans
    cross join last_week
),

article_counts as (
    select
        dated_articles.topic_id,
        dated_articles.published_week_on,
        count(*) as article_count,
        count(*) filter (where dated_articles.is_first_in_story) as story_count,
        count(distinct dated_articles.publisher) as publisher_count
    from dated_articles
    group by all
),

quote_counts as (
    select
        dated_quotes.topic_id,
        dated_quotes.published_week_on,
        count(*) filter (where dated_quotes.is_first_in_story) as quote_count,
        count(*) as occurrence_count,
        count(*) filter (where not dated_quotes.is_named) as unnamed_count,
        count(
            distinct if(
                dated_quotes.is_named,
                coalesce(dated_quotes.entity_id, dated_quotes.speaker_kind || ' ' || dated_quotes.speaker_name),
                null
            )
        ) as speaker_count
    from dated_quotes
    group by all
)

select
    topic_weeks.published_week_on,
    topic_weeks.topic_id,
    topic_weeks.topic,
    coalesce(article_counts.article_count, 0) as article_count,
    coalesce(article_counts.story_count, 0) as story_count,
    coalesce(quote_counts.quote_count, 0) as quote_count,
    coalesce(quote_counts.occurrence_count, 0) as occurrence_count,
    coalesce(quote_counts.unnamed_count, 0) as unnamed_count,
    coalesce(quote_counts.speaker_count, 0) as speaker_count,
    coalesce(article_counts.publisher_count, 0) as publisher_count,
    coalesce(article_counts.article_count, 0) / nullif(
        sum(article_counts.article_count) over (partition by topic_weeks.published_week_on), 0
    ) as article_share
from topic_weeks
left join article_counts
    on
        topic_weeks.topic_id is not distinct from article_counts.topic_id
        and topic_weeks.published_week_on = article_counts.published_week_on
left join quote_counts
    on
        topic_weeks.topic_id is not distinct from quote_counts.topic_id
        and topic_weeks.published_week_on = quote_counts.published_week_on
order by
    topic_weeks.topic_id asc,
    topic_weeks.published_week_on asc
