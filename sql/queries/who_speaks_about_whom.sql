-- Who speaks about whom: which people and organisations do speakers name, and how often?
with

-- what marts.who_mentions_whom_monthly is made of: it has a last month for each pair, with the count up to then
last_months as (
    select *
    from counts.who_mentions_whom_monthly
    where next_month_on is null
)

select
    last_months.speaker_name,
    last_months.mentioned_name,
    last_months.mentioned_kind,
    last_months.quote_count_so_far as quote_count
from last_months
order by
    quote_count desc,
    last_months.speaker_name asc,
    last_months.mentioned_name asc
limit 20
