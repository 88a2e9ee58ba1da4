-- Who speaks on which topics, and how much?
-- One row a topic and named speaker, over all time; quotes without any date count too. Main topic of each article only,
-- so that counts add up; own_topic_count alone counts by the topic of the quote itself. By month:
-- marts.speaker_topics_monthly.
-- topic_id: Main topic of the articles; null when no topic was found.
-- topic: Name of the main topic.
-- entity_id: The speaker in core.entities; null when only the name is known.
-- speaker_name: The speaker's usual name.
-- speaker_kind: person or organisation.
-- quote_count: Quotes, each counted once a story however often it is reprinted.
-- occurrence_count: Quotes, reprints included; 0 where the topic is only that of quotes themselves.
-- publisher_count: Outlets that printed such a quote.
-- publishers: These outlets, in the order of their names.
-- first_said_or_published_on: Day of the earliest such quote.
-- last_said_or_published_on: Day of the latest such quote.
-- own_topic_count: Quotes whose own main topic it is, each counted once a story, those without any date left out: the
-- speaker's rows on the topic in marts.speaker_positions.

with

printings as not materialized (
    select printings.*
    from stages.printings as printings
    where printings.is_named
),

speakers as (
    select * from stages.speakers
),

topics as (
    select * from stages.topics
),

publishers as (
    select * from stages.publishers
),

publisher_names as (
    select list(publishers.publisher order by publishers.publisher_number) as outlet_names
    from publishers
),

outlet_counts as (
    select
        printings.topic_number,
        printings.speaker_number,
        printings.publisher_number,
        count(*) filter (where printings.is_first_in_story) as quote_count,
        count(*) as occurrence_count,
        min(printings.said_or_published_on) as first_said_or_published_on,
        max(printings.said_or_published_on) as last_said_or_published_on
    from printings
    group by all
),

article_topics as (
    select
        outlet_counts.topic_number,
        outlet_counts.speaker_number,
        cast(sum(outlet_counts.quote_count) as bigint) as quote_count,
        cast(sum(outlet_counts.occurrence_count) as bigint) as occurrence_count,
        min(outlet_counts.first_said_or_published_on) as first_said_or_published_on,
        max(outlet_counts.last_said_or_published_on) as last_said_or_published_on,
        list_sort(
            coalesce(
                list(outlet_counts.publisher_number) filter (where outlet_counts.publisher_number is not null), []
            )
        ) as publisher_numbers
    from outlet_counts
    group by
        outlet_counts.topic_number,
        outlet_counts.speaker_number
),

own_topics as (
    select * from stages.speaker_own_topics
),

all_topics as (
    select
        coalesce(article_topics.topic_number, own_topics.topic_number) as topic_number,
        coalesce(article_topics.speaker_number, own_topics.speaker_number) as speaker_number,
        coalesce(article_topics.quote_count, 0) as quote_count,
        coalesce(article_topics.occurrence_count, 0) as occurrence_count,
        coalesce(article_topics.publisher_numbers, []) as publisher_numbers,
        article_topics.first_said_or_published_on,
        article_topics.last_said_or_published_on,
        coalesce(own_topics.own_topic_count, 0) as own_topic_count
    from article_topics
    full join own_topics
        on
            article_topics.speaker_number = own_topics.speaker_number
            and article_topics.topic_number is not distinct from own_topics.topic_number
),

named_topics as (
    select
        all_topics.*,
        publisher_names.outlet_names
    from all_topics
    cross join publisher_names
),

listed_topics as (
    select
        named_topics.*,
        list_transform(named_topics.publisher_numbers, lambda place: named_topics.outlet_names[place]) as publishers
    from named_topics
)

select
    topics.topic_id,
    topics.topic,
    speakers.entity_id,
    speakers.speaker_name,
    speakers.speaker_kind,
    listed_topics.quote_count,
    listed_topics.occurrence_count,
    len(listed_topics.publishers) as publisher_count,
    listed_topics.publishers,
    listed_topics.first_said_or_published_on,
    listed_topics.last_said_or_published_on,
    listed_topics.own_topic_count
from listed_topics
inner join speakers
    on listed_topics.speaker_number = speakers.speaker_number
left join topics
    on listed_topics.topic_number = topics.topic_number
order by
    listed_topics.topic_number asc,
    listed_topics.quote_count desc,
    listed_topics.occurrence_count desc,
    listed_topics.speaker_number asc
