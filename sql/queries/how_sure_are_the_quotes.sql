-- How many quotes are left when only firm ones count, of each kind?
with

speaker_quotes as (
    select * from marts.speaker_quotes
)

select
    speaker_quotes.quote_kind,
    count(*) as quote_count,
    count(*) filter (where speaker_quotes.confidence >= 0.6) as fairly_sure_count,
    count(*) filter (where speaker_quotes.confidence >= 0.8) as firm_count,
    round(count(*) filter (where speaker_quotes.confidence >= 0.8) / count(*), 2) as firm_share,
    round(avg(speaker_quotes.confidence), 2) as mean_confidence
from speaker_quotes
where speaker_quotes.is_first_in_story
group by speaker_quotes.quote_kind
order by speaker_quotes.quote_kind asc
