-- Which speakers are quoted side by side in the same articles, in numbers, month by month?
-- One row a pair of named speakers and month of publication with an article that quotes both.
-- published_month_on: First day of the month (UTC).
-- first_number: The speaker of the pair whose name comes first in the alphabet.
-- second_number: The other speaker.
-- story_count: Stories that quote both, each counted once in the month of the first article that does.
-- article_count: Articles that quote both, reprints included.
-- publisher_count: Outlets with such an article.

with

printings as (
    select * from stages.printings
),

articles as (
    select * from stages.articles
),

speakers as (
    select * from stages.speakers
),

article_speakers as (
    select distinct
        printings.article_number,
        speakers.bearer_number
    from printings
    inner join speakers
        on printings.speaker_number = speakers.speaker_number
    where
        printings.is_named
        and printings.published_on is not null
),

article_pairs as (
    select
        first_speakers.article_number,
        first_speakers.bearer_number as first_number,
        second_speakers.bearer_number as second_number
    from article_speakers as first_speakers
    inner join article_speakers as second_speakers
        on
            first_speakers.article_number = second_speakers.article_number
            and first_speakers.bearer_number < second_speakers.bearer_number
),

placed_pairs as (
    select
        article_pairs.first_number,
        article_pairs.second_number,
        articles.publisher_number,
        cast(date_trunc('month', articles.published_on) as date) as published_month_on,
        -- numbers of articles are in the order of days
        if(articles.is_first_in_story, -1, articles.article_number) = min(
            if(articles.is_first_in_story, -1, articles.article_number)
        ) over (
            partition by articles.story_number, article_pairs.first_number, article_pairs.second_number
        ) as is_first_in_story
    from article_pairs
    inner join articles
        on article_pairs.article_number = articles.article_number
)

select
    placed_pairs.published_month_on,
    placed_pairs.first_number,
    placed_pairs.second_number,
    count(*) filter (where placed_pairs.is_first_in_story) as story_count,
    count(*) as article_count,
    count(distinct placed_pairs.publisher_number) as publisher_count
from placed_pairs
group by
    placed_pairs.published_month_on,
    placed_pairs.first_number,
    placed_pairs.second_number
