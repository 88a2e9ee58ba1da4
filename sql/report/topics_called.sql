-- Which topics bear this name or id: topics of one's own, and IPTC topics with all that lie below them?
-- wanted_topic: Name or id of the topic.

select
    topics_called.topic_id,
    topics_called.topic,
    topics_called.is_own
from topics_called(wanted_topic) as topics_called
order by
    topics_called.is_own desc,
    topics_called.topic_id asc
