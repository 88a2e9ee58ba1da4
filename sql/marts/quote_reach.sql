-- How far did each quote travel: into how many outlets, and in how many hours?
-- One row a quote of a named speaker that spread: all printings of the same words, in reprints of one story and, for
-- quotes of at least five words, also in other stories, as long as no more than seven days lie between one story's
-- first printing and the next one's. Every printing belongs to one row, so that occurrence_count adds up to all
-- printings.
-- first_quote_id: The first printing; trace it with show_quote(first_quote_id).
-- entity_id: The speaker in core.entities; null when only the name is known.
-- speaker_name: The speaker's usual name.
-- speaker_kind: person or organisation.
-- quote_text: The words as first printed.
-- topic_id: Main topic of the first printing's quote; null when no topic was found.
-- topic: Name of that topic.
-- first_publisher: Outlet of the first printing; null when unknown.
-- first_published_at: Instant (UTC) of the first printing; midnight when only the day is known, null when unknown.
-- last_published_at: Instant (UTC) of the last printing; midnight when only the day is known.
-- spread_hours: Hours from the first printing to the last; whole days where only days are known.
-- second_outlet_hours: Hours until another outlet printed it; null when none did.
-- story_count: Stories that have the quote.
-- occurrence_count: Printings.
-- article_count: Articles that print it.
-- publisher_count: Outlets that print it; 0 when none is known.
-- publishers: The outlets in order of their first printing, first_publisher before all.

with

