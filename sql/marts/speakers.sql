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

speaker_quotes as (
    select * from marts.speaker_quotes
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
),

named_quotes as (
    select speaker_quotes.*
    from speaker_quotes
    where speaker_quotes.is_named
),

main_topics as (
    select
        named_quotes.entity_id,
        named_quotes.speaker_name,
        named_quotes.speaker_kind,
        named_quotes.topic
    from named_quotes
    where named_quotes.topic is not null
    group by
        named_quotes.entity_id,
        named_quotes.speaker_name,
        named_quotes.speaker_kind,
        named_quotes.topic
    qualify
        row_number() over (
            partition by named_quotes.entity_id, named_quotes.speaker_name, named_quotes.speaker_kind
            order by count(*) desc, named_quotes.topic asc
        ) = 1
),

counted_speakers as (
    select
        named_quotes.entity_id,
        named_quotes.speaker_name,
        named_quotes.speaker_kind,
        count(*) filter (where named_quotes.is_first_in_story) as quote_count,
        count(*) as occurrence_count,
        count(distinct named_quotes.article_id) as article_count,
        count(distinct named_quotes.publisher) as publisher_count,
        count(*) filter (where named_quotes.quote_kind = 'direct') / count(*) as direct_share,
        min(named_quotes.said_or_published_on) as first_said_or_published_on,
        max(named_quotes.said_or_published_on) as last_said_or_published_on
    from named_quotes
    group by all
)

select
    counted_speakers.entity_id,
    counted_speakers.speaker_name,
    counted_speakers.speaker_kind,
    latest_roles.latest_role,
    entities.wikidata_id,
    counted_speakers.quote_count,
    counted_speakers.occurrence_count,
    counted_speakers.article_count,
    counted_speakers.publisher_count,
    counted_speakers.direct_share,
    counted_speakers.first_said_or_published_on,
    counted_speakers.last_said_or_published_on,
    main_topics.topic
from counted_speakers
left join entities
    on counted_speakers.entity_id = entities.entity_id
left join latest_roles
    on counted_speakers.entity_id = latest_roles.entity_id
left join main_topics
    on
        counted_speakers.entity_id is not distinct from main_topics.entity_id
        and counted_speakers.speaker_name = main_topics.speaker_name
        and counted_speakers.speaker_kind = main_topics.speaker_kind
order by
    counted_speakers.quote_count desc,
    counted_speakers.occurrence_count desc,
    counted_speakers.speaker_name asc,
    counted_speakers.entity_id asc
