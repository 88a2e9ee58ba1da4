-- In which weeks did a topic burst, and which phrases emerged in them?
with

topic_trends_weekly as (
    select * from marts.topic_trends_weekly
),

emerging_phrases_weekly as (
    select * from marts.emerging_phrases_weekly
),

week_phrases as (
    select
        emerging_phrases_weekly.published_week_on,
        string_agg(emerging_phrases_weekly.phrase, ', ' order by emerging_phrases_weekly.emergence_rank) as phrases
    from emerging_phrases_weekly
    where emerging_phrases_weekly.emergence_rank <= 5
    group by emerging_phrases_weekly.published_week_on
)

select
    topic_trends_weekly.published_week_on,
    topic_trends_weekly.topic,
    topic_trends_weekly.story_count,
    round(topic_trends_weekly.mean_story_count_before, 2) as mean_story_count_before,
    round(topic_trends_weekly.burst_score, 2) as burst_score,
    week_phrases.phrases as emerging_phrases
from topic_trends_weekly
left join week_phrases
    on topic_trends_weekly.published_week_on = week_phrases.published_week_on
where
    topic_trends_weekly.burst_score > 0
    and topic_trends_weekly.topic_id is not null
order by
    topic_trends_weekly.burst_score desc,
    topic_trends_weekly.published_week_on asc,
    topic_trends_weekly.topic asc
limit 15
