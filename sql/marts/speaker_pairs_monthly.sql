-- Which speakers are quoted side by side in the same articles, month by month?
-- One row a pair of named speakers and month of publication, from the pair's first month to its last, with zeros for
-- months between; a pair appears once, whichever of the two speaks first. Articles without a date are left out. Ask for
-- article_count > 0, and the months between are not worked out at all.
-- kind: view
-- published_month_on: First day of the month (UTC) in which the articles were published.
-- first_entity_id: The speaker of the pair whose name comes first in the alphabet, in core.entities.
-- first_speaker_name: That speaker's usual name.
-- second_entity_id: The other speaker in core.entities.
-- second_speaker_name: The other speaker's usual name.
-- story_count: Stories that quote both, each counted once in the month of the first article that does.
-- article_count: Articles that quote both, reprints included.
-- publisher_count: Outlets with such an article.

with

quoted_months as (
    select * from counts.speaker_pairs_monthly
),

-- read again and not from the CTE, which would be worked out whole before anything is filtered
silent_months as (
    select
        speaker_pairs_monthly.first_entity_id,
        speaker_pairs_monthly.first_speaker_name,
        speaker_pairs_monthly.second_entity_id,
        speaker_pairs_monthly.second_speaker_name,
        unnest(
            generate_series(
                speaker_pairs_monthly.published_month_on + interval 1 month,
                speaker_pairs_monthly.next_month_on - interval 1 month,
                interval 1 month
            )
        ) as month_on
    from counts.speaker_pairs_monthly as speaker_pairs_monthly
    where speaker_pairs_monthly.next_month_on > speaker_pairs_monthly.published_month_on + interval 1 month
)

select
    quoted_months.published_month_on,
    quoted_months.first_entity_id,
    quoted_months.first_speaker_name,
    quoted_months.second_entity_id,
    quoted_months.second_speaker_name,
    quoted_months.story_count,
    quoted_months.article_count,
    quoted_months.publisher_count
from quoted_months
union all
select
    cast(silent_months.month_on as date) as published_month_on,
    silent_months.first_entity_id,
    silent_months.first_speaker_name,
    silent_months.second_entity_id,
    silent_months.second_speaker_name,
    0 as story_count,
    0 as article_count,
    0 as publisher_count
from silent_months
