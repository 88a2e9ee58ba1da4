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
-- topic_count: Topics of the speaker's quotes themselves, as own_topic_count of marts.speaker_topics counts them.
-- main_topic: Name of the topic that most of these quotes have; null when none has a topic.
-- main_topic_share: Share, from 0 to 1, of the main topic in these quotes; null when none has a topic.
-- methods: What led from the source's words to the speaker, such as name or pronoun: method, occurrence_count; the
-- most frequent first.
-- mean_confidence: Mean over all occurrences of the probability, from 0 to 1, that source, cue and content are right.
-- mean_speaker_confidence: Mean over all occurrences of the probability, from 0 to 1, that the speaker is right.

with

speaker_counts as (
    select * from stages.speaker_counts
),

speakers as (
    select * from stages.speakers
),

publishers as (
    select * from stages.publishers
),

topics as (
    select * from stages.topics
),

speaker_topics as (
    select * from stages.speaker_topics
),

printings as not materialized (
    select * from stages.printings
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
        printings.speaker_number,
        printings.publisher_number,
        count(*) filter (where printings.is_first_in_story) as quote_count,
        count(*) as occurrence_count
    from printings
    where
        printings.is_named
        and printings.publisher_number is not null
    group by all
),

sorted_publishers as (
    select
        publisher_counts.speaker_number,
        -- sorted as a list: an aggregate with an order keeps a table for every group in memory
        list_sort(
            list(
                struct_pack(
                    less := -publisher_counts.occurrence_count,
                    publisher := publishers.publisher,
                    quote_count := publisher_counts.quote_count
                )
            )
        ) as outlet_records
    from publisher_counts
    inner join publishers
        on publisher_counts.publisher_number = publishers.publisher_number
    group by publisher_counts.speaker_number
),

sorted_topics as (
    select
        speaker_topics.speaker_number,
        list_sort(
            list(
                struct_pack(
                    topic_rank := speaker_topics.topic_rank,
                    topic_id := topics.topic_id,
                    topic := topics.topic,
                    quote_count := speaker_topics.quote_count,
                    occurrence_count := speaker_topics.occurrence_count
                )
            )
        ) as topic_records
    from speaker_topics
    inner join topics
        on speaker_topics.topic_number = topics.topic_number
    where speaker_topics.topic_rank <= 5
    group by speaker_topics.speaker_number
),

publisher_lists as (
    select
        sorted_publishers.speaker_number,
        list_transform(
            sorted_publishers.outlet_records,
            lambda outlet: struct_pack(
                publisher := struct_extract(outlet, 'publisher'),
                quote_count := struct_extract(outlet, 'quote_count'),
                occurrence_count := -struct_extract(outlet, 'less')
            )
        ) as publishers
    from sorted_publishers
),

topic_lists as (
    select
        sorted_topics.speaker_number,
        list_transform(
            sorted_topics.topic_records,
            lambda topic: struct_pack(
                topic_id := struct_extract(topic, 'topic_id'),
                topic := struct_extract(topic, 'topic'),
                quote_count := struct_extract(topic, 'quote_count'),
                occurrence_count := struct_extract(topic, 'occurrence_count')
            )
        ) as topics
    from sorted_topics
),

own_topic_counts as (
    select
        speaker_own_topics.speaker_number,
        count(*) as topic_count,
        min_by(
            speaker_own_topics.topic_number, (-speaker_own_topics.own_topic_count, speaker_own_topics.topic_number)
        ) as main_topic_number,
        max(speaker_own_topics.own_topic_count) / sum(speaker_own_topics.own_topic_count) as main_topic_share
    from stages.speaker_own_topics as speaker_own_topics
    where speaker_own_topics.topic_number is not null
    group by speaker_own_topics.speaker_number
),

method_counts as (
    select
        printings.speaker_number,
        printings.speaker_method,
        count(*) as occurrence_count
    from printings
    where printings.is_named
    group by all
),

method_lists as (
    select
        method_counts.speaker_number,
        list(
            struct_pack(
                method := method_counts.speaker_method,
                occurrence_count := method_counts.occurrence_count
            )
            order by method_counts.occurrence_count desc, method_counts.speaker_method asc
        ) as methods
    from method_counts
    group by method_counts.speaker_number
)

select
    speakers.entity_id,
    speakers.speaker_name,
    speakers.speaker_kind,
    entities.wikidata_id,
    speaker_counts.quote_count,
    speaker_counts.occurrence_count,
    speaker_counts.article_count,
    speaker_counts.publisher_count,
    speaker_counts.direct_share,
    speaker_counts.first_said_or_published_on,
    speaker_counts.last_said_or_published_on,
    coalesce(role_lists.role_records, []) as roles, -- noqa: RF04
    coalesce(publisher_lists.publishers, []) as publishers,
    coalesce(topic_lists.topics, []) as topics,
    coalesce(own_topic_counts.topic_count, 0) as topic_count,
    main_topics.topic as main_topic,
    own_topic_counts.main_topic_share,
    method_lists.methods,
    speaker_counts.mean_confidence,
    speaker_counts.mean_speaker_confidence
from speaker_counts
inner join speakers
    on speaker_counts.speaker_number = speakers.speaker_number
inner join method_lists
    on speaker_counts.speaker_number = method_lists.speaker_number
left join entities
    on speakers.entity_id = entities.entity_id
left join role_lists
    on speakers.entity_id = role_lists.entity_id
left join publisher_lists
    on speaker_counts.speaker_number = publisher_lists.speaker_number
left join topic_lists
    on speaker_counts.speaker_number = topic_lists.speaker_number
left join own_topic_counts
    on speaker_counts.speaker_number = own_topic_counts.speaker_number
left join topics as main_topics
    on own_topic_counts.main_topic_number = main_topics.topic_number
order by
    speaker_counts.quote_count desc,
    speaker_counts.occurrence_count desc,
    speakers.speaker_number asc
