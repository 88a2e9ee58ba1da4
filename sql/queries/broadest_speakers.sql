-- Who speaks on most topics, and who keeps to one?
with

speaker_topics as (
    select *
    from marts.speaker_topics
    where
        topic_id is not null
        and own_topic_count > 0
),

counted_speakers as (
    select
        speaker_topics.entity_id,
        speaker_topics.speaker_name,
        speaker_topics.speaker_kind,
        sum(speaker_topics.own_topic_count) as quote_count,
        count(*) as topic_count,
        round(max(speaker_topics.own_topic_count) / sum(speaker_topics.own_topic_count), 2) as main_topic_share
    from speaker_topics
    group by
        speaker_topics.entity_id,
        speaker_topics.speaker_name,
        speaker_topics.speaker_kind
    having sum(speaker_topics.own_topic_count) >= 5
),

-- topics are compared for these only
broadest_speakers as (
    select counted_speakers.*
    from counted_speakers
    order by
        counted_speakers.topic_count desc,
        counted_speakers.main_topic_share asc,
        counted_speakers.speaker_name asc
    limit 20
)

select
    broadest_speakers.speaker_name,
    broadest_speakers.quote_count,
    broadest_speakers.topic_count,
    arg_max(speaker_topics.topic, (speaker_topics.own_topic_count, speaker_topics.topic)) as main_topic,
    broadest_speakers.main_topic_share
from broadest_speakers
inner join speaker_topics
    on
        broadest_speakers.speaker_name = speaker_topics.speaker_name
        and broadest_speakers.speaker_kind = speaker_topics.speaker_kind
        and broadest_speakers.entity_id is not distinct from speaker_topics.entity_id
group by
    broadest_speakers.entity_id,
    broadest_speakers.speaker_name,
    broadest_speakers.speaker_kind,
    broadest_speakers.quote_count,
    broadest_speakers.topic_count,
    broadest_speakers.main_topic_share
order by
    broadest_speakers.topic_count desc,
    broadest_speakers.main_topic_share asc,
    broadest_speakers.speaker_name asc