-- read again wherever it is named: copies of so many rows would cost more
printings as not materialized (
    select printings.*
    from stages.printings as printings
    where printings.is_named
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

quotes as not materialized (
    select
        quotes.quote_id,
        quotes.quote_text,
        cast(quotes.rowid as integer) as quote_number
    from core.quotes as quotes
),

named_firsts as not materialized (
    select printings.first_number
    from printings
    where printings.is_first_in_story
),

-- the story's first printing or, where it lacks the speaker, the earliest that has one
shown_printings as (
    select
        named_firsts.first_number,
        named_firsts.first_number as shown_number
    from named_firsts
    union all
    select
        printings.first_number,
        min_by(
            printings.quote_number, (coalesce(printings.published_at, 'infinity'), quotes.quote_id)
        ) as shown_number
    from printings
    inner join quotes
        on printings.quote_number = quotes.quote_number
    where
        not printings.is_first_in_story
        and printings.first_number not in (select named_firsts.first_number from named_firsts)
    group by printings.first_number
),

story_quotes as (
    select
        printings.speaker_number,
        printings.letters_hash,
        printings.first_number,
        printings.published_at,
        shown_printings.shown_number,
        -- few words are said often: they are one quote within their story only
        printings.is_long and printings.published_at is not null as is_comparable
    from shown_printings
    inner join printings
        on shown_printings.shown_number = printings.quote_number
),

repeated_words as (
    select
        story_quotes.speaker_number,
        story_quotes.letters_hash
    from story_quotes
    where story_quotes.is_comparable
    group by all
    having count(*) > 1
),

waves as (
    select
        story_quotes.*,
        quotes.quote_id as first_quote_id,
        lag(story_quotes.published_at) over same_words is null
        or story_quotes.published_at > lag(story_quotes.published_at) over same_words + interval 7 day as is_new
    from story_quotes
    inner join repeated_words
        on
            story_quotes.speaker_number = repeated_words.speaker_number
            and story_quotes.letters_hash = repeated_words.letters_hash
    inner join quotes
        on story_quotes.first_number = quotes.quote_number
    where story_quotes.is_comparable
    window
        same_words as (
            partition by story_quotes.speaker_number, story_quotes.letters_hash
            order by story_quotes.published_at, quotes.quote_id
        )
),

numbered_waves as (
    select
        waves.*,
        count(*) filter (where waves.is_new) over (
            partition by waves.speaker_number, waves.letters_hash
            order by waves.published_at, waves.first_quote_id
        ) as wave_number
    from waves
),

wave_firsts as (
    select
        numbered_waves.first_number,
        first_value(numbered_waves.shown_number) over (
            partition by numbered_waves.speaker_number, numbered_waves.letters_hash, numbered_waves.wave_number
            order by numbered_waves.published_at, numbered_waves.first_quote_id
        ) as spread_number
    from numbered_waves
),

-- what was printed once needs no counting
single_printings as (
    select
        printings.quote_number as spread_number,
        printings.published_at as first_published_at,
        printings.published_at as last_published_at,
        1 as story_count,
        1 as occurrence_count,
        1 as article_count
    from printings
    where
        printings.occurrence_count = 1
        and printings.quote_number not in (select wave_firsts.first_number from wave_firsts)
),

spread_printings as (
    select
        coalesce(wave_firsts.spread_number, shown_printings.shown_number) as spread_number,
        printings.quote_number,
        printings.story_number,
        printings.article_number,
        printings.publisher_number,
        printings.published_at
    from printings
    inner join shown_printings
        on printings.first_number = shown_printings.first_number
    left join wave_firsts
        on printings.first_number = wave_firsts.first_number
    where
        printings.occurrence_count > 1
        or wave_firsts.first_number is not null
),

counted_printings as (
    select
        spread_printings.spread_number,
        max(spread_printings.published_at) filter (
            where spread_printings.quote_number = spread_printings.spread_number
        ) as first_published_at,
        max(spread_printings.published_at) as last_published_at,
        count(distinct spread_printings.story_number) as story_count,
        count(*) as occurrence_count,
        count(distinct spread_printings.article_number) as article_count
    from spread_printings
    group by spread_printings.spread_number
),

reaches as (
    select single_printings.* from single_printings
    union all
    select counted_printings.* from counted_printings
),

outlet_firsts as (
    select
        spread_printings.spread_number,
        spread_printings.publisher_number,
        bool_or(spread_printings.quote_number = spread_printings.spread_number) as is_first,
        min(spread_printings.published_at) as published_at
    from spread_printings
    where spread_printings.publisher_number is not null
    group by
        spread_printings.spread_number,
        spread_printings.publisher_number
),

sorted_outlets as (
    select
        outlet_firsts.spread_number,
        -- sorted as a list: an aggregate with an order keeps a table for every group in memory
        list_sort(
            list(
                struct_pack(
                    is_later := not outlet_firsts.is_first,
                    published_at := coalesce(outlet_firsts.published_at, 'infinity'),
                    publisher := publishers.publisher
                )
            )
        ) as outlet_records,
        min(outlet_firsts.published_at) filter (where not outlet_firsts.is_first) as second_published_at
    from outlet_firsts
    inner join publishers
        on outlet_firsts.publisher_number = publishers.publisher_number
    group by outlet_firsts.spread_number
),

outlets as (
    select
        sorted_outlets.spread_number,
        sorted_outlets.second_published_at,
        list_transform(
            sorted_outlets.outlet_records, lambda outlet: struct_extract(outlet, 'publisher')
        ) as publishers
    from sorted_outlets
),

spreads as (
    select
        reaches.*,
        printings.speaker_number,
        printings.quote_topic_number,
        publishers.publisher as first_publisher,
        outlets.second_published_at,
        case
            when outlets.publishers is not null then outlets.publishers
            when publishers.publisher is null then []
            else [publishers.publisher]
        end as publishers
    from reaches
    inner join printings
        on reaches.spread_number = printings.quote_number
    left join publishers
        on printings.publisher_number = publishers.publisher_number
    left join outlets
        on reaches.spread_number = outlets.spread_number
)

select
    quotes.quote_id as first_quote_id,
    speakers.entity_id,
    speakers.speaker_name,
    speakers.speaker_kind,
    quotes.quote_text,
    topics.topic_id,
    topics.topic,
    spreads.first_publisher,
    spreads.first_published_at,
    spreads.last_published_at,
    date_diff('minute', spreads.first_published_at, spreads.last_published_at) / 60 as spread_hours,
    case
        -- of a reprint only the day may be known: midnight, which is before a first printing at noon
        when spreads.second_published_at < spreads.first_published_at then 0
        else date_diff('minute', spreads.first_published_at, spreads.second_published_at) / 60
    end as second_outlet_hours,
    spreads.story_count,
    spreads.occurrence_count,
    spreads.article_count,
    len(spreads.publishers) as publisher_count,
    spreads.publishers
from spreads
inner join speakers
    on spreads.speaker_number = speakers.speaker_number
inner join quotes
    on spreads.spread_number = quotes.quote_number
left join topics
    on spreads.quote_topic_number = topics.topic_number
order by
    publisher_count desc,
    spreads.occurrence_count desc,
    spreads.first_published_at asc nulls last,
    first_quote_id asc
