-- Who was the first to speak on each topic, and how many have spoken on it since?
with

first_said as (
    select * from marts.first_said
)

select
    first_said.item as topic,
    first_said.first_said_or_published_on,
    string_agg(first_said.speaker_name, ', ' order by first_said.speaker_name) as first_speakers,
    any_value(first_said.speaker_count) as speaker_count
from first_said
where
    first_said.item_kind in ('topic', 'own_topic')
    and first_said.use_rank = 1
group by
    first_said.item_id,
    first_said.item,
    first_said.first_said_or_published_on
order by
    first_said.first_said_or_published_on asc,
    first_said.item asc
