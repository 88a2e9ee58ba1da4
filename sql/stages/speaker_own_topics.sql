-- How many quotes of each named speaker are on each topic of their own?
-- One row a named speaker and main topic of quotes, null for those without any.
-- speaker_number: The speaker.
-- topic_number: The topic.
-- own_topic_count: Quotes, each counted once a story, those without any date left out.

with

printings as (
    select * from stages.printings
)

select
    printings.speaker_number,
    printings.quote_topic_number as topic_number,
    count(*) as own_topic_count
from printings
where
    printings.is_named
    and printings.is_first_in_story
    and printings.said_or_published_on is not null
group by all
