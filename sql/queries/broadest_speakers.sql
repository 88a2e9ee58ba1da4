-- Who speaks on most topics, and who keeps to one?
with

speaker_profiles as (
    select * from marts.speaker_profiles
)

select
    speaker_profiles.speaker_name,
    speaker_profiles.quote_count,
    speaker_profiles.topic_count,
    speaker_profiles.main_topic,
    round(speaker_profiles.main_topic_share, 2) as main_topic_share
from speaker_profiles
where
    speaker_profiles.topic_count > 0
    and speaker_profiles.quote_count >= 5
order by
    speaker_profiles.topic_count desc,
    speaker_profiles.main_topic_share asc,
    speaker_profiles.speaker_name asc
limit 20
