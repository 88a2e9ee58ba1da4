-- Whom does each outlet quote, and how much, month by month?
-- One row an outlet, named speaker and month of publication, from the first month in which the outlet quotes the
-- speaker to the last, with zeros for months between. Articles without a date are left out. Ask for
-- occurrence_count > 0, and the months between are not worked out at all.
-- kind: view
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

quoted_months as (
    select * from counts.outlet_speakers_monthly
),

outlet_mix_monthly as (
    select * from marts.outlet_mix_monthly
),

-- read again and not from the CTE, which would be worked out whole before anything is filtered
silent_months as (
    select
        outlet_speakers_monthly.publisher,
        outlet_speakers_monthly.entity_id,
        outlet_speakers_monthly.speaker_name,
        outlet_speakers_monthly.speaker_kind,
        unnest(
            generate_series(
                outlet_speakers_monthly.published_month_on + interval 1 month,
                outlet_speakers_monthly.next_month_on - interval 1 month,
                interval 1 month
            )
        ) as month_on
    from counts.outlet_speakers_monthly as outlet_speakers_monthly
    where outlet_speakers_monthly.next_month_on > outlet_speakers_monthly.published_month_on + interval 1 month
)

select
    quoted_months.published_month_on,
    quoted_months.publisher,
    quoted_months.entity_id,
    quoted_months.speaker_name,
    quoted_months.speaker_kind,
    quoted_months.quote_count,
    quoted_months.occurrence_count,
    quoted_months.article_count,
    quoted_months.direct_count,
    quoted_months.outlet_share,
    quoted_months.outlet_rank
from quoted_months
union all
select
    cast(silent_months.month_on as date) as published_month_on,
    silent_months.publisher,
    silent_months.entity_id,
    silent_months.speaker_name,
    silent_months.speaker_kind,
    0 as quote_count,
    0 as occurrence_count,
    0 as article_count,
    0 as direct_count,
    0 / nullif(outlet_mix_monthly.occurrence_count - outlet_mix_monthly.unnamed_count, 0) as outlet_share,
    null as outlet_rank
from silent_months
inner join outlet_mix_monthly
    on
        silent_months.month_on = outlet_mix_monthly.published_month_on
        and silent_months.publisher is not distinct from outlet_mix_monthly.publisher
