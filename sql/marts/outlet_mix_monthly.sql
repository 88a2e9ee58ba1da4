-- What does each outlet's reporting of speech consist of, month by month: quoted or paraphrased, named or not, whose?
-- One row an outlet and month of publication, from the outlet's first month to the last month of the warehouse, with
-- zeros for months without an article. Articles without a date are left out.
-- published_month_on: First day of the month (UTC) in which the articles were published.
-- publisher: The outlet; null when unknown.
-- article_count: Articles of the outlet, reprints of others included.
-- reprint_count: Those of article_count that reprint a story which another article had first.
-- quote_count: Quotes with a speaker whose first printing is in this outlet: each counts once a story, for one outlet
-- only.
-- occurrence_count: Quotes with a speaker printed in this outlet, reprints of others included.
-- direct_count: Those of occurrence_count that stand wholly inside quotation marks.
-- mixed_count: Those that stand partly inside them.
-- indirect_count: Those that stand outside them.
-- unnamed_count: Those whose speaker has no name.
-- speaker_count: Named speakers who are quoted.
-- direct_share: direct_count as a share, from 0 to 1, of occurrence_count; null in a month without quotes.
-- mixed_share: mixed_count as such a share.
-- indirect_share: indirect_count as such a share.
-- unnamed_share: unnamed_count as such a share.
-- reprinted_share: Share, from 0 to 1, of occurrence_count that another article had printed first.
-- quotes_per_article: occurrence_count over article_count; null in a month without articles.
-- top_speakers: Up to five named speakers with most occurrences: speaker_name, entity_id, occurrence_count.

with

current_articles as (
    select * from marts.current_articles
),

speaker_quotes as (
    select * from marts.speaker_quotes
),

outlet_speakers_monthly as (
    select * from counts.outlet_speakers_monthly
),

dated_articles as (
    select
        current_articles.publisher,
        current_articles.is_first_in_story,
        cast(date_trunc('month', current_articles.published_on) as date) as published_month_on
    from current_articles
    where current_articles.published_on is not null
),

outlet_spans as (
    select
        dated_articles.publisher,
        min(dated_articles.published_month_on) as first_month_on
    from dated_articles
    group by dated_articles.publisher
),

last_month as (
    select max(dated_articles.published_month_on) as last_month_on
    from dated_articles
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

article_counts as (
    select
        dated_articles.publisher,
        dated_articles.published_month_on,
        count(*) as article_count,
        count(*) filter (where not dated_articles.is_first_in_story) as reprint_count
    from dated_articles
    group by
        dated_articles.publisher,
        dated_articles.published_month_on
),

quote_counts as (
    select
        speaker_quotes.publisher,
        cast(date_trunc('month', speaker_quotes.published_on) as date) as published_month_on,
        count(*) filter (where speaker_quotes.is_first_in_story) as quote_count,
        count(*) as occurrence_count,
        count(*) filter (where speaker_quotes.quote_kind = 'direct') as direct_count,
        count(*) filter (where speaker_quotes.quote_kind = 'mixed') as mixed_count,
        count(*) filter (where speaker_quotes.quote_kind = 'indirect') as indirect_count,
        count(*) filter (where not speaker_quotes.is_named) as unnamed_count
    from speaker_quotes
    where speaker_quotes.published_on is not null
    group by all
),

quoted_speakers as (
    select
        outlet_speakers_monthly.*,
        row_number() over (
            partition by outlet_speakers_monthly.publisher, outlet_speakers_monthly.published_month_on
            order by
                outlet_speakers_monthly.occurrence_count desc,
                outlet_speakers_monthly.speaker_name asc,
                outlet_speakers_monthly.entity_id asc
        ) as speaker_number
    from outlet_speakers_monthly
),

speaker_lists as (
    select
        quoted_speakers.publisher,
        quoted_speakers.published_month_on,
        count(*) as speaker_count,
        list(
            struct_pack(
                speaker_name := quoted_speakers.speaker_name,
                entity_id := quoted_speakers.entity_id,
                occurrence_count := quoted_speakers.occurrence_count
            )
            order by quoted_speakers.speaker_number
        ) filter (where quoted_speakers.speaker_number <= 5) as top_speakers
    from quoted_speakers
    group by
        quoted_speakers.publisher,
        quoted_speakers.published_month_on
),

mixes as (
    select
        outlet_months.published_month_on,
        outlet_months.publisher,
        coalesce(article_counts.article_count, 0) as article_count,
        coalesce(article_counts.reprint_count, 0) as reprint_count,
        coalesce(quote_counts.quote_count, 0) as quote_count,
        coalesce(quote_counts.occurrence_count, 0) as occurrence_count,
        coalesce(quote_counts.direct_count, 0) as direct_count,
        coalesce(quote_counts.mixed_count, 0) as mixed_count,
        coalesce(quote_counts.indirect_count, 0) as indirect_count,
        coalesce(quote_counts.unnamed_count, 0) as unnamed_count,
        coalesce(speaker_lists.speaker_count, 0) as speaker_count,
        coalesce(speaker_lists.top_speakers, []) as top_speakers
    from outlet_months
    left join article_counts
        on
            outlet_months.publisher is not distinct from article_counts.publisher
            and outlet_months.published_month_on = article_counts.published_month_on
    left join quote_counts
        on
            outlet_months.publisher is not distinct from quote_counts.publisher
            and outlet_months.published_month_on = quote_counts.published_month_on
    left join speaker_lists
        on
            outlet_months.publisher is not distinct from speaker_lists.publisher
            and outlet_months.published_month_on = speaker_lists.published_month_on
)

select
    mixes.published_month_on,
    mixes.publisher,
    mixes.article_count,
    mixes.reprint_count,
    mixes.quote_count,
    mixes.occurrence_count,
    mixes.direct_count,
    mixes.mixed_count,
    mixes.indirect_count,
    mixes.unnamed_count,
    mixes.speaker_count,
    mixes.direct_count / nullif(mixes.occurrence_count, 0) as direct_share,
    mixes.mixed_count / nullif(mixes.occurrence_count, 0) as mixed_share,
    mixes.indirect_count / nullif(mixes.occurrence_count, 0) as indirect_share,
    mixes.unnamed_count / nullif(mixes.occurrence_count, 0) as unnamed_share,
    (mixes.occurrence_count - mixes.quote_count) / nullif(mixes.occurrence_count, 0) as reprinted_share,
    mixes.occurrence_count / nullif(mixes.article_count, 0) as quotes_per_article,
    mixes.top_speakers
from mixes
order by
    mixes.publisher asc,
    mixes.published_month_on asc
