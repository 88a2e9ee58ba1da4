-- Which outlets quote word for word, and did that change from the first half of the time to the second?
with

outlet_mix_monthly as (
    select * from marts.outlet_mix_monthly
),

middle as (
    select min(calendar.day_on) + cast((max(calendar.day_on) - min(calendar.day_on)) / 2 as integer) as middle_on
    from marts.calendar
),

halves as (
    select
        outlet_mix_monthly.publisher,
        sum(outlet_mix_monthly.occurrence_count) as occurrence_count,
        sum(outlet_mix_monthly.direct_count) as direct_count,
        sum(outlet_mix_monthly.direct_count) filter (where outlet_mix_monthly.published_month_on < middle.middle_on)
        / nullif(
            sum(outlet_mix_monthly.occurrence_count) filter (
                where outlet_mix_monthly.published_month_on < middle.middle_on
            ),
            0
        ) as earlier_direct_share,
        sum(outlet_mix_monthly.direct_count) filter (where outlet_mix_monthly.published_month_on >= middle.middle_on)
        / nullif(
            sum(outlet_mix_monthly.occurrence_count) filter (
                where outlet_mix_monthly.published_month_on >= middle.middle_on
            ),
            0
        ) as later_direct_share
    from outlet_mix_monthly
    cross join middle
    where outlet_mix_monthly.publisher is not null
    group by outlet_mix_monthly.publisher
)

select
    halves.publisher,
    halves.occurrence_count,
    round(halves.direct_count / nullif(halves.occurrence_count, 0), 2) as direct_share,
    round(halves.earlier_direct_share, 2) as earlier_direct_share,
    round(halves.later_direct_share, 2) as later_direct_share,
    round(halves.later_direct_share - halves.earlier_direct_share, 2) as share_change
from halves
order by
    direct_share desc nulls last,
    halves.publisher asc
limit 20
