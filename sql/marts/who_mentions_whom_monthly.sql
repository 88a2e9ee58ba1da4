-- Which people and organisations does each speaker bring up, month by month?
-- One row a named speaker, person or organisation that the speaker's reported words mention, and month, from the first
-- month with such a quote to the last, with zeros for months between. What speakers say of themselves is left out, as
-- are quotes without any date. Ask for occurrence_count + pronoun_or_nominal_count > 0, and the months between are not
-- worked out at all.
-- kind: view
-- said_month_on: First day of the month in which the words were said or, if unknown, published.
-- entity_id: The speaker in core.entities.
-- speaker_name: The speaker's usual name.
-- speaker_kind: person or organisation.
-- mentioned_entity_id: Who is mentioned, in core.entities.
-- mentioned_name: That person's or organisation's usual name.
-- mentioned_kind: person or organisation.
-- quote_count: Quotes whose words name them, each counted once a story, in the month of its first printing.
-- occurrence_count: Quotes whose words name them, reprints included.
-- article_count: Articles with a quote that names them, reprints included.
-- publisher_count: Outlets that printed a quote that names them.
-- pronoun_or_nominal_count: Quotes, each counted once a story, that mean them without a name, as by she or the
-- minister; not part of quote_count.

with

mentioning_months as (
    select * from counts.who_mentions_whom_monthly
),

-- read again and not from the CTE, which would be worked out whole before anything is filtered
silent_months as (
    select
        who_mentions_whom_monthly.entity_id,
        who_mentions_whom_monthly.speaker_name,
        who_mentions_whom_monthly.speaker_kind,
        who_mentions_whom_monthly.mentioned_entity_id,
        who_mentions_whom_monthly.mentioned_name,
        who_mentions_whom_monthly.mentioned_kind,
        unnest(
            generate_series(
                who_mentions_whom_monthly.said_month_on + interval 1 month,
                who_mentions_whom_monthly.next_month_on - interval 1 month,
                interval 1 month
            )
        ) as month_on
    from counts.who_mentions_whom_monthly as who_mentions_whom_monthly
    where who_mentions_whom_monthly.next_month_on > who_mentions_whom_monthly.said_month_on + interval 1 month
)

select
    mentioning_months.said_month_on,
    mentioning_months.entity_id,
    mentioning_months.speaker_name,
    mentioning_months.speaker_kind,
    mentioning_months.mentioned_entity_id,
    mentioning_months.mentioned_name,
    mentioning_months.mentioned_kind,
    mentioning_months.quote_count,
    mentioning_months.occurrence_count,
    mentioning_months.article_count,
    mentioning_months.publisher_count,
    mentioning_months.pronoun_or_nominal_count
from mentioning_months
union all
select
    cast(silent_months.month_on as date) as said_month_on,
    silent_months.entity_id,
    silent_months.speaker_name,
    silent_months.speaker_kind,
    silent_months.mentioned_entity_id,
    silent_months.mentioned_name,
    silent_months.mentioned_kind,
    0 as quote_count,
    0 as occurrence_count,
    0 as article_count,
    0 as publisher_count,
    0 as pronoun_or_nominal_count
from silent_months
