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

current_articles as (
    select * from marts.current_articles
),

printings as (
    select * from stages.printings
),

publishers as (
    select * from stages.publishers
),

dated_quotes as (
    select
        publishers.publisher,
        printings.article_number,
        printings.is_named,
        printings.is_first_in_story,
        printings.is_direct,
        printings.head_noun,
        cast(date_trunc('month', printings.published_on) as date) as published_month_on
    from printings
    left join publishers
        on printings.publisher_number = publishers.publisher_number
    where printings.published_on is not null
),

outlet_spans as (
    select
        current_articles.publisher,
        cast(date_trunc('month', min(current_articles.published_on)) as date) as first_month_on
    from current_articles
    where current_articles.published_on is not null
    group by current_articles.publisher
),

last_month as (
    select cast(date_trunc('month', max(current_articles.published_on)) as date) as last_month_on
    from current_articles
),

outlet_months as (
    select
        outlet_spans.publisher,
        cast(
            unnest(generate_series(outlet_spans.first_month_on, last_month.last_month_on, interval 1 month)) as date
        ) as published_month_on
    from outlet_spans
    cross join last_month
),

outlet_counts as (
    select
        dated_quotes.publisher,
        dated_quotes.published_month_on,
        count(*) as outlet_occurrence_count
    from dated_quotes
    group by all
),

-- the same quotes twice: by noun, and as a whole
unnamed_counts as (
    select
        dated_quotes.publisher,
        dated_quotes.published_month_on,
        grouping(dated_quotes.head_noun) = 1 as is_total,
        dated_quotes.head_noun,
        count(*) filter (where dated_quotes.is_first_in_story) as quote_count,
        count(*) as occurrence_count,
        count(distinct dated_quotes.article_number) as article_count,
        count(*) filter (where dated_quotes.is_direct) as direct_count
    from dated_quotes
    where not dated_quotes.is_named
    group by grouping sets (
        (dated_quotes.publisher, dated_quotes.published_month_on),
        (dated_quotes.publisher, dated_quotes.published_month_on, dated_quotes.head_noun)
    )
),

outlet_rows as (
    select
        outlet_months.publisher,
        outlet_months.published_month_on,
        coalesce(unnamed_counts.is_total, true) as is_total,
        unnamed_counts.head_noun,
        coalesce(unnamed_counts.quote_count, 0) as quote_count,
        coalesce(unnamed_counts.occurrence_count, 0) as occurrence_count,
        coalesce(unnamed_counts.article_count, 0) as article_count,
        coalesce(unnamed_counts.direct_count, 0) as direct_count,
        coalesce(outlet_counts.outlet_occurrence_count, 0) as outlet_occurrence_count
    from outlet_months
    left join unnamed_counts
        on
            outlet_months.publisher is not distinct from unnamed_counts.publisher
            and outlet_months.published_month_on = unnamed_counts.published_month_on
    left join outlet_counts
        on
            outlet_months.publisher is not distinct from outlet_counts.publisher
            and outlet_months.published_month_on = outlet_counts.published_month_on
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
