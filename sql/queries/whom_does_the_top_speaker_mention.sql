-- Whom does the speaker who names most others mention, by name and by pronoun, and how often?
with

who_mentions_whom_monthly as (
    select *
    from marts.who_mentions_whom_monthly
    -- else millions of months without a mention would be worked out
    where occurrence_count + pronoun_or_nominal_count > 0
),

-- what the mart is made of: it has a last month for each pair, with the count up to then
last_months as (
    select *
    from counts.who_mentions_whom_monthly
    where next_month_on is null
),

top_speaker as (
    select last_months.entity_id
    from last_months
    group by
        last_months.entity_id,
        last_months.speaker_name
    order by
        count(*) desc,
        sum(last_months.quote_count_so_far) desc,
        last_months.speaker_name asc
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
