-- Which row of core.quotes stands behind each row of marts.speaker_quotes, and how long is it?
-- One row a row of marts.speaker_quotes, in its order: rowid is the same in both.
-- quote_number: The rowid of the quote in core.quotes, which is its number in search.terms.
-- word_count: Number of its words, without those that stand in almost every text.
-- is_first_in_story: True on the first printing of the quote in its story.

with

printings as (
    select
        printings.quote_number,
        printings.is_first_in_story,
        printings.rowid as place
    from stages.printings as printings
)

select
    printings.quote_number,
    quotes.word_count,
    printings.is_first_in_story
from printings
inner join search.quotes as quotes
    on printings.quote_number = quotes.quote_number
order by printings.place asc
