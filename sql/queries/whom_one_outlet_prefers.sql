-- Which speakers does one outlet quote far more than all outlets do?
with

speaker_profiles as (
    select * from marts.speaker_profiles
),

publisher_records as (
    select
        speaker_profiles.speaker_name,
        speaker_profiles.occurrence_count as speaker_occurrence_count,
        unnest(speaker_profiles.publishers) as publisher_record
    from speaker_profiles
),

outlet_speakers as (
    select
        struct_extract(publisher_records.publisher_record, 'publisher') as publisher,
        publisher_records.speaker_name,
        publisher_records.speaker_occurrence_count,
        struct_extract(publisher_records.publisher_record, 'occurrence_count') as occurrence_count
    from publisher_records
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

compared_shares as (
    select
        outlet_speakers.publisher,
        outlet_speakers.speaker_name,
        outlet_speakers.occurrence_count,
        outlet_speakers.occurrence_count / outlets.occurrence_count as outlet_share,
        outlet_speakers.speaker_occurrence_count / whole.occurrence_count as overall_share
    from outlet_speakers
    inner join outlets
        on outlet_speakers.publisher = outlets.publisher
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
