-- Whose words do outlets print as they were said, and whose do they paraphrase?
-- Ten speakers at either end, of those who are quoted at least five times.
with

speakers as (
    select * from marts.speakers
),

placed_speakers as (
    select
        speakers.*,
        row_number() over (
            order by speakers.direct_share desc, speakers.occurrence_count desc, speakers.speaker_name asc
        ) as place_from_top,
        row_number() over (
            order by speakers.direct_share asc, speakers.occurrence_count desc, speakers.speaker_name asc
        ) as place_from_bottom
    from speakers
    where speakers.occurrence_count >= 5
)

select
    placed_speakers.speaker_name,
    placed_speakers.speaker_kind,
    placed_speakers.occurrence_count,
    round(placed_speakers.direct_share, 2) as direct_share
from placed_speakers
where
    placed_speakers.place_from_top <= 10
    or placed_speakers.place_from_bottom <= 10
order by placed_speakers.place_from_top asc
