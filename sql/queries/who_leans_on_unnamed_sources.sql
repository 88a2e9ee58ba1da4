-- Which outlet leans most on sources without a name in a month, and what does it call them?
with

unnamed_sources_monthly as (
    select * from marts.unnamed_sources_monthly
),

totals as (
    select unnamed_sources_monthly.*
    from unnamed_sources_monthly
    where unnamed_sources_monthly.is_total
),

nouns as (
    select
        unnamed_sources_monthly.published_month_on,
        unnamed_sources_monthly.publisher,
        string_agg(
            unnamed_sources_monthly.head_noun, ', '
            order by unnamed_sources_monthly.occurrence_count desc, unnamed_sources_monthly.head_noun asc
        ) as head_nouns
    from unnamed_sources_monthly
    where not unnamed_sources_monthly.is_total
    group by
        unnamed_sources_monthly.published_month_on,
        unnamed_sources_monthly.publisher
)

select
    totals.published_month_on,
    totals.publisher,
    totals.occurrence_count as unnamed_count,
    totals.outlet_occurrence_count as all_count,
    round(totals.unnamed_share, 2) as unnamed_share,
    nouns.head_nouns
from totals
inner join nouns
    on
        totals.published_month_on = nouns.published_month_on
        and totals.publisher is not distinct from nouns.publisher
order by
    unnamed_share desc,
    unnamed_count desc,
    totals.published_month_on asc,
    totals.publisher asc
limit 12
