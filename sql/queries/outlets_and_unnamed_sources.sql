-- Which outlets rely most on speakers without a name?
with

speaker_quotes as (
    select * from marts.speaker_quotes
)

select
    speaker_quotes.publisher,
    count(*) as occurrence_count,
    count(*) filter (where not speaker_quotes.is_named) as unnamed_count,
    round(count(*) filter (where not speaker_quotes.is_named) / count(*), 3) as unnamed_share
from speaker_quotes
where speaker_quotes.publisher is not null
group by speaker_quotes.publisher
order by
    unnamed_share desc,
    occurrence_count desc,
    speaker_quotes.publisher asc
