-- Who speaks about whom: which people and organisations do speakers name, and how often?
with

who_mentions_whom_monthly as (
    select * from marts.who_mentions_whom_monthly
)

select
    who_mentions_whom_monthly.speaker_name,
    who_mentions_whom_monthly.mentioned_name,
    who_mentions_whom_monthly.mentioned_kind,
    sum(who_mentions_whom_monthly.quote_count) as quote_count
from who_mentions_whom_monthly
group by
    who_mentions_whom_monthly.entity_id,
    who_mentions_whom_monthly.speaker_name,
    who_mentions_whom_monthly.mentioned_entity_id,
    who_mentions_whom_monthly.mentioned_name,
    who_mentions_whom_monthly.mentioned_kind
order by
    quote_count desc,
    who_mentions_whom_monthly.speaker_name asc,
    who_mentions_whom_monthly.mentioned_name asc
limit 20
