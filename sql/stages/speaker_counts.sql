-- How much is each named speaker quoted, and how surely?
-- One row a named speaker.
-- speaker_number: The speaker.
-- quote_count: Quotes, each counted once a story however often it is reprinted.
-- occurrence_count: Quotes, reprints included.
-- article_count: Articles that quote the speaker, reprints included.
-- publisher_count: Outlets that quote the speaker.
-- direct_share: Share, from 0 to 1, of occurrence_count that stands wholly inside quotation marks.
-- first_said_or_published_on: Day of the earliest quote.
-- last_said_or_published_on: Day of the latest quote.
-- mean_confidence: Mean probability, from 0 to 1, that source, cue and content are right.
-- mean_speaker_confidence: Mean probability, from 0 to 1, that the speaker is right.

with

printings as (
    select * from stages.printings
)

select
    printings.speaker_number,
    count(*) filter (where printings.is_first_in_story) as quote_count,
    count(*) as occurrence_count,
    count(distinct printings.article_number) as article_count,
    count(distinct printings.publisher_number) as publisher_count,
    count(*) filter (where printings.is_direct) / count(*) as direct_share,
    min(printings.said_or_published_on) as first_said_or_published_on,
    max(printings.said_or_published_on) as last_said_or_published_on,
    -- rounded: the last digit of a mean depends on the order in which threads add
    round(avg(printings.confidence), 9) as mean_confidence,
    round(avg(printings.speaker_confidence), 9) as mean_speaker_confidence
from printings
where printings.is_named
group by printings.speaker_number
