-- Which speakers are quoted side by side most?
-- One row a pair of named speakers whom at least two stories quote in one article; a pair appears once, whichever of
-- the two speaks first. Articles without a date are left out. By month: marts.speaker_pairs_monthly.
-- first_entity_id: The speaker of the pair whose name comes first in the alphabet, in core.entities.
-- first_speaker_name: That speaker's usual name.
-- second_entity_id: The other speaker in core.entities.
-- second_speaker_name: The other speaker's usual name.
-- story_count: Stories that quote both, each counted once.
-- article_count: Articles that quote both, reprints included.
-- first_month_on: First day of the first month (UTC) with such an article.
-- last_month_on: First day of the last one.

with

speaker_pairs_monthly as (
    select * from stages.speaker_pairs_monthly
),

speakers as (
    select * from stages.speakers
),

counted_pairs as (
    select
        speaker_pairs_monthly.first_number,
        speaker_pairs_monthly.second_number,
        cast(sum(speaker_pairs_monthly.story_count) as bigint) as story_count,
        cast(sum(speaker_pairs_monthly.article_count) as bigint) as article_count,
        min(speaker_pairs_monthly.published_month_on) as first_month_on,
        max(speaker_pairs_monthly.published_month_on) as last_month_on
    from speaker_pairs_monthly
    group by
        speaker_pairs_monthly.first_number,
        speaker_pairs_monthly.second_number
    having sum(speaker_pairs_monthly.story_count) >= 2
)

select
    first_speakers.entity_id as first_entity_id,
    first_speakers.speaker_name as first_speaker_name,
    second_speakers.entity_id as second_entity_id,
    second_speakers.speaker_name as second_speaker_name,
    counted_pairs.story_count,
    counted_pairs.article_count,
    counted_pairs.first_month_on,
    counted_pairs.last_month_on
from counted_pairs
inner join speakers as first_speakers
    on counted_pairs.first_number = first_speakers.speaker_number
inner join speakers as second_speakers
    on counted_pairs.second_number = second_speakers.speaker_number
order by
    counted_pairs.story_count desc,
    counted_pairs.article_count desc,
    counted_pairs.first_number asc,
    counted_pairs.second_number asc
