-- Which speakers does one outlet quote far more than all outlets do?
with

outlet_speakers_monthly as (
    select * from marts.outlet_speakers_monthly
),

outlet_totals as (
    select
        outlet_speakers_monthly.publisher,
        outlet_speakers_monthly.speaker_name,
        sum(outlet_speakers_monthly.occurrence_count) as occurrence_count
    from outlet_speakers_monthly
    where
        outlet_speakers_monthly.publisher is not null
        and outlet_speakers_monthly.occurrence_count > 0
    group by all
),

compared_shares as (
    select
        outlet_totals.publisher,
        outlet_totals.speaker_name,
        outlet_totals.occurrence_count,
        outlet_totals.occurrence_count
        / sum(outlet_totals.occurrence_count) over (partition by outlet_totals.publisher) as outlet_share,
        sum(outlet_totals.occurrence_count) over (partition by outlet_totals.speaker_name)
        / sum(outlet_totals.occurrence_count) over () as overall_share
    from outlet_totals
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
