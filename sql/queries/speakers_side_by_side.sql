-- Who is quoted side by side most often?
with

speaker_pairs_monthly as (
    select * from marts.speaker_pairs_monthly
)

select
    speaker_pairs_monthly.first_speaker_name,
    speaker_pairs_monthly.second_speaker_name,
    sum(speaker_pairs_monthly.story_count) as story_count,
    sum(speaker_pairs_monthly.article_count) as article_count,
    min(speaker_pairs_monthly.published_month_on) as first_month_on,
    max(speaker_pairs_monthly.published_month_on) as last_month_on
from speaker_pairs_monthly
where speaker_pairs_monthly.article_count > 0
group by
    speaker_pairs_monthly.first_entity_id,
    speaker_pairs_monthly.first_speaker_name,
    speaker_pairs_monthly.second_entity_id,
    speaker_pairs_monthly.second_speaker_name
order by
    story_count desc,
    article_count desc,
    speaker_pairs_monthly.first_speaker_name asc,
    speaker_pairs_monthly.second_speaker_name asc
limit 20
