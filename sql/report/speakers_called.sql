-- Which speakers bear this name, are of this id, and have quotes?
-- One row a speaker, the most quoted first. Case, accents, punctuation and a leading "the" do not matter, as in who().
-- wanted_name: The name, whole, an entity_id or a Wikidata id.

with

speakers as (
    select * from marts.speakers
),

entities as (
    select * from core.entities
),

entity_names as (
    select
        entities.entity_id,
        struct_extract(unnest(entities.aliases), 'name') as entity_name
    from entities
    union all
    select
        entities.entity_id,
        entities.name as entity_name
    from entities
),

folded_names as (
    select
        entity_names.entity_id,
        regexp_replace(
            trim(regexp_replace(lower(strip_accents(entity_names.entity_name)), '[^\p{L}\p{N}]+', ' ', 'g')),
            '^the (.)', '\1'
        ) as words
    from entity_names
),

wanted as (
    select
        regexp_replace(
            trim(regexp_replace(lower(strip_accents(wanted_name)), '[^\p{L}\p{N}]+', ' ', 'g')),
            '^the (.)', '\1'
        ) as words
),

bearers as (
    select distinct folded_names.entity_id
    from folded_names
    inner join wanted
        on folded_names.words = wanted.words
    where wanted.words <> ''
)

select
    coalesce(speakers.entity_id, speakers.speaker_kind || ' ' || speakers.speaker_name) as speaker_key,
    speakers.speaker_name,
    speakers.speaker_kind,
    speakers.latest_role,
    speakers.quote_count,
    speakers.entity_id,
    speakers.entity_id is not null
    and trim(wanted_name) in (speakers.entity_id, speakers.wikidata_id) as is_called_by_id,
    regexp_replace(
        trim(regexp_replace(lower(strip_accents(speakers.speaker_name)), '[^\p{L}\p{N}]+', ' ', 'g')),
        '^the (.)', '\1'
    ) = wanted.words as is_usual_name
from speakers
cross join wanted
left join bearers
    on speakers.entity_id = bearers.entity_id
where
    bearers.entity_id is not null
    or is_called_by_id
    or (is_usual_name and wanted.words <> '')
order by
    speakers.quote_count desc,
    speakers.speaker_name asc,
    speaker_key asc
