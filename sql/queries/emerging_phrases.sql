-- Which phrases emerged most sharply, in which week, and were they new?
with

emerging_phrases_weekly as (
    select * from marts.emerging_phrases_weekly
)

select
    emerging_phrases_weekly.published_week_on,
    emerging_phrases_weekly.phrase,
    emerging_phrases_weekly.story_count,
    emerging_phrases_weekly.story_count_before,
    round(emerging_phrases_weekly.z_score, 2) as z_score,
    emerging_phrases_weekly.is_new
from emerging_phrases_weekly
where emerging_phrases_weekly.phrase is not null
order by
    emerging_phrases_weekly.z_score desc nulls last,
    emerging_phrases_weekly.published_week_on asc,
    emerging_phrases_weekly.phrase asc
limit 20
