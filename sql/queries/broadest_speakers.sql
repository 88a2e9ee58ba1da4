-- Who speaks on most topics, and who keeps to one?
with

speaker_topics as (
    select * from marts.speaker_topics
)

select
    speaker_topics.speaker_name,
    sum(speaker_topics.own_topic_count) as quote_count,
    count(*) as topic_count,
    arg_max(speaker_topics.topic, speaker_topics.own_topic_count) as main_topic,
    round(max(speaker_topics.own_topic_count) / sum(speaker_topics.own_topic_count), 2) as main_topic_share
from speaker_topics
where
    speaker_topics.topic_id is not null
    and speaker_topics.own_topic_count > 0
group by
    speaker_topics.entity_id,
    speaker_topics.speaker_name,
    speaker_topics.speaker_kind
having sum(speaker_topics.own_topic_count) >= 5
order by
    topic_count desc,
    main_topic_share asc,
    speaker_topics.speaker_name asc
limit 20
