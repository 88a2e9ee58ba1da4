-- On which weekdays does most appear, and how many days were silent?
with

calendar as (
    select * from marts.calendar
)

select
    dayname(min(calendar.day_on)) as weekday_name,
    count(*) as day_count,
    count(*) filter (where calendar.article_count = 0) as silent_day_count,
    sum(calendar.article_count) as article_count,
    sum(calendar.quote_count) as quote_count,
    round(avg(calendar.quote_count), 1) as mean_quote_count
from calendar
group by calendar.weekday_number
order by calendar.weekday_number asc
