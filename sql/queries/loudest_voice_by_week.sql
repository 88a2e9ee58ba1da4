-- Who was loudest each week on the topic with most quotes, and with what share?
with

share_of_voice_weekly as (
    select *
    from marts.share_of_voice_weekly
    -- else millions of silent weeks would be worked out
    where quote_count > 0
),

largest_topic as (
    select share_of_voice_weekly.topic_id
    from share_of_voice_weekly
    where share_of_voice_weekly.topic_id is not null
    group by share_of_voice_weekly.topic_id
    order by
        sum(share_of_voice_weekly.quote_count) desc,
        share_of_voice_weekly.topic_id asc
    limit 1
)

select
    share_of_voice_weekly.published_week_on,
    share_of_voice_weekly.topic,
    share_of_voice_weekly.speaker_name,
    share_of_voice_weekly.quote_count,
    round(share_of_voice_weekly.voice_share, 2) as voice_share,
    round(share_of_voice_weekly.share_change, 2) as share_change
from share_of_voice_weekly
inner join largest_topic
    on share_of_voice_weekly.topic_id = largest_topic.topic_id
where share_of_voice_weekly.voice_rank = 1
order by
    share_of_voice_weekly.published_week_on desc,
    share_of_voice_weekly.speaker_name asc
limit 30
