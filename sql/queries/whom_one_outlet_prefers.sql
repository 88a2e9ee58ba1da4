-- Which speakers does one outlet quote far more than all outlets do?
with

outlet_speakers_monthly as (
    select
        outlet_speakers_monthly.publisher,
        outlet_speakers_monthly.speaker_name,
        outlet_speakers_monthly.occurrence_count
    from marts.outlet_speakers_monthly
    where
        outlet_speakers_monthly.publisher is not null
        and outlet_speakers_monthly.occurrence_count > 0
),

outlet_speakers as (
    select
        outlet_speakers_monthly.publisher,
        outlet_speakers_monthly.speaker_name,
        sum(outlet_speakers_monthly.occurrence_count) as occurrence_count
    from outlet_speakers_monthly
    group by
        outlet_speakers_monthly.publisher,
        outlet_speakers_monthly.speaker_name
),

outlets as (
    select
        outlet_speakers.publisher,
        sum(outlet_speakers.occurrence_count) as occurrence_count
    from outlet_speakers
    group by outlet_speakers.publisher
),

whole as (
    select sum(outlets.occurrence_count) as occurrence_count
    from outlets
),

speakers as (
    select
        outlet_speakers.speaker_name,
        sum(outlet_speakers.occurrence_count) as occurrence_count
    from outlet_speakers
    group by outlet_speakers.speaker_name
),

compared_shares as (
    select
        outlet_speakers.publisher,
        outlet_speakers.speaker_name,
        outlet_speakers.occurrence_count,
        outlet_speakers.occurrence_count / outlets.occurrence_count as outlet_share,
        speakers.occurrence_count / whole.occurrence_count as overall_share
    from outlet_speakers
    inner join outlets
        on outlet_speakers.publisher = outlets.publisher
    inner join speakers
        on outlet_speakers.speaker_name = speakers.speaker_name
    cross join whole
)

select
    compared_shares.publisher,
    compared_shares.speaker_name,
    compared_shares.occurrence_count,
    round(compared_shares.outlet_share, 3) as outlet_share,
    round(compared_shares.overall_share, 3) as overall_share,
    round(compared_shares.outlet_share - compared_shares.overall_share, 3) as preference
from compared_shares
order by
    preference desc,
    compared_shares.publisher asc,
    compared_shares.speaker_name asc
limit 20
