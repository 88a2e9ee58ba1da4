-- Which speakers bear this name, are of this id, and have quotes?
-- One row a speaker, the most quoted first. Case and accents do not matter.
-- wanted_name: The name, whole, an entity_id or a Wikidata id.

with

speakers as (
    select * from marts.speakers
),

bearers as (
    select * from entities_called(wanted_name)
)

select
    coalesce(speakers.entity_id, speakers.speaker_kind || ' ' || speakers.speaker_name) as speaker_key,
    speakers.speaker_name,
    speakers.speaker_kind,
    speakers.latest_role,
    speakers.quote_count,
    speakers.entity_id,
    coalesce(bearers.matched_by = 'id', false) as is_called_by_id,
    -- who is no entity has no other name
    coalesce(bearers.matched_by = 'name', true) as is_usual_name
from speakers
left join bearers
    on speakers.entity_id = bearers.entity_id
where
    bearers.entity_id is not null
    or (
        speakers.entity_id is null
        and lower(strip_accents(speakers.speaker_name)) = lower(strip_accents(trim(wanted_name)))
    )
order by
    speakers.quote_count desc,
    speakers.speaker_name asc,
    speaker_key asc
