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

outlet_mix_monthly as (
    select * from marts.outlet_mix_monthly
),

unnamed_quotes as (
    select
        printings.publisher_number,
        printings.article_number,
        printings.is_first_in_story,
        printings.is_direct,
        printings.head_noun,
        cast(date_trunc('month', printings.published_on) as date) as published_month_on
    from stages.printings as printings
    where
        not printings.is_named
        and printings.published_on is not null
),

publishers as (
    select * from stages.publishers
),

-- the same quotes twice: by noun, and as a whole
unnamed_counts as (
    select
        unnamed_quotes.publisher_number,
        unnamed_quotes.published_month_on,
        grouping(unnamed_quotes.head_noun) = 1 as is_total,
        unnamed_quotes.head_noun,
        count(*) filter (where unnamed_quotes.is_first_in_story) as quote_count,
        count(*) as occurrence_count,
        count(distinct unnamed_quotes.article_number) as article_count,
        count(*) filter (where unnamed_quotes.is_direct) as direct_count
    from unnamed_quotes
    group by grouping sets (
        (unnamed_quotes.publisher_number, unnamed_quotes.published_month_on),
        (unnamed_quotes.publisher_number, unnamed_quotes.published_month_on, unnamed_quotes.head_noun)
    )
),

outlet_counts as (
    select
        unnamed_counts.*,
        publishers.publisher
    from unnamed_counts
    left join publishers
        on unnamed_counts.publisher_number = publishers.publisher_number
)

select
    outlet_mix_monthly.published_month_on,
    outlet_mix_monthly.publisher,
    coalesce(outlet_counts.is_total, true) as is_total,
    outlet_counts.head_noun,
    coalesce(outlet_counts.quote_count, 0) as quote_count,
    coalesce(outlet_counts.occurrence_count, 0) as occurrence_count,
    coalesce(outlet_counts.article_count, 0) as article_count,
    coalesce(outlet_counts.direct_count, 0) as direct_count,
    outlet_mix_monthly.occurrence_count as outlet_occurrence_count,
    coalesce(outlet_counts.occurrence_count, 0) / nullif(outlet_mix_monthly.occurrence_count, 0) as unnamed_share
-- it has each outlet's months, and all their quotes
from outlet_mix_monthly
left join outlet_counts
    on
        outlet_mix_monthly.publisher is not distinct from outlet_counts.publisher
        and outlet_mix_monthly.published_month_on = outlet_counts.published_month_on
order by
    outlet_mix_monthly.publisher asc,
    outlet_mix_monthly.published_month_on asc,
    is_total desc,
    occurrence_count desc,
    outlet_counts.head_noun asc
