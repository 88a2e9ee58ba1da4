-- Which people and organisations does each speaker bring up, in the months in which the speaker does?
-- The rows of marts.who_mentions_whom_monthly with quotes; that mart works out the months between them when it is
-- asked.
-- said_month_on: First day of the month in which the words were said or, if unknown, published.
-- entity_id: The speaker in core.entities.
-- speaker_name: The speaker's usual name.
-- speaker_kind: person or organisation.
-- mentioned_entity_id: Who is mentioned, in core.entities.
-- mentioned_name: That person's or organisation's usual name.
-- mentioned_kind: person or organisation.
-- quote_count: Quotes whose words name them, each counted once a story, in the month of its first printing.
-- occurrence_count: Quotes whose words name them, reprints included.
-- article_count: Articles with a quote that names them, reprints included.
-- publisher_count: Outlets that printed a quote that names them.
-- pronoun_or_nominal_count: Quotes, each counted once a story, that mean them without a name, as by she or the
-- minister; not part of quote_count.
-- next_month_on: The next month in which the speaker brings them up; null for the last one.
-- quote_count_so_far: quote_count of this month and of all before it: in the row of the last month, that of all time.

with

printings as not materialized (
    select
        printings.*,
        cast(date_trunc('month', printings.said_or_published_on) as date) as said_month_on
    from stages.printings as printings
    where
        printings.is_named
        and printings.said_or_published_on is not null
),

articles as (
    select * from stages.articles
),

speakers as (
    select * from stages.speakers
),

quotes as (
    select
        quotes.segments,
        cast(quotes.rowid as integer) as quote_number
    from core.quotes as quotes
),

mentions as (
    select * from core.mentions
),

mention_entities as (
    select * from core.mention_entities
),

entities as (
    select
        entities.*,
        cast(
            row_number() over (order by entities.name asc, entities.entity_id asc) as integer
        ) as entity_number
    from core.entities as entities
    where entities.entity_kind in ('person', 'organisation')
),

segments as (
    select
        printings.quote_number,
        printings.article_number,
        unnest(quotes.segments) as segment
    from printings
    inner join quotes
        on printings.quote_number = quotes.quote_number
),

known_mentions as (
    select
        articles.article_number,
        entities.entity_number,
        mentions.start as mention_start,
        mentions."end" as mention_end,
        mentions.form = 'name' as is_name
    from mentions
    inner join articles
        on mentions.version_id = articles.version_id
    inner join mention_entities
        on mentions.mention_id = mention_entities.mention_id
    inner join entities
        on mention_entities.entity_id = entities.entity_id
),

-- each person or body once a quote, named if any of its mentions in the quote is a name
mentioned_in_quotes as (
    select
        segments.quote_number,
        known_mentions.entity_number,
        bool_or(known_mentions.is_name) as is_by_name
    from segments
    inner join known_mentions
        on
            segments.article_number = known_mentions.article_number
            and known_mentions.mention_start >= struct_extract(segments.segment, 'start')
            and known_mentions.mention_end <= struct_extract(segments.segment, 'end')
    group by
        segments.quote_number,
        known_mentions.entity_number
),

counted_mentions as (
    select
        printings.said_month_on,
        printings.speaker_number,
        mentioned_in_quotes.entity_number,
        count(*) filter (where mentioned_in_quotes.is_by_name and printings.is_first_in_story) as quote_count,
        count(*) filter (where mentioned_in_quotes.is_by_name) as occurrence_count,
        count(distinct printings.article_number) filter (where mentioned_in_quotes.is_by_name) as article_count,
        count(distinct printings.publisher_number) filter (where mentioned_in_quotes.is_by_name) as publisher_count,
        count(*) filter (
            where
            not mentioned_in_quotes.is_by_name
            and printings.is_first_in_story
        ) as pronoun_or_nominal_count
    from printings
    inner join mentioned_in_quotes
        on printings.quote_number = mentioned_in_quotes.quote_number
    group by
        printings.said_month_on,
        printings.speaker_number,
        mentioned_in_quotes.entity_number
),

others_mentioned as (
    select
        counted_mentions.*,
        speakers.entity_id,
        speakers.speaker_name,
        speakers.speaker_kind,
        entities.entity_id as mentioned_entity_id,
        entities.name as mentioned_name,
        entities.entity_kind as mentioned_kind
    from counted_mentions
    inner join speakers
        on counted_mentions.speaker_number = speakers.speaker_number
    inner join entities
        on counted_mentions.entity_number = entities.entity_number
    where speakers.entity_id is distinct from entities.entity_id
),

followed_months as (
    select
        others_mentioned.*,
        lead(others_mentioned.said_month_on) over month_order as next_month_on,
        cast(sum(others_mentioned.quote_count) over month_order as bigint) as quote_count_so_far
    from others_mentioned
    window
        month_order as (
            partition by others_mentioned.speaker_number, others_mentioned.entity_number
            order by others_mentioned.said_month_on
        )
)

select
    followed_months.said_month_on,
    followed_months.entity_id,
    followed_months.speaker_name,
    followed_months.speaker_kind,
    followed_months.mentioned_entity_id,
    followed_months.mentioned_name,
    followed_months.mentioned_kind,
    followed_months.quote_count,
    followed_months.occurrence_count,
    followed_months.article_count,
    followed_months.publisher_count,
    followed_months.pronoun_or_nominal_count,
    followed_months.next_month_on,
    followed_months.quote_count_so_far
from followed_months
order by
    followed_months.speaker_number asc,
    followed_months.said_month_on asc,
    followed_months.quote_count desc,
    followed_months.pronoun_or_nominal_count desc,
    followed_months.entity_number asc
