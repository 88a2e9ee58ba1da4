-- How did the topics of the most quoted speaker shift from month to month?
with

speakers as (
    select * from marts.speakers
),

speaker_topics_monthly as (
    select * from marts.speaker_topics_monthly
),

top_speaker as (
    select speakers.speaker_name
    from speakers
    order by
        speakers.quote_count desc,
        speakers.speaker_name asc
    limit 1
)

select
    speaker_topics_monthly.said_month_on,
    speaker_topics_monthly.speaker_name,
    speaker_topics_monthly.topic,
    speaker_topics_monthly.quote_count,
    round(speaker_topics_monthly.month_share, 2) as month_share,
    round(
        speaker_topics_monthly.month_share - lag(speaker_topics_monthly.month_share) over (
            partition by speaker_topics_monthly.topic_id
            order by speaker_topics_monthly.said_month_on
        ),
        2
    ) as change_since_last_time
from speaker_topics_monthly
inner join top_speaker
    on speaker_topics_monthly.speaker_name = top_speaker.speaker_name
order by
    speaker_topics_monthly.said_month_on asc,
    speaker_topics_monthly.quote_count desc,
    speaker_topics_monthly.topic asc
