-- How much did this person or organisation say, month by month?
-- One row a month from the speaker's first quote to the last, with zeros for silent months.
-- usage: select * from timeline_of('Name Surname')
-- wanted_name: The name, whole; as in quotes_by.

with

dated_quotes as (
    select
        speaker_quotes.topic,
        speaker_quotes.is_first_in_story,
        cast(date_trunc('month', speaker_quotes.said_or_published_on) as date) as said_month_on
    from quotes_by(wanted_name) as speaker_quotes
    where speaker_quotes.said_or_published_on is not null
),

first_and_last as (
    select
        min(dated_quotes.said_month_on) as first_month_on,
        max(dated_quotes.said_month_on) as last_month_on
    from dated_quotes
),

months as (
    select
        cast(
            unnest(generate_series(first_and_last.first_month_on, first_and_last.last_month_on, interval 1 month))
            as date
        ) as said_month_on
    from first_and_last
)

select
    months.said_month_on,
    count(*) filter (where dated_quotes.is_first_in_story) as quote_count,
    count(dated_quotes.said_month_on) as occurrence_count,
    mode(dated_quotes.topic) as topic
from months
left join dated_quotes
    on months.said_month_on = dated_quotes.said_month_on
group by months.said_month_on
order by months.said_month_on asc
