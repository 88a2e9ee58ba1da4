-- Who is each speaker: in which roles through time, in which outlets, on which topics, and how sure is it?
-- One row a named speaker: the row of marts.speakers, whose counts it repeats, with what lies behind it as lists.
-- entity_id: The speaker in core.entities; null when only the name is known.
-- speaker_name: The speaker's usual name.
-- speaker_kind: person or organisation.
-- wikidata_id: Wikidata id; null when unknown.
-- quote_count: Quotes, each counted once a story however often it is reprinted.
-- occurrence_count: Quotes, reprints included.
-- article_count: Articles that quote the speaker, reprints included.
-- publisher_count: Outlets that quote the speaker.
-- direct_share: Share, from 0 to 1, of occurrence_count that stands wholly inside quotation marks.
-- first_said_or_published_on: Day of the earliest quote.
-- last_said_or_published_on: Day of the latest quote.
-- roles: Roles that articles give the speaker, as in core.entities, by their first day: role, first_seen_on and
-- last_seen_on (days of publication), mention_count, first_mention_id; empty when they give none.
-- publishers: Outlets that quote the speaker: publisher, quote_count (first printings in this outlet),
-- occurrence_count; those with most occurrences first.
-- topics: Up to five main topics of the articles that quote the speaker: topic_id, topic, quote_count,
-- occurrence_count; those with most occurrences first.
-- methods: What led from the source's words to the speaker, such as name or pronoun: method, occurrence_count; the
-- most frequent first.
-- mean_confidence: Mean over all occurrences of the probability, from 0 to 1, that source, cue and content are right.
-- mean_speaker_confidence: Mean over all occurrences of the probability, from 0 to 1, that the speaker is right.

with

speakers as (
    select * from marts.speakers
),

speaker_quotes as (
    select * from marts.speaker_quotes
),

entities as (
    select * from core.entities
),

quotes as (
    select * from core.quotes
),

quote_speakers as (
    select * from core.quote_speakers
),

named_quotes as (
    select
        speaker_quotes.*,
        coalesce(quote_speakers.method, quotes.speaker_method) as speaker_method
    from speaker_quotes
    inner join quotes
        on speaker_quotes.quote_id = quotes.quote_id
    left join quote_speakers
        on speaker_quotes.quote_id = quote_speakers.quote_id
    where speaker_quotes.is_named
),

entity_roles as (
    select
        entities.entity_id,
        unnest(entities.roles) as role_record
    from entities
),

role_lists as (
    select
        entity_roles.entity_id,
        list(
            entity_roles.role_record
            order by
                struct_extract(entity_roles.role_record, 'first_seen_on') asc nulls last,
                struct_extract(entity_roles.role_record, 'role') asc
        ) as role_records
    from entity_roles
    group by entity_roles.entity_id
),

publisher_counts as (
    select
        named_quotes.entity_id,
        named_quotes.speaker_name,
        named_quotes.speaker_kind,
        named_quotes.publisher,
        count(*) filter (where named_quotes.is_first_in_story) as quote_count,
        count(*) as occurrence_count
    from named_quotes
    where named_quotes.publisher is not null
    group by all
),

publisher_lists as (
    select
        publisher_counts.entity_id,
        publisher_counts.speaker_name,
        publisher_counts.speaker_kind,
        list(
            struct_pack(
                publisher := publisher_counts.publisher,
                quote_count := publisher_counts.quote_count,
                occurrence_count := publisher_counts.occurrence_count
            )
            order by publisher_counts.occurrence_count desc, publisher_counts.publisher asc
        ) as publishers
    from publisher_counts
    group by all
),

topic_counts as (
    select
        named_quotes.entity_id,
        named_quotes.speaker_name,
        named_quotes.speaker_kind,
        named_quotes.topic_id,
        named_quotes.topic,
        count(*) filter (where named_quotes.is_first_in_story) as quote_count,
        count(*) as occurrence_count
    from named_quotes
    where named_quotes.topic is not null
    group by all
),

topic_lists as (
    select
        topic_counts.entity_id,
        topic_counts.speaker_name,
        topic_counts.speaker_kind,
        list(
            struct_pack(
                topic_id := topic_counts.topic_id,
                topic := topic_counts.topic,
                quote_count := topic_counts.quote_count,
                occurrence_count := topic_counts.occurrence_count
            )
            order by topic_counts.occurrence_count desc, topic_counts.topic asc
        )[1:5] as topics
    from topic_counts
    group by all
),

method_counts as (
    select
        named_quotes.entity_id,
        named_quotes.speaker_name,
        named_quotes.speaker_kind,
        named_quotes.speaker_method,
        count(*) as occurrence_count
    from named_quotes
    group by all
),

method_lists as (
    select
        method_counts.entity_id,
        method_counts.speaker_name,
        method_counts.speaker_kind,
        list(
            struct_pack(
                method := method_counts.speaker_method,
                occurrence_count := method_counts.occurrence_count
            )
            order by method_counts.occurrence_count desc, method_counts.speaker_method asc
        ) as methods
    from method_counts
    group by all
),

confidences as (
    select
        named_quotes.entity_id,
        named_quotes.speaker_name,
        named_quotes.speaker_kind,
        avg(named_quotes.confidence) as mean_confidence,
        avg(named_quotes.speaker_confidence) as mean_speaker_confidence
    from named_quotes
    group by all
)

select
    speakers.entity_id,
    speakers.speaker_name,
    speakers.speaker_kind,
    speakers.wikidata_id,
    speakers.quote_count,
    speakers.occurrence_count,
    speakers.article_count,
    speakers.publisher_count,
    speakers.direct_share,
    speakers.first_said_or_published_on,
    speakers.last_said_or_published_on,
    coalesce(role_lists.role_records, []) as roles, -- noqa: RF04
    coalesce(publisher_lists.publishers, []) as publishers,
    coalesce(topic_lists.topics, []) as topics,
    method_lists.methods,
    confidences.mean_confidence,
    confidences.mean_speaker_confidence
from speakers
left join role_lists
    on speakers.entity_id = role_lists.entity_id
left join publisher_lists
    on
        speakers.entity_id is not distinct from publisher_lists.entity_id
        and speakers.speaker_name = publisher_lists.speaker_name
        and speakers.speaker_kind = publisher_lists.speaker_kind
left join topic_lists
    on
        speakers.entity_id is not distinct from topic_lists.entity_id
        and speakers.speaker_name = topic_lists.speaker_name
        and speakers.speaker_kind = topic_lists.speaker_kind
inner join method_lists
    on
        speakers.entity_id is not distinct from method_lists.entity_id
        and speakers.speaker_name = method_lists.speaker_name
        and speakers.speaker_kind = method_lists.speaker_kind
inner join confidences
    on
        speakers.entity_id is not distinct from confidences.entity_id
        and speakers.speaker_name = confidences.speaker_name
        and speakers.speaker_kind = confidences.speaker_kind
order by
    speakers.quote_count desc,
    speakers.occurrence_count desc,
    speakers.speaker_name asc,
    speakers.entity_id asc
