-- Which people and organisations does each speaker bring up, month by month?
-- One row a named speaker, person or organisation that the speaker's reported words mention, and month, from the first
-- month with such a quote to the last, with zeros for months between. What speakers say of themselves is left out, as
-- are quotes without any date.
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

with

speaker_quotes as (
    select * from marts.speaker_quotes
),

quotes as (
    select * from core.quotes
),

mentions as (
    select * from core.mentions
),

mention_entities as (
    select * from core.mention_entities
),

entities as (
    select * from core.entities
),

segments as (
    select
        quotes.quote_id,
        quotes.version_id,
        unnest(quotes.segments) as segment
    from quotes
),

known_mentions as (
    select
        mentions.version_id,
        mentions.start as mention_start,
        mentions."end" as mention_end,
        mentions.form,
        entities.entity_id,
        entities.name,
        entities.entity_kind
    from mentions
    inner join mention_entities
        on mentions.mention_id = mention_entities.mention_id
    inner join entities
        on mention_entities.entity_id = entities.entity_id
    where entities.entity_kind in ('person', 'organisation')
),

-- each person or body once a quote, named if any of its mentions in the quote is a name
mentioned_in_quotes as (
    select
        segments.quote_id,
        known_mentions.entity_id,
        known_mentions.name,
        known_mentions.entity_kind,
        bool_or(known_mentions.form = 'name') as is_by_name
    from segments
    inner join known_mentions
        on
            segments.version_id = known_mentions.version_id
            and known_mentions.mention_start >= struct_extract(segments.segment, 'start')
            and known_mentions.mention_end <= struct_extract(segments.segment, 'end')
    group by all
),

dated_quotes as (
    select
        speaker_quotes.*,
        mentioned_in_quotes.entity_id as mentioned_entity_id,
        mentioned_in_quotes.name as mentioned_name,
        mentioned_in_quotes.entity_kind as mentioned_kind,
        mentioned_in_quotes.is_by_name,
        cast(date_trunc('month', speaker_quotes.said_or_published_on) as date) as said_month_on
    from speaker_quotes
    inner join mentioned_in_quotes
        on speaker_quotes.quote_id = mentioned_in_quotes.quote_id
    where
        speaker_quotes.is_named
        and speaker_quotes.said_or_published_on is not null
        and speaker_quotes.entity_id is distinct from mentioned_in_quotes.entity_id
),

counted_mentions as (
    select
        dated_quotes.said_month_on,
        dated_quotes.entity_id,
        dated_quotes.speaker_name,
        dated_quotes.speaker_kind,
        dated_quotes.mentioned_entity_id,
        dated_quotes.mentioned_name,
        dated_quotes.mentioned_kind,
        count(*) filter (where dated_quotes.is_by_name and dated_quotes.is_first_in_story) as quote_count,
        count(*) filter (where dated_quotes.is_by_name) as occurrence_count,
        count(distinct dated_quotes.article_id) filter (where dated_quotes.is_by_name) as article_count,
        count(distinct dated_quotes.publisher) filter (where dated_quotes.is_by_name) as publisher_count,
        count(*) filter (
            where
            not dated_quotes.is_by_name
            and dated_quotes.is_first_in_story
        ) as pronoun_or_nominal_count
    from dated_quotes
    group by
        dated_quotes.said_month_on,
        dated_quotes.entity_id,
        dated_quotes.speaker_name,
        dated_quotes.speaker_kind,
        dated_quotes.mentioned_entity_id,
        dated_quotes.mentioned_name,
        dated_quotes.mentioned_kind
),

followed_months as (
    select
        counted_mentions.*,
        lead(counted_mentions.said_month_on) over (
            partition by
                counted_mentions.entity_id,
                counted_mentions.speaker_name,
                counted_mentions.speaker_kind,
                counted_mentions.mentioned_entity_id,
                counted_mentions.mentioned_name,
                counted_mentions.mentioned_kind
            order by counted_mentions.said_month_on
        ) as next_month_on
    from counted_mentions
),

-- each month with a mention, and after it the months without before the next one
months as (
    select
        followed_months.*,
        cast(
            unnest(
                generate_series(
                    followed_months.said_month_on,
                    coalesce(followed_months.next_month_on - interval 1 month, followed_months.said_month_on),
                    interval 1 month
                )
            ) as date
        ) as month_on
    from followed_months
)

select
    months.month_on as said_month_on,
    months.entity_id,
    months.speaker_name,
    months.speaker_kind,
    months.mentioned_entity_id,
    months.mentioned_name,
    months.mentioned_kind,
    if(months.month_on = months.said_month_on, months.quote_count, 0) as quote_count,
    if(months.month_on = months.said_month_on, months.occurrence_count, 0) as occurrence_count,
    if(months.month_on = months.said_month_on, months.article_count, 0) as article_count,
    if(months.month_on = months.said_month_on, months.publisher_count, 0) as publisher_count,
    if(months.month_on = months.said_month_on, months.pronoun_or_nominal_count, 0) as pronoun_or_nominal_count
from months
order by
    months.speaker_name asc,
    months.entity_id asc,
    months.month_on asc,
    quote_count desc,
    pronoun_or_nominal_count desc,
    months.mentioned_name asc,
    months.mentioned_entity_id asc
