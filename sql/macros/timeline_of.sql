-- How much did this person or organisation say, month by month?
-- One row a month from the speaker's first quote to the last, with zeros for silent months.
-- usage: select * from timeline_of('Name Surname')
-- wanted_name: The name, whole; as in quotes_by.

select
    speaker_months.period_on as said_month_on,
    speaker_months.quote_count,
    speaker_months.occurrence_count,
    speaker_months.publisher_count,
    speaker_months.topic
from periods_of(wanted_name, 'month') as speaker_months
order by said_month_on asc
