-- Which topics are rising: the last four weeks against the four before?
with

topic_volume_weekly as (
    select * from marts.topic_volume_weekly
),

aged_weeks as (
    select
        topic_volume_weekly.topic,
        topic_volume_weekly.story_count,
        date_diff(
            'week', topic_volume_weekly.published_week_on, max(topic_volume_weekly.published_week_on) over ()
        ) as weeks_ago
    from topic_volume_weekly
),

compared_topics as (
    select
        aged_weeks.topic,
        coalesce(sum(aged_weeks.story_count) filter (where aged_weeks.weeks_ago < 4), 0) as story_count,
        coalesce(
            sum(aged_weeks.story_count) filter (where aged_weeks.weeks_ago between 4 and 7), 0
        ) as earlier_story_count
    from aged_weeks
    group by aged_weeks.topic
)

select
    compared_topics.topic,
    compared_topics.story_count,
    compared_topics.earlier_story_count,
    compared_topics.story_count - compared_topics.earlier_story_count as story_change
from compared_topics
order by
    story_change desc,
    compared_topics.story_count desc,
    compared_topics.topic asc
