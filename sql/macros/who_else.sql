-- Who else may be meant: which people, organisations and places have a name much like this one, without bearing it?
-- One row an entity, the most alike first: the likeness (Jaro-Winkler, at least 0.88) of its names and their words to
-- the wanted name and its last word. Entities that `who` finds under the name are left out. Use it to mend a typing
-- mistake, and to see what may be the same person under another spelling.
-- usage: select * from who_else('Surname') limit 10
-- wanted_name: The name.

with

entities as (
    select * from core.entities
),

speakers as (
    select * from marts.speakers
),

wanted_entities as (
    select * from entities_called(wanted_name)
),

wanted_words as (
    select
        regexp_replace(
            trim(regexp_replace(lower(strip_accents(wanted_name)), '[^\p{L}\p{N}]+', ' ', 'g')),
            '^the (.)', '\1'
        ) as words
),

wanted_forms as (
    select
        wanted_words.words as form,
        1.0 as form_weight
    from wanted_words
    union all
    select
        string_split(wanted_words.words, ' ')[-1] as form,
        0.9 as form_weight
    from wanted_words
),

entity_names as (
    select
        entities.entity_id,
        entities.name as entity_name
    from entities
    union distinct
    select
        entities.entity_id,
        struct_extract(unnest(entities.aliases), 'name') as entity_name
    from entities
),

folded_names as (
    select
        entity_names.entity_id,
        entity_names.entity_name,
        regexp_replace(
            trim(regexp_replace(lower(strip_accents(entity_names.entity_name)), '[^\p{L}\p{N}]+', ' ', 'g')),
            '^the (.)', '\1'
        ) as words
    from entity_names
),

name_forms as (
    select
        folded_names.entity_id,
        folded_names.entity_name,
        folded_names.words as form,
        1.0 as form_weight
    from folded_names
    union all
    select
        folded_names.entity_id,
        folded_names.entity_name,
        unnest(string_split(folded_names.words, ' ')) as form,
        0.9 as form_weight
    from folded_names
),

-- a word of one or two letters is like too much
compared_forms as (
    select
        name_forms.entity_id,
        name_forms.entity_name,
        wanted_forms.form_weight * name_forms.form_weight as form_weight,
        jaro_winkler_similarity(name_forms.form, wanted_forms.form) as likeness
    from name_forms
    cross join wanted_forms
    where
        length(name_forms.form) > 2
        and length(wanted_forms.form) > 2
),

similar_entities as (
    select
        compared_forms.entity_id,
        arg_max(compared_forms.entity_name, compared_forms.likeness * compared_forms.form_weight) as similar_name,
        max(compared_forms.likeness * compared_forms.form_weight) as similarity
    from compared_forms
    where
        compared_forms.likeness >= 0.88
        and compared_forms.entity_id not in (select wanted_entities.entity_id from wanted_entities)
    group by compared_forms.entity_id
)

select
    entities.entity_id,
    entities.name, -- noqa: RF04
    entities.entity_kind,
    similar_entities.similar_name,
    round(similar_entities.similarity, 3) as similarity,
    coalesce(speakers.quote_count, 0) as quote_count,
    entities.mention_count
from similar_entities
inner join entities
    on similar_entities.entity_id = entities.entity_id
left join speakers
    on similar_entities.entity_id = speakers.entity_id
order by
    similarity desc,
    entities.mention_count desc,
    entities.name asc,
    entities.entity_id asc
