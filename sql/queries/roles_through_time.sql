-- How did the roles of the most quoted speakers change in the course of time?
with

speaker_profiles as (
    select * from marts.speaker_profiles
),

top_speakers as (
    select
        speaker_profiles.speaker_name,
        speaker_profiles.quote_count,
        unnest(speaker_profiles.roles) as role_record
    from speaker_profiles
    where speaker_profiles.speaker_kind = 'person'
    order by
        speaker_profiles.quote_count desc,
        speaker_profiles.speaker_name asc
    limit 20
)

select
    top_speakers.speaker_name,
    struct_extract(top_speakers.role_record, 'role') as role_given,
    struct_extract(top_speakers.role_record, 'first_seen_on') as first_seen_on,
    struct_extract(top_speakers.role_record, 'last_seen_on') as last_seen_on,
    struct_extract(top_speakers.role_record, 'mention_count') as mention_count
from top_speakers
order by
    top_speakers.quote_count desc,
    top_speakers.speaker_name asc,
    first_seen_on asc nulls last,
    role_given asc
