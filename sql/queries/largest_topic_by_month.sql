-- How did the most reported topic move from month to month, and who spoke most on it?
with

-- read where it is wanted, as it would otherwise be copied as a whole
speaker_topics_monthly as not materialized (
    select *
    from marts.speaker_topics_monthly
    -- else millions of silent months would be worked out
    where quote_count > 0
),

largest_topic as (
    select speaker_topics_monthly.topic
    from speaker_topics_monthly
    where speaker_topics_monthly.topic is not null
    group by speaker_topics_monthly.topic
    order by
        sum(speaker_topics_monthly.quote_count) desc,
        speaker_topics_monthly.topic asc
    limit 1
)

select
    speaker_topics_monthly.said_month_on,
    speaker_topics_monthly.topic,
    sum(speaker_topics_monthly.quote_count) as quote_count,
    count(distinct speaker_topics_monthly.speaker_name) as speaker_count,
    arg_max(speaker_topics_monthly.speaker_name, speaker_topics_monthly.quote_count) as loudest_speaker
from speaker_topics_monthly
inner join largest_topic
    on speaker_topics_monthly.topic = largest_topic.topic
group by
    speaker_topics_monthly.said_month_on,
    speaker_topics_monthly.topic
order by speaker_topics_monthly.said_month_on asc
