-- Which people, organisations and places bear this name?
-- One row an entity that bears it as its usual name or as a name that articles give it; an entity_id or a Wikidata id
-- is understood too. Case, accents, punctuation and a leading "the" do not matter. matched_by says which it was: name,
-- alias or id.
-- usage: select * from entities_called('Surname')
-- wanted_name: The name, whole.

with

entities as (
    select * from core.entities
),

entity_names as (
    select
        entities.entity_id,
        'name' as matched_by,
        entities.name as entity_name
    from entities
    union all
    select
        entities.entity_id,
        'alias' as matched_by,
        struct_extract(unnest(entities.aliases), 'name') as entity_name
    from entities
),

matches as (
    select
        entity_names.entity_id,
        entity_names.matched_by
    from entity_names
    where
        regexp_matches(wanted_name, '[\p{L}\p{N}]')
        -- few names hold the last of the words, and only these are worth the whole comparison
        and contains(
            lower(strip_accents(entity_names.entity_name)),
            regexp_extract(lower(strip_accents(wanted_name)), '([\p{L}\p{N}]+)[^\p{L}\p{N}]*$', 1)
        )
        and regexp_replace(
            trim(regexp_replace(lower(strip_accents(entity_names.entity_name)), '[^\p{L}\p{N}]+', ' ', 'g')),
            '^the (.)', '\1'
        ) = regexp_replace(
            trim(regexp_replace(lower(strip_accents(wanted_name)), '[^\p{L}\p{N}]+', ' ', 'g')),
            '^the (.)', '\1'
        )
    union all
    select
        entities.entity_id,
        'id' as matched_by
    from entities
    where
        entities.entity_id = trim(wanted_name)
        or entities.wikidata_id = trim(wanted_name)
)

select
    matches.entity_id,
    -- of the three words the last one in the alphabet: a match by name outdoes one by id, and that one by alias
    max(matches.matched_by) as matched_by
from matches
group by matches.entity_id
