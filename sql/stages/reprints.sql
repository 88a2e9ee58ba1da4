-- Which quotes of stories with several articles are printings of the same words?
-- One row a quote of such a story; the quotes of all others are printed once.
-- quote_number: The quote.
-- first_number: The first printing of the same words in the story.
-- first_quote_id: Its quote_id.
-- occurrence_count: How often the words are printed in the story.
-- publisher_count: Outlets that print them; 0 when none is known.

with

attributions as (
    select * from stages.attributions
),

articles as (
    select * from stages.articles
),

numbered_quotes as (
    select
        attributions.quote_number,
        attributions.quote_id,
        attributions.letters_hash,
        articles.story_number,
        articles.publisher_number,
        articles.is_first_in_story,
        articles.published_on,
        articles.published_at,
        -- the same words twice in one article are two quotes, and two in each reprint
        row_number() over (
            partition by attributions.article_number, attributions.letters_hash
            order by attributions.quote_start, attributions.quote_id
        ) as repetition
    from attributions
    inner join articles
        on attributions.article_number = articles.article_number
    where articles.has_reprints
),

placed_quotes as (
    select
        numbered_quotes.quote_number,
        numbered_quotes.publisher_number,
        first_value(numbered_quotes.quote_number) over printings as first_number,
        first_value(numbered_quotes.quote_id) over printings as first_quote_id
    from numbered_quotes
    window
        printings as (
            partition by numbered_quotes.story_number, numbered_quotes.letters_hash, numbered_quotes.repetition
            order by
                numbered_quotes.is_first_in_story desc,
                numbered_quotes.published_on asc nulls last,
                -- of a day's printings those of midnight come last: of them only the day is known
                numbered_quotes.published_at = numbered_quotes.published_on asc,
                numbered_quotes.published_at asc,
                numbered_quotes.quote_id asc
        )
),

spreads as (
    select
        placed_quotes.first_number,
        count(*) as occurrence_count,
        count(distinct placed_quotes.publisher_number) as publisher_count
    from placed_quotes
    group by placed_quotes.first_number
)

select
    placed_quotes.quote_number,
    placed_quotes.first_number,
    placed_quotes.first_quote_id,
    spreads.occurrence_count,
    spreads.publisher_count
from placed_quotes
inner join spreads
    on placed_quotes.first_number = spreads.first_number
