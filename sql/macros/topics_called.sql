-- Which topics bear this name or id: topics of one's own, and IPTC topics with all that lie below them?
-- One row a topic, those of topics.toml first. `topic` is the name of the wanted topic, also on those below it.
-- usage: select * from topics_called('health')
-- wanted_topic: Name or id of the topic, of IPTC or of topics.toml; case does not matter.

with recursive

topics as (
    select * from core.topics
),

own_topics as (
    select * from core.own_topics
),

wanted_topics as (
    select
        topics.topic_id,
        topics.label
    from topics
    where lower(trim(wanted_topic)) in (lower(topics.label), lower(topics.topic_id))
    union distinct
    select
        topics.topic_id,
        wanted_topics.label
    from topics
    inner join wanted_topics
        on topics.parent_id = wanted_topics.topic_id
)

select
    own_topics.topic_id,
    own_topics.name as topic,
    true as is_own
from own_topics
where lower(trim(wanted_topic)) in (lower(own_topics.name), lower(own_topics.topic_id))
union all
select
    wanted_topics.topic_id,
    wanted_topics.label as topic,
    false as is_own
from wanted_topics
order by
    is_own desc,
    topic_id asc
