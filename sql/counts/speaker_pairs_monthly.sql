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

counted_pairs as (
    select * from stages.speaker_pairs_monthly
),

speakers as (
    select * from stages.speakers
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
