-- How many quotes are there for each topic or speaker, period by period, for the largest of them?
-- One row a topic or speaker and period with at least one quote; each quote counts once a story.
-- wanted_subject: topic or speaker.
-- wanted_speaker_key: The speaker; null for all.
-- wanted_period: day, week, month, quarter or year.
-- wanted_first_on: First day that is shown.
-- wanted_last_on: Last day that is shown.
-- wanted_middle_on: Last day of the earlier half of the time that is shown.

with

counted_quotes as (
    select
        if(wanted_subject = 'topic', chosen_quotes.topic_key, chosen_quotes.speaker_key) as subject_key,
        if(wanted_subject = 'topic', chosen_quotes.topic, chosen_quotes.speaker_name) as subject_name,
        chosen_quotes.said_or_published_on
    from chosen_quotes
    where
        chosen_quotes.is_first_in_story
        and chosen_quotes.said_or_published_on between wanted_first_on and wanted_last_on
        and (wanted_speaker_key is null or chosen_quotes.speaker_key = wanted_speaker_key)
        and (wanted_subject = 'topic' or chosen_quotes.is_named)
),

subjects as (
    select
        counted_quotes.subject_key,
        any_value(counted_quotes.subject_name) as subject_name,
        count(*) as quote_count,
        count(*) filter (where counted_quotes.said_or_published_on <= wanted_middle_on) as earlier_count,
        row_number() over (
            order by count(*) desc, any_value(counted_quotes.subject_name) asc, counted_quotes.subject_key asc
        ) as subject_rank,
        count(*) over () as subject_count,
        sum(count(*)) over () as drawn_count
    from counted_quotes
    group by counted_quotes.subject_key
),

periods as (
    select
        counted_quotes.subject_key,
        cast(date_trunc(wanted_period, counted_quotes.said_or_published_on) as date) as period_on,
        count(*) as quote_count
    from counted_quotes
    group by all
)

select
    subjects.subject_rank,
    subjects.subject_name,
    subjects.quote_count as subject_quote_count,
    subjects.earlier_count,
    subjects.subject_count,
    subjects.drawn_count,
    periods.period_on,
    periods.quote_count
from subjects
inner join periods
    on subjects.subject_key = periods.subject_key
where subjects.subject_rank <= 8
order by
    subjects.subject_rank asc,
    periods.period_on asc
