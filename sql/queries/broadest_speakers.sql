-- Who speaks on most topics, and who keeps to one?
with

speaker_positions as (
    select * from marts.speaker_positions
),

topic_counts as (
    select
        speaker_positions.entity_id,
        speaker_positions.speaker_name,
        speaker_positions.topic,
        count(*) as quote_count
    from speaker_positions
    where speaker_positions.topic_id is not null
    group by all
)

select
    topic_counts.speaker_name,
    sum(topic_counts.quote_count) as quote_count,
    count(*) as topic_count,
    arg_max(topic_counts.topic, topic_counts.quote_count) as main_topic,
    round(max(topic_counts.quote_count) / sum(topic_counts.quote_count), 2) as main_topic_share
from topic_counts
group by
    topic_counts.entity_id,
    topic_counts.speaker_name
having sum(topic_counts.quote_count) >= 5
order by
    topic_count desc,
    main_topic_share asc,
    topic_counts.speaker_name asc
limit 20
