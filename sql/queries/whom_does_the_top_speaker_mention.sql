-- Whom does the speaker who names most others mention, by name and by pronoun, and how often?
with

who_mentions_whom_monthly as (
    select * from marts.who_mentions_whom_monthly
),

top_speaker as (
    select who_mentions_whom_monthly.entity_id
    from who_mentions_whom_monthly
    group by
        who_mentions_whom_monthly.entity_id,
        who_mentions_whom_monthly.speaker_name
    order by
        count(distinct who_mentions_whom_monthly.mentioned_entity_id) desc,
        sum(who_mentions_whom_monthly.quote_count) desc,
        who_mentions_whom_monthly.speaker_name asc
    limit 1
)

select
    who_mentions_whom_monthly.speaker_name,
    who_mentions_whom_monthly.mentioned_name,
    who_mentions_whom_monthly.mentioned_kind,
    sum(who_mentions_whom_monthly.quote_count) as quote_count,
    sum(who_mentions_whom_monthly.pronoun_or_nominal_count) as pronoun_or_nominal_count,
    min(who_mentions_whom_monthly.said_month_on) as first_month_on,
    max(who_mentions_whom_monthly.said_month_on) as last_month_on
from who_mentions_whom_monthly
inner join top_speaker
    on who_mentions_whom_monthly.entity_id = top_speaker.entity_id
group by
    who_mentions_whom_monthly.speaker_name,
    who_mentions_whom_monthly.mentioned_entity_id,
    who_mentions_whom_monthly.mentioned_name,
    who_mentions_whom_monthly.mentioned_kind
order by
    quote_count desc,
    pronoun_or_nominal_count desc,
    who_mentions_whom_monthly.mentioned_name asc
limit 30
