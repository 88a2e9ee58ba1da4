-- How much does each outlet lean on sources without a name, and what does it call them, month by month?
-- One row (is_total) an outlet and month of publication, from the outlet's first month to the last month of the
-- warehouse, with zeros for months without such sources; besides it, one row for each noun that they go by in that
-- month. Noun rows add up to the total row (article_count does not), so filter by is_total and never sum both.
-- Articles without a date are left out.
-- published_month_on: First day of the month (UTC) in which the articles were published.
-- publisher: The outlet; null when unknown.
-- is_total: True on the row that counts all quotes of unnamed sources of the outlet's month.
-- head_noun: What the sources are called, such as official; null on total rows and where the words have no noun.
-- quote_count: Quotes of such sources whose first printing is in this outlet: each counts once a story, for one outlet
-- only.
-- occurrence_count: Quotes of such sources printed in this outlet, reprints of others included.
-- article_count: Articles of the outlet with such a quote.
-- direct_count: Those of occurrence_count that stand wholly inside quotation marks.
-- outlet_occurrence_count: All quotes with a speaker, named or not, printed in this outlet in the month.
-- unnamed_share: occurrence_count as a share, from 0 to 1, of outlet_occurrence_count; null in a month without quotes.

with

speaker_quotes as (
    select * from marts.speaker_quotes
),

quote_speakers as (
    select * from core.quote_speakers
),

outlet_mix_monthly as (
    select * from marts.outlet_mix_monthly
),

unnamed_quotes as (
    select
        speaker_quotes.publisher,
        speaker_quotes.article_id,
        speaker_quotes.is_first_in_story,
        speaker_quotes.quote_kind,
        quote_speakers.head_noun,
        cast(date_trunc('month', speaker_quotes.published_on) as date) as published_month_on
    from speaker_quotes
    left join quote_speakers
        on speaker_quotes.quote_id = quote_speakers.quote_id
    where
        speaker_quotes.published_on is not null
        and not speaker_quotes.is_named
),

-- the same quotes twice: by noun, and as a whole
unnamed_counts as (
    select
        unnamed_quotes.publisher,
        unnamed_quotes.published_month_on,
        grouping(unnamed_quotes.head_noun) = 1 as is_total,
        unnamed_quotes.head_noun,
        count(*) filter (where unnamed_quotes.is_first_in_story) as quote_count,
        count(*) as occurrence_count,
        count(distinct unnamed_quotes.article_id) as article_count,
        count(*) filter (where unnamed_quotes.quote_kind = 'direct') as direct_count
    from unnamed_quotes
    group by grouping sets (
        (unnamed_quotes.publisher, unnamed_quotes.published_month_on),
        (unnamed_quotes.publisher, unnamed_quotes.published_month_on, unnamed_quotes.head_noun)
    )
),

outlet_rows as (
    select
        outlet_mix_monthly.publisher,
        outlet_mix_monthly.published_month_on,
        outlet_mix_monthly.occurrence_count as outlet_occurrence_count,
        coalesce(unnamed_counts.is_total, true) as is_total,
        unnamed_counts.head_noun,
        coalesce(unnamed_counts.quote_count, 0) as quote_count,
        coalesce(unnamed_counts.occurrence_count, 0) as occurrence_count,
        coalesce(unnamed_counts.article_count, 0) as article_count,
        coalesce(unnamed_counts.direct_count, 0) as direct_count
    from outlet_mix_monthly
    left join unnamed_counts
        on
            outlet_mix_monthly.publisher is not distinct from unnamed_counts.publisher
            and outlet_mix_monthly.published_month_on = unnamed_counts.published_month_on
)

select
    outlet_rows.published_month_on,
    outlet_rows.publisher,
    outlet_rows.is_total,
    outlet_rows.head_noun,
    outlet_rows.quote_count,
    outlet_rows.occurrence_count,
    outlet_rows.article_count,
    outlet_rows.direct_count,
    outlet_rows.outlet_occurrence_count,
    outlet_rows.occurrence_count / nullif(outlet_rows.outlet_occurrence_count, 0) as unnamed_share
from outlet_rows
order by
    outlet_rows.publisher asc,
    outlet_rows.published_month_on asc,
    outlet_rows.is_total desc,
    outlet_rows.occurrence_count desc,
    outlet_rows.head_noun asc
