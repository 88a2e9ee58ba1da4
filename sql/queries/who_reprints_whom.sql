-- How much of what outlets quote was printed elsewhere first, and where?
select
    outlet_reprints.publisher,
    outlet_reprints.first_publisher,
    outlet_reprints.occurrence_count as reprinted_quote_count
from marts.outlet_reprints
order by
    reprinted_quote_count desc,
    outlet_reprints.publisher asc,
    outlet_reprints.first_publisher asc
limit 20
