-- Who speaks in these articles, in which role, how often, when and about what?
-- One row a named speaker.
-- entity_id: The speaker in core.entities; null when only the name is known.
-- speaker_name: The speaker's usual name.
-- speaker_kind: person or organisation.
-- latest_role: The role that articles gave the speaker last; null when they gave none.
-- wikidata_id: Wikidata id; null when unknown.
-- quote_count: Quotes, each counted once a story however often it is reprinted.
-- occurrence_count: Quotes, reprints included.
-- article_count: Articles that quote the speaker, reprints included.
-- publisher_count: Outlets that quote the speaker.
-- direct_share: Share, from 0 to 1, of occurrence_count that stands wholly inside quotation marks.
-- first_said_or_published_on: Day of the earliest quote.
-- last_said_or_published_on: Day of the latest quote.
-- topic: The topic of most of the speaker's quotes; null when no topic was found.

with

speaker_counts as (
    select * from stages.speaker_counts
),

speakers as (
    select * from stages.speakers
),

topics as (
    select * from stages.topics
),

speaker_topics as (
    select * from stages.speaker_topics
),

entities as (
    select * from core.entities
),

entity_roles as (
    select
        entities.entity_id,
        unnest(entities.roles) as role_record
    from entities
),

latest_roles as (
    select
        entity_roles.entity_id,
        struct_extract(entity_roles.role_record, 'role') as latest_role
    from entity_roles
    qualify
        row_number() over (
            partition by entity_roles.entity_id
            order by
                struct_extract(entity_roles.role_record, 'last_seen_on') desc nulls last,
                struct_extract(entity_roles.role_record, 'mention_count') desc,
                struct_extract(entity_roles.role_record, 'role') asc
        ) = 1
)

select
    speakers.entity_id,
    speakers.speaker_name,
    speakers.speaker_kind,
    latest_roles.latest_role,
    entities.wikidata_id,
    speaker_counts.quote_count,
    speaker_counts.occurrence_count,
    speaker_counts.article_count,
    speaker_counts.publisher_count,
    speaker_counts.direct_share,
    speaker_counts.first_said_or_published_on,
    speaker_counts.last_said_or_published_on,
    topics.topic
from speaker_counts
inner join speakers
    on speaker_counts.speaker_number = speakers.speaker_number
left join entities
    on speakers.entity_id = entities.entity_id
left join latest_roles
    on speakers.entity_id = latest_roles.entity_id
left join speaker_topics
    on
        speaker_counts.speaker_number = speaker_topics.speaker_number
        and speaker_topics.topic_rank = 1
left join topics
    on speaker_topics.topic_number = topics.topic_number
order by
    speaker_counts.quote_count desc,
    speaker_counts.occurrence_count desc,
    speakers.speaker_number asc
