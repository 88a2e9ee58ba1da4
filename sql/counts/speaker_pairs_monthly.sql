-- Which speakers are quoted side by side in the same articles, in the months in which they are?
-- The rows of marts.speaker_pairs_monthly with articles; that mart works out the months between them when it is asked.
-- published_month_on: First day of the month (UTC) in which the articles were published.
-- first_entity_id: The speaker of the pair whose name comes first in the alphabet, in core.entities.
-- first_speaker_name: That speaker's usual name.
-- second_entity_id: The other speaker in core.entities.
-- second_speaker_name: The other speaker's usual name.
-- story_count: Stories that quote both, each counted once in the month of the first article that does.
-- article_count: Articles that quote both, reprints included.
-- publisher_count: Outlets with such an article.
-- next_month_on: The next month in which the two are quoted side by side; null for the last one.

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
),

counted_pairs as (
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
),

followed_months as (
    select
        counted_pairs.*,
        lead(counted_pairs.published_month_on) over (
            partition by counted_pairs.first_number, counted_pairs.second_number
            order by counted_pairs.published_month_on
        ) as next_month_on
    from counted_pairs
)

select
    followed_months.published_month_on,
    first_speakers.entity_id as first_entity_id,
    first_speakers.speaker_name as first_speaker_name,
    second_speakers.entity_id as second_entity_id,
    second_speakers.speaker_name as second_speaker_name,
    followed_months.story_count,
    followed_months.article_count,
    followed_months.publisher_count,
    followed_months.next_month_on
from followed_months
inner join speakers as first_speakers
    on followed_months.first_number = first_speakers.speaker_number
inner join speakers as second_speakers
    on followed_months.second_number = second_speakers.speaker_number
order by
    followed_months.first_number asc,
    followed_months.second_number asc,
    followed_months.published_month_on asc
