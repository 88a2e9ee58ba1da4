-- Which row of core.quotes stands behind each row of marts.speaker_quotes?
-- One row a row of marts.speaker_quotes, in its order: rowid is the same in both.
-- quote_number: The rowid of the quote in core.quotes.

with

printings as (
    select
        printings.quote_number,
        printings.rowid as place
    from stages.printings as printings
)

select printings.quote_number
from printings
order by printings.place
