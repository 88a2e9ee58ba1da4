-- Who is quoted most, in which role, and in how many outlets?
select
    speakers.speaker_name,
    speakers.latest_role,
    speakers.quote_count,
    speakers.publisher_count,
    speakers.topic
from marts.speakers
order by
    speakers.quote_count desc,
    speakers.speaker_name asc
limit 10
