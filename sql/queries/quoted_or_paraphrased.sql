-- Whose words do outlets print as they were said, and whose do they paraphrase?
with

speakers as (
    select * from marts.speakers
)

select
    speakers.speaker_name,
    speakers.speaker_kind,
    speakers.occurrence_count,
    round(speakers.direct_share, 2) as direct_share
from speakers
where speakers.occurrence_count >= 3
order by
    speakers.direct_share asc,
    speakers.occurrence_count desc,
    speakers.speaker_name asc
limit 20
