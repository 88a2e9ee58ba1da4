-- How much did this person or organisation say in each day, week, month, quarter or year?
-- One row a period from the speaker's first quote to the last, with zeros for silent periods. days_of and timeline_of
-- are its days and months.
-- usage: select * from periods_of('Name Surname', 'week')
-- wanted_name: The name, whole; as in quotes_by.
-- wanted_period: day, week, month, quarter or year.

with

dated_quotes as (
    select
        speaker_quotes.topic,
        speaker_quotes.publisher,
        speaker_quotes.is_first_in_story,
        cast(date_trunc(wanted_period, speaker_quotes.said_or_published_on) as date) as period_on
    from quotes_by(wanted_name) as speaker_quotes
    where speaker_quotes.said_or_published_on is not null
),

first_and_last as (
    select
        min(dated_quotes.period_on) as first_on,
        max(dated_quotes.period_on) as last_on
    from dated_quotes
),

periods as (
    select
        cast(
            unnest(
                generate_series(
                    first_and_last.first_on, first_and_last.last_on, cast('1 ' || wanted_period as interval)
                )
            ) as date
        ) as period_on
    from first_and_last
)

select
    periods.period_on,
    count(*) filter (where dated_quotes.is_first_in_story) as quote_count,
    count(dated_quotes.period_on) as occurrence_count,
    count(distinct dated_quotes.publisher) as publisher_count,
    mode(dated_quotes.topic) as topic
from periods
left join dated_quotes
    on periods.period_on = dated_quotes.period_on
group by periods.period_on
order by periods.period_on asc
