-- How often is each named speaker quoted in articles on each topic?
-- One row a named speaker and main topic of articles.
-- speaker_number: The speaker.
-- topic_number: The topic.
-- quote_count: Quotes, each counted once a story however often it is reprinted.
-- occurrence_count: Quotes, reprints included.
-- topic_rank: Place of the topic among those of the speaker by occurrence_count; equals in the order of their names.

with

printings as (
    select * from stages.printings
),

topics as (
    select * from stages.topics
),

counted_topics as (
    select
        printings.speaker_number,
        printings.topic_number,
        count(*) filter (where printings.is_first_in_story) as quote_count,
        count(*) as occurrence_count
    from printings
    where
        printings.is_named
        and printings.topic_number is not null
    group by all
)

select
    counted_topics.speaker_number,
    counted_topics.topic_number,
    counted_topics.quote_count,
    counted_topics.occurrence_count,
    row_number() over (
        partition by counted_topics.speaker_number
        order by counted_topics.occurrence_count desc, topics.topic asc, topics.topic_id asc
    ) as topic_rank
from counted_topics
inner join topics
    on counted_topics.topic_number = topics.topic_number
