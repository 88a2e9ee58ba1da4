-- Whose share on a topic rose most from one quarter to the next?
-- Only quarters in which the topic has at least ten quotes of named speakers, so that a share means something, and only
-- speakers who had a hundredth of the quotes in one week: no other share can rise by more.
with

-- read where it is wanted, as it would otherwise be copied as a whole
share_of_voice_weekly as not materialized (
    select *
    from marts.share_of_voice_weekly
    where
        topic_id is not null
        -- else millions of silent weeks would be worked out
        and quote_count > 0
),

topic_weeks as (
    select distinct
        share_of_voice_weekly.published_week_on,
        share_of_voice_weekly.topic_id,
        round(share_of_voice_weekly.quote_count / share_of_voice_weekly.voice_share) as topic_quote_count
    from share_of_voice_weekly
    where share_of_voice_weekly.voice_rank = 1
),

topic_quarters as (
    select
        cast(date_trunc('quarter', topic_weeks.published_week_on) as date) as quarter_on,
        topic_weeks.topic_id,
        sum(topic_weeks.topic_quote_count) as topic_quote_count
    from topic_weeks
    group by all
    having sum(topic_weeks.topic_quote_count) >= 10
),

loud_speakers as (
    select distinct
        share_of_voice_weekly.topic_id,
        share_of_voice_weekly.entity_id,
        share_of_voice_weekly.speaker_name
    from share_of_voice_weekly
    where share_of_voice_weekly.voice_share >= 0.01
),

quarter_counts as (
    select
        cast(date_trunc('quarter', share_of_voice_weekly.published_week_on) as date) as quarter_on,
        share_of_voice_weekly.topic_id,
        share_of_voice_weekly.topic,
        share_of_voice_weekly.entity_id,
        share_of_voice_weekly.speaker_name,
        sum(share_of_voice_weekly.quote_count) as quote_count
    from share_of_voice_weekly
    inner join loud_speakers
        on
            share_of_voice_weekly.topic_id = loud_speakers.topic_id
            and share_of_voice_weekly.speaker_name = loud_speakers.speaker_name
            and share_of_voice_weekly.entity_id is not distinct from loud_speakers.entity_id
    group by all
),

quarter_pairs as (
    select
        topic_quarters.quarter_on,
        topic_quarters.topic_id,
        topic_quarters.topic_quote_count,
        earlier_quarters.quarter_on as earlier_quarter_on,
        earlier_quarters.topic_quote_count as earlier_topic_quote_count
    from topic_quarters
    inner join topic_quarters as earlier_quarters
        on
            topic_quarters.topic_id = earlier_quarters.topic_id
            and topic_quarters.quarter_on = earlier_quarters.quarter_on + interval 3 month
)

select
    quarter_counts.topic,
    quarter_counts.speaker_name,
    quarter_pairs.earlier_quarter_on,
    quarter_pairs.quarter_on,
    coalesce(earlier_counts.quote_count, 0) as earlier_quote_count,
    quarter_counts.quote_count,
    round(coalesce(earlier_counts.quote_count, 0) / quarter_pairs.earlier_topic_quote_count, 3) as earlier_share,
    round(quarter_counts.quote_count / quarter_pairs.topic_quote_count, 3) as voice_share,
    round(
        quarter_counts.quote_count / quarter_pairs.topic_quote_count
        - coalesce(earlier_counts.quote_count, 0) / quarter_pairs.earlier_topic_quote_count,
        3
    ) as share_change
from quarter_counts
inner join quarter_pairs
    on
        quarter_counts.topic_id = quarter_pairs.topic_id
        and quarter_counts.quarter_on = quarter_pairs.quarter_on
left join quarter_counts as earlier_counts
    on
        quarter_counts.topic_id = earlier_counts.topic_id
        and quarter_counts.speaker_name = earlier_counts.speaker_name
        and quarter_counts.entity_id is not distinct from earlier_counts.entity_id
        and quarter_pairs.earlier_quarter_on = earlier_counts.quarter_on
order by
    share_change desc,
    quarter_counts.quote_count desc,
    quarter_counts.speaker_name asc,
    quarter_counts.topic asc
limit 10
