-- Whom does each outlet quote, and how much, month by month?
-- One row an outlet, named speaker and month of publication, from the first month in which the outlet quotes the
-- speaker to the last, with zeros for months between. Articles without a date are left out.
-- published_month_on: First day of the month (UTC) in which the articles were published.
-- publisher: The outlet; null when unknown.
-- entity_id: The speaker in core.entities.
-- speaker_name: The speaker's usual name.
-- speaker_kind: person or organisation.
-- quote_count: Quotes whose first printing is in this outlet: each counts once a story, for one outlet only.
-- occurrence_count: Quotes printed in this outlet, reprints of others included.
-- article_count: Articles of the outlet that quote the speaker.
-- direct_count: Those of occurrence_count that stand wholly inside quotation marks.
-- outlet_share: The speaker's share, from 0 to 1, of the outlet's occurrence_count in the month, named speakers only;
-- null in a month in which the outlet quotes nobody by name.
-- outlet_rank: Place of the speaker in the outlet's month by occurrence_count; 1 is quoted most, equals share a place;
-- null in a month without a quote.

with

speaker_quotes as (
    select * from marts.speaker_quotes
),

dated_quotes as (
    select
        speaker_quotes.*,
        cast(date_trunc('month', speaker_quotes.published_on) as date) as published_month_on
    from speaker_quotes
    where
        speaker_quotes.is_named
        and speaker_quotes.published_on is not null
),

counted_quotes as (
    select
        dated_quotes.published_month_on,
        dated_quotes.publisher,
        dated_quotes.entity_id,
        dated_quotes.speaker_name,
        dated_quotes.speaker_kind,
        count(*) filter (where dated_quotes.is_first_in_story) as quote_count,
        count(*) as occurrence_count,
        count(distinct dated_quotes.article_id) as article_count,
        count(*) filter (where dated_quotes.quote_kind = 'direct') as direct_count
    from dated_quotes
    group by all
),

followed_months as (
    select
        counted_quotes.*,
        lead(counted_quotes.published_month_on) over (
            partition by
                counted_quotes.publisher,
                counted_quotes.entity_id,
                counted_quotes.speaker_name,
                counted_quotes.speaker_kind
            order by counted_quotes.published_month_on
        ) as next_month_on
    from counted_quotes
),

-- each month with quotes, and after it the months without before the next one
months as (
    select
        followed_months.*,
        cast(
            unnest(
                generate_series(
                    followed_months.published_month_on,
                    coalesce(followed_months.next_month_on - interval 1 month, followed_months.published_month_on),
                    interval 1 month
                )
            ) as date
        ) as month_on
    from followed_months
),

counted_months as (
    select
        months.month_on as published_month_on,
        months.publisher,
        months.entity_id,
        months.speaker_name,
        months.speaker_kind,
        if(months.month_on = months.published_month_on, months.quote_count, 0) as quote_count,
        if(months.month_on = months.published_month_on, months.occurrence_count, 0) as occurrence_count,
        if(months.month_on = months.published_month_on, months.article_count, 0) as article_count,
        if(months.month_on = months.published_month_on, months.direct_count, 0) as direct_count
    from months
)

select
    counted_months.published_month_on,
    counted_months.publisher,
    counted_months.entity_id,
    counted_months.speaker_name,
    counted_months.speaker_kind,
    counted_months.quote_count,
    counted_months.occurrence_count,
    counted_months.article_count,
    counted_months.direct_count,
    counted_months.occurrence_count / nullif(
        sum(counted_months.occurrence_count) over (
            partition by counted_months.published_month_on, counted_months.publisher
        ),
        0
    ) as outlet_share,
    if(
        counted_months.occurrence_count = 0,
        null,
        rank() over (
            partition by counted_months.published_month_on, counted_months.publisher
            order by counted_months.occurrence_count desc
        )
    ) as outlet_rank
from counted_months
order by
    counted_months.publisher asc,
    counted_months.published_month_on asc,
    outlet_rank asc,
    counted_months.speaker_name asc,
    counted_months.entity_id asc
