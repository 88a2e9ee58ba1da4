-- Which speakers are quoted side by side in the same articles, month by month?
-- One row a pair of named speakers and month of publication, from the pair's first month to its last, with zeros for
-- months between; a pair appears once, whichever of the two speaks first. Articles without a date are left out.
-- published_month_on: First day of the month (UTC) in which the articles were published.
-- first_entity_id: The speaker of the pair whose name comes first in the alphabet, in core.entities.
-- first_speaker_name: That speaker's usual name.
-- second_entity_id: The other speaker in core.entities.
-- second_speaker_name: The other speaker's usual name.
-- story_count: Stories that quote both, each counted once in the month of the first article that does.
-- article_count: Articles that quote both, reprints included.
-- publisher_count: Outlets with such an article.

with

current_articles as (
    select * from marts.current_articles
),

speaker_quotes as (
    select * from marts.speaker_quotes
),

article_speakers as (
    select distinct
        speaker_quotes.version_id,
        speaker_quotes.entity_id,
        speaker_quotes.speaker_name,
        -- name first: pairs are in alphabetical order (a tab sorts before letters); id next: namesakes stay apart
        speaker_quotes.speaker_name || chr(9) || coalesce(speaker_quotes.entity_id, '') as speaker_key
    from speaker_quotes
    where
        speaker_quotes.is_named
        and speaker_quotes.published_on is not null
),

article_pairs as (
    select
        first_speakers.version_id,
        first_speakers.entity_id as first_entity_id,
        first_speakers.speaker_name as first_speaker_name,
        first_speakers.speaker_key as first_speaker_key,
        second_speakers.entity_id as second_entity_id,
        second_speakers.speaker_name as second_speaker_name,
        second_speakers.speaker_key as second_speaker_key
    from article_speakers as first_speakers
    inner join article_speakers as second_speakers
        on
            first_speakers.version_id = second_speakers.version_id
            and first_speakers.speaker_key < second_speakers.speaker_key
),

placed_pairs as (
    select
        article_pairs.*,
        current_articles.publisher,
        cast(date_trunc('month', current_articles.published_on) as date) as published_month_on,
        row_number() over (
            partition by
                current_articles.story_id,
                article_pairs.first_speaker_key,
                article_pairs.second_speaker_key
            order by
                current_articles.is_first_in_story desc,
                current_articles.published_on asc,
                current_articles.version_id asc
        ) = 1 as is_first_in_story
    from article_pairs
    inner join current_articles
        on article_pairs.version_id = current_articles.version_id
),

counted_pairs as (
    select
        placed_pairs.published_month_on,
        placed_pairs.first_entity_id,
        placed_pairs.first_speaker_name,
        placed_pairs.second_entity_id,
        placed_pairs.second_speaker_name,
        count(*) filter (where placed_pairs.is_first_in_story) as story_count,
        count(*) as article_count,
        count(distinct placed_pairs.publisher) as publisher_count
    from placed_pairs
    group by
        placed_pairs.published_month_on,
        placed_pairs.first_entity_id,
        placed_pairs.first_speaker_name,
        placed_pairs.second_entity_id,
        placed_pairs.second_speaker_name
),

followed_months as (
    select
        counted_pairs.*,
        lead(counted_pairs.published_month_on) over (
            partition by
                counted_pairs.first_entity_id,
                counted_pairs.first_speaker_name,
                counted_pairs.second_entity_id,
                counted_pairs.second_speaker_name
            order by counted_pairs.published_month_on
        ) as next_month_on
    from counted_pairs
),

-- each month that has the pair, and after it the months without before the next one
months as (
    select
        followed_months.*,
        cast(
            unnest(
                generate_series(
                    followed_months.published_month_on,
                    coalesce(followed_months.next_month_on - interval 1 month, followed_months.published_month_on),
                    interval 1 month
                )
            ) as date
        ) as month_on
    from followed_months
)

select
    months.month_on as published_month_on,
    months.first_entity_id,
    months.first_speaker_name,
    months.second_entity_id,
    months.second_speaker_name,
    if(months.month_on = months.published_month_on, months.story_count, 0) as story_count,
    if(months.month_on = months.published_month_on, months.article_count, 0) as article_count,
    if(months.month_on = months.published_month_on, months.publisher_count, 0) as publisher_count
from months
order by
    months.first_speaker_name asc,
    months.second_speaker_name asc,
    months.month_on asc,
    months.first_entity_id asc,
    months.second_entity_id asc
