-- Whose words do outlets print as they were said, and whose do they paraphrase?
-- Ten speakers at either end, of those who are quoted at least five times.
with

speakers as (
    select * from marts.speakers
),

often_quoted_speakers as (
    select speakers.*
    from speakers
    where speakers.occurrence_count >= 5
),

-- two short lists: to number all speakers from both ends would cost more
extremes as (
    (
        select often_quoted_speakers.*
        from often_quoted_speakers
        order by
            often_quoted_speakers.direct_share desc,
            often_quoted_speakers.occurrence_count desc,
            often_quoted_speakers.speaker_name asc
        limit 10
    )
    union distinct
    (
        select often_quoted_speakers.*
        from often_quoted_speakers
        order by
            often_quoted_speakers.direct_share asc,
            often_quoted_speakers.occurrence_count desc,
            often_quoted_speakers.speaker_name asc
        limit 10
    )
)

select
    extremes.speaker_name,
    extremes.speaker_kind,
    extremes.occurrence_count,
    round(extremes.direct_share, 2) as direct_share
from extremes
order by
    extremes.direct_share desc,
    extremes.occurrence_count desc,
    extremes.speaker_name asc
