-- Which speakers does one outlet quote far more than all outlets do?
-- Only speakers with a thousandth of the outlet's quotes.
with

speaker_profiles as (
    select * from marts.speaker_profiles
),

speaker_quotes as (
    select * from marts.speaker_quotes
),

outlets as (
    select
        speaker_quotes.publisher,
        count(*) as occurrence_count
    from speaker_quotes
    where
        speaker_quotes.is_named
        and speaker_quotes.publisher is not null
    group by speaker_quotes.publisher
),

-- who has less than a thousandth of even the smallest outlet's quotes is not preferred anywhere
frequent_speakers as (
    select speaker_profiles.*
    from speaker_profiles
    where speaker_profiles.occurrence_count >= 0.001 * (select min(outlets.occurrence_count) from outlets)
),

publisher_records as (
    select
        frequent_speakers.speaker_name,
        frequent_speakers.occurrence_count as speaker_occurrence_count,
        unnest(frequent_speakers.publishers) as publisher_record
    from frequent_speakers
),

outlet_speakers as (
    select
        struct_extract(publisher_records.publisher_record, 'publisher') as publisher,
        publisher_records.speaker_name,
        publisher_records.speaker_occurrence_count,
        struct_extract(publisher_records.publisher_record, 'occurrence_count') as occurrence_count
    from publisher_records
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
    where outlet_speakers.occurrence_count >= 0.001 * outlets.occurrence_count
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
