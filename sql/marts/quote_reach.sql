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

speaker_quotes as (
    select * from marts.speaker_quotes
),

current_articles as (
    select * from marts.current_articles
),

printings as (
    select
        speaker_quotes.first_quote_id,
        speaker_quotes.quote_id,
        speaker_quotes.article_id,
        speaker_quotes.publisher,
        current_articles.published_at
    from speaker_quotes
    inner join current_articles
        on speaker_quotes.version_id = current_articles.version_id
    where speaker_quotes.is_named
),

story_firsts as (
    select
        printings.first_quote_id,
        -- the story's first printing or, where it lacks the speaker, the earliest that has one
        min_by(
            struct_pack(quote_id := printings.quote_id, published_at := printings.published_at),
            (
                printings.quote_id <> printings.first_quote_id,
                coalesce(printings.published_at, 'infinity'),
                printings.quote_id
            )
        ) as shown
    from printings
    group by printings.first_quote_id
),

story_quotes as (
    select
        story_firsts.first_quote_id,
        struct_extract(story_firsts.shown, 'published_at') as published_at,
        struct_extract(story_firsts.shown, 'quote_id') as shown_quote_id,
        speaker_quotes.story_id,
        speaker_quotes.entity_id,
        speaker_quotes.speaker_name,
        speaker_quotes.speaker_kind,
        trim(lower(regexp_replace(speaker_quotes.quote_text, '[^\p{L}\p{N}]+', ' ', 'g'))) as words
    from story_firsts
    inner join speaker_quotes
        on struct_extract(story_firsts.shown, 'quote_id') = speaker_quotes.quote_id
),

keyed_quotes as (
    select
        story_quotes.*,
        -- few words are said often: they are one quote within their story only
        if(
            len(string_split(story_quotes.words, ' ')) >= 5 and story_quotes.published_at is not null,
            story_quotes.words,
            story_quotes.first_quote_id
        ) as words_key
    from story_quotes
),

waves as (
    select
        keyed_quotes.*,
        lag(keyed_quotes.published_at) over same_words is null
        or keyed_quotes.published_at > lag(keyed_quotes.published_at) over same_words + interval 7 day as is_new
    from keyed_quotes
    window
        same_words as (
            partition by
                keyed_quotes.entity_id,
                keyed_quotes.speaker_name,
                keyed_quotes.speaker_kind,
                keyed_quotes.words_key
            order by
                keyed_quotes.published_at,
                keyed_quotes.first_quote_id
        )
),

numbered_waves as (
    select
        waves.*,
        count(*) filter (where waves.is_new) over (
            partition by waves.entity_id, waves.speaker_name, waves.speaker_kind, waves.words_key
            order by waves.published_at, waves.first_quote_id
        ) as wave_number
    from waves
),

spread_quotes as (
    select
        numbered_waves.first_quote_id,
        numbered_waves.story_id,
        first_value(numbered_waves.shown_quote_id) over (
            partition by
                numbered_waves.entity_id,
                numbered_waves.speaker_name,
                numbered_waves.speaker_kind,
                numbered_waves.words_key,
                numbered_waves.wave_number
            order by
                numbered_waves.published_at,
                numbered_waves.first_quote_id
        ) as spread_id
    from numbered_waves
),

spread_printings as (
    select
        spread_quotes.spread_id,
        spread_quotes.story_id,
        printings.quote_id,
        printings.article_id,
        printings.publisher,
        printings.published_at
    from printings
    inner join spread_quotes
        on printings.first_quote_id = spread_quotes.first_quote_id
),

outlet_firsts as (
    select
        spread_printings.spread_id,
        spread_printings.publisher,
        bool_or(spread_printings.quote_id = spread_printings.spread_id) as is_first,
        min(spread_printings.published_at) as published_at
    from spread_printings
    where spread_printings.publisher is not null
    group by
        spread_printings.spread_id,
        spread_printings.publisher
),

outlets as (
    select
        outlet_firsts.spread_id,
        list(
            outlet_firsts.publisher
            order by
                outlet_firsts.is_first desc,
                outlet_firsts.published_at asc nulls last,
                outlet_firsts.publisher asc
        ) as publishers
    from outlet_firsts
    group by outlet_firsts.spread_id
),

second_printings as (
    select
        outlet_firsts.spread_id,
        min(outlet_firsts.published_at) as published_at
    from outlet_firsts
    where not outlet_firsts.is_first
    group by outlet_firsts.spread_id
),

reaches as (
    select
        spread_printings.spread_id,
        max(spread_printings.published_at) filter (
            where spread_printings.quote_id = spread_printings.spread_id
        ) as first_published_at,
        max(spread_printings.published_at) as last_published_at,
        count(distinct spread_printings.story_id) as story_count,
        count(*) as occurrence_count,
        count(distinct spread_printings.article_id) as article_count
    from spread_printings
    group by spread_printings.spread_id
)

select
    reaches.spread_id as first_quote_id,
    speaker_quotes.entity_id,
    speaker_quotes.speaker_name,
    speaker_quotes.speaker_kind,
    speaker_quotes.quote_text,
    speaker_quotes.quote_topic_id as topic_id,
    speaker_quotes.quote_topic as topic,
    speaker_quotes.publisher as first_publisher,
    reaches.first_published_at,
    reaches.last_published_at,
    date_diff('minute', reaches.first_published_at, reaches.last_published_at) / 60 as spread_hours,
    case
        -- of a reprint only the day may be known: midnight, which is before a first printing at noon
        when second_printings.published_at < reaches.first_published_at then 0
        else date_diff('minute', reaches.first_published_at, second_printings.published_at) / 60
    end as second_outlet_hours,
    reaches.story_count,
    reaches.occurrence_count,
    reaches.article_count,
    coalesce(len(outlets.publishers), 0) as publisher_count,
    coalesce(outlets.publishers, []) as publishers
from reaches
inner join speaker_quotes
    on reaches.spread_id = speaker_quotes.quote_id
left join outlets
    on reaches.spread_id = outlets.spread_id
left join second_printings
    on reaches.spread_id = second_printings.spread_id
order by
    publisher_count desc,
    reaches.occurrence_count desc,
    reaches.first_published_at asc nulls last,
    first_quote_id asc
