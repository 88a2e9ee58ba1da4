-- Which of the most quoted speakers have fallen silent, and for how many days?
with

speakers as (
    select * from marts.speakers
),

last_day as (
    select max(calendar.day_on) as last_on
    from marts.calendar
),

top_speakers as (
    select speakers.*
    from speakers
    order by
        speakers.quote_count desc,
        speakers.speaker_name asc
    limit 50
)

select
    top_speakers.speaker_name,
    top_speakers.latest_role,
    top_speakers.quote_count,
    top_speakers.last_said_or_published_on,
    date_diff('day', top_speakers.last_said_or_published_on, last_day.last_on) as silent_day_count
from top_speakers
cross join last_day
where top_speakers.last_said_or_published_on < last_day.last_on
order by
    silent_day_count desc,
    top_speakers.quote_count desc,
    top_speakers.speaker_name asc
limit 10
