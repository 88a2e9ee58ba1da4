-- How did the topics of the most quoted speaker shift from month to month?
with

speakers as (
    select * from marts.speakers
),

top_speaker as (
    select speakers.speaker_name
    from speakers
    order by
        speakers.quote_count desc,
        speakers.speaker_name asc
    limit 1
),

-- silent months are worked out for this speaker only: marts.speaker_topics_monthly would do so for all, since the name
-- is not known before
heard_months as (
    select
        speaker_topics_monthly.*,
        unnest(
            generate_series(
                speaker_topics_monthly.said_month_on,
                coalesce(
                    speaker_topics_monthly.next_month_on - interval 1 month, speaker_topics_monthly.said_month_on
                ),
                interval 1 month
            )
        ) as month_on
    from counts.speaker_topics_monthly as speaker_topics_monthly
    inner join top_speaker
        on speaker_topics_monthly.speaker_name = top_speaker.speaker_name
),

topic_months as (
    select
        cast(heard_months.month_on as date) as said_month_on,
        heard_months.speaker_name,
        heard_months.topic_id,
        heard_months.topic,
        if(heard_months.month_on = heard_months.said_month_on, heard_months.quote_count, 0) as quote_count,
        if(heard_months.month_on = heard_months.said_month_on, heard_months.month_share, 0) as month_share,
        bool_or(heard_months.month_on = heard_months.said_month_on) over (
            partition by heard_months.entity_id, heard_months.speaker_kind, heard_months.month_on
        ) as is_heard
    from heard_months
),

shares as (
    select
        topic_months.*,
        if(topic_months.is_heard, topic_months.month_share, null) as share_when_heard
    from topic_months
)

select
    shares.said_month_on,
    shares.speaker_name,
    shares.topic,
    shares.quote_count,
    round(shares.share_when_heard, 2) as month_share,
    round(
        shares.share_when_heard - lag(shares.share_when_heard) over (
            partition by shares.topic_id
            order by shares.said_month_on
        ),
        2
    ) as change_since_last_time
from shares
order by
    shares.said_month_on asc,
    shares.quote_count desc,
    shares.topic asc
