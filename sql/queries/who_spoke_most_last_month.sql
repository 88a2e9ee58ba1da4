-- Who spoke most on the largest topic in the last month that the warehouse covers?
with

speaker_topics_monthly as not materialized (
    select *
    from marts.speaker_topics_monthly
    -- else millions of silent months would be worked out
    where quote_count > 0
),

last_month as (
    select max(calendar.month_on) as month_on
    from marts.calendar
),

last_month_counts as (
    select speaker_topics_monthly.*
    from speaker_topics_monthly
    inner join last_month
        on speaker_topics_monthly.said_month_on = last_month.month_on
    where speaker_topics_monthly.topic is not null
),

largest_topic as (
    select last_month_counts.topic_id
    from last_month_counts
    group by last_month_counts.topic_id
    order by
        sum(last_month_counts.quote_count) desc,
        last_month_counts.topic_id asc
    limit 1
)

select
    last_month_counts.said_month_on,
    last_month_counts.topic,
    last_month_counts.speaker_name,
    last_month_counts.quote_count,
    last_month_counts.occurrence_count,
    last_month_counts.publisher_count
from last_month_counts
inner join largest_topic
    on last_month_counts.topic_id = largest_topic.topic_id
order by
    last_month_counts.quote_count desc,
    last_month_counts.occurrence_count desc,
    last_month_counts.speaker_name asc
limit 10
