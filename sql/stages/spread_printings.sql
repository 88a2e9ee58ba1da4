-- Which printings are of one quote: reprints in a story and, for five words or more, the same words in other stories?
-- One row a printing of a named speaker's quote that was printed more than once; between one story's first printing and
-- the next one's lie no more than seven days.
-- spread_number: The first printing of all.
-- quote_number: This printing.
-- story_number: Its story.
-- article_number: Its article.
-- publisher_number: The outlet; null when unknown.
-- published_at: Instant (UTC) of publication; null when unknown.

with

-- read again wherever it is named: copies of so many rows would cost more
printings as not materialized (
    select printings.*
    from stages.printings as printings
    where printings.is_named
),

quotes as not materialized (
    select
        quotes.quote_id,
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
)

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
