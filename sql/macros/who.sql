-- Who is this: what is known of the people, organisations and places of this name?
-- One row an entity that bears the name as entities_called understands it. Most quoted first.
-- Counts and lists of quotes are those of marts.speaker_profiles; zero and empty for an entity that is never quoted.
-- usage: select * from who('Surname')
-- wanted_name: The name, whole.

with

entities as (
    select * from core.entities
),

mention_entities as (
    select * from core.mention_entities
),

speaker_profiles as (
    select * from marts.speaker_profiles
),

wanted_entities as (
    select * from entities_called(wanted_name)
),

method_counts as (
    select
        mention_entities.entity_id,
        mention_entities.method as mention_method,
        count(*) as mention_count,
        sum(mention_entities.confidence) as confidence_sum
    from mention_entities
    where mention_entities.entity_id in (select wanted_entities.entity_id from wanted_entities)
    group by
        mention_entities.entity_id,
        mention_entities.method
),

mention_methods as (
    select
        method_counts.entity_id,
        list(
            struct_pack(method := method_counts.mention_method, mention_count := method_counts.mention_count)
            order by method_counts.mention_count desc, method_counts.mention_method asc
        ) as mention_methods,
        sum(method_counts.confidence_sum) / sum(method_counts.mention_count) as mean_mention_confidence
    from method_counts
    group by method_counts.entity_id
)

select
    entities.entity_id,
    entities.name, -- noqa: RF04
    entities.entity_kind,
    wanted_entities.matched_by,
    entities.wikidata_id,
    entities.aliases,
    entities.roles, -- noqa: RF04
    coalesce(speaker_profiles.quote_count, 0) as quote_count,
    coalesce(speaker_profiles.occurrence_count, 0) as occurrence_count,
    speaker_profiles.direct_share,
    speaker_profiles.first_said_or_published_on,
    speaker_profiles.last_said_or_published_on,
    coalesce(speaker_profiles.article_count, 0) as quoting_article_count,
    coalesce(speaker_profiles.publishers, []) as publishers,
    coalesce(speaker_profiles.topics, []) as topics,
    coalesce(speaker_profiles.methods, []) as methods,
    speaker_profiles.mean_confidence,
    speaker_profiles.mean_speaker_confidence,
    entities.mention_count,
    entities.article_count as mentioning_article_count,
    coalesce(mention_methods.mention_methods, []) as mention_methods,
    mention_methods.mean_mention_confidence
from wanted_entities
inner join entities
    on wanted_entities.entity_id = entities.entity_id
left join speaker_profiles
    on wanted_entities.entity_id = speaker_profiles.entity_id
left join mention_methods
    on wanted_entities.entity_id = mention_methods.entity_id
order by
    quote_count desc,
    entities.mention_count desc,
    entities.name asc,
    entities.entity_id asc
