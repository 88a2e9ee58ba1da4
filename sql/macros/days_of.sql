-- How much did this person or organisation say on each day?
-- One row a day from the speaker's first quote to the last, with zeros for silent days.
-- usage: select * from days_of('Name Surname')
-- wanted_name: The name, whole; as in quotes_by.

with

dated_quotes as (
    select
        speaker_quotes.said_or_published_on,
        speaker_quotes.topic,
        speaker_quotes.publisher,
        speaker_quotes.is_first_in_story
    from quotes_by(wanted_name) as speaker_quotes
    where speaker_quotes.said_or_published_on is not null
),

first_and_last as (
    select
        min(dated_quotes.said_or_published_on) as first_on,
        max(dated_quotes.said_or_published_on) as last_on
    from dated_quotes
),

days as (
    select
        cast(
            unnest(generate_series(first_and_last.first_on, first_and_last.last_on, interval 1 day)) as date
        ) as day_on
    from first_and_last
)

select
    days.day_on,
    count(*) filter (where dated_quotes.is_first_in_story) as quote_count,
    count(dated_quotes.said_or_published_on) as occurrence_count,
    count(distinct dated_quotes.publisher) as publisher_count,
    mode(dated_quotes.topic) as topic
from days
left join dated_quotes
    on days.day_on = dated_quotes.said_or_published_on
group by days.day_on
order by days.day_on asc
