-- Which days does the warehouse cover, and how much appeared on each of them?
-- One row a day from the first to the last day of publication, with zeros for days on which nothing appeared. Join on
-- day_on to give any series its empty days, and group by week_on, month_on or quarter_on. Articles without a date are
-- left out.
-- day_on: The day (UTC).
-- week_on: Monday of its week.
-- month_on: First day of its month.
-- quarter_on: First day of its quarter.
-- year_number: Its year.
-- iso_week: Its week in ISO 8601, such as 2024-W05.
-- weekday_number: 1 for Monday to 7 for Sunday.
-- is_weekend: Whether it is a Saturday or a Sunday.
-- article_count: Articles that appeared on the day, reprints included.
-- story_count: Stories, each counted once on the day of its first article.
-- publisher_count: Outlets with an article.
-- quote_count: Quotes with a speaker, each counted once a story on the day of its first printing.
-- occurrence_count: Quotes with a speaker, reprints included.
-- unnamed_count: Those of occurrence_count whose speaker has no name.

with

current_articles as (
    select * from marts.current_articles
),

speaker_quotes as (
    select * from marts.speaker_quotes
),

bounds as (
    select
        min(current_articles.published_on) as first_on,
        max(current_articles.published_on) as last_on
    from current_articles
),

days as (
    select cast(unnest(generate_series(bounds.first_on, bounds.last_on, interval 1 day)) as date) as day_on
    from bounds
),

article_counts as (
    select
        current_articles.published_on,
        count(*) as article_count,
        count(*) filter (where current_articles.is_first_in_story) as story_count,
        count(distinct current_articles.publisher) as publisher_count
    from current_articles
    group by current_articles.published_on
),

quote_counts as (
    select
        speaker_quotes.published_on,
        count(*) filter (where speaker_quotes.is_first_in_story) as quote_count,
        count(*) as occurrence_count,
        count(*) filter (where not speaker_quotes.is_named) as unnamed_count
    from speaker_quotes
    group by speaker_quotes.published_on
)

select
    days.day_on,
    cast(date_trunc('week', days.day_on) as date) as week_on,
    cast(date_trunc('month', days.day_on) as date) as month_on,
    cast(date_trunc('quarter', days.day_on) as date) as quarter_on,
    year(days.day_on) as year_number,
    strftime(days.day_on, '%G-W%V') as iso_week,
    isodow(days.day_on) as weekday_number,
    isodow(days.day_on) >= 6 as is_weekend,
    coalesce(article_counts.article_count, 0) as article_count,
    coalesce(article_counts.story_count, 0) as story_count,
    coalesce(article_counts.publisher_count, 0) as publisher_count,
    coalesce(quote_counts.quote_count, 0) as quote_count,
    coalesce(quote_counts.occurrence_count, 0) as occurrence_count,
    coalesce(quote_counts.unnamed_count, 0) as unnamed_count
from days
left join article_counts
    on days.day_on = article_counts.published_on
left join quote_counts
    on days.day_on = quote_counts.published_on
order by days.day_on asc
