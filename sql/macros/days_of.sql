-- How much did this person or organisation say on each day?
-- One row a day from the speaker's first quote to the last, with zeros for silent days.
-- usage: select * from days_of('Name Surname')
-- wanted_name: The name, whole; as in quotes_by.

select
    speaker_days.period_on as day_on,
    speaker_days.quote_count,
    speaker_days.occurrence_count,
    speaker_days.publisher_count,
    speaker_days.topic
from periods_of(wanted_name, 'day') as speaker_days
order by day_on asc
