-- Which phrases are new or rising this week, against the eight weeks before?
-- One row a week of publication and phrase that at least two stories of the week have among their key phrases; a week
-- without such a phrase has one row without a phrase. Log-odds with an informative Dirichlet prior (Monroe, Colaresi
-- and Quinn 2008, Fightin' Words): the phrase's odds among the phrases of the week's stories against those of the
-- eight weeks before, both drawn towards its share in the whole warehouse as if by one more week of average size.
-- published_week_on: Monday of the week (UTC) in which the stories first appeared.
-- phrase: The phrase, in lower case; null in a week without one.
-- story_count: Stories of the week that have the phrase among their key phrases, reprints counted once.
-- story_count_before: Stories of the eight weeks before that have it.
-- log_odds: Logarithm of the ratio of the two odds; above 0 the phrase is more frequent than before.
-- z_score: log_odds in units of its standard error; 1.96 or more would come by chance once in forty phrases.
-- emergence_rank: Place of the phrase among those of its week; 1 rises most; null in a week without one.
-- is_new: Whether no story of the eight weeks before has it, though there were stories; null in a week without one.

with

current_articles as (
    select * from marts.current_articles
),

article_phrases as (
    select * from core.article_phrases
),

calendar as (
    select * from marts.calendar
),

story_weeks as (
    select
        current_articles.story_id,
        cast(date_trunc('week', min(current_articles.published_on)) as date) as published_week_on
    from current_articles
    where current_articles.published_on is not null
    group by all
),

story_phrases as (
    select distinct
        story_weeks.published_week_on,
        story_weeks.story_id,
        article_phrases.phrase
    from article_phrases
    inner join current_articles
        on article_phrases.version_id = current_articles.version_id
    inner join story_weeks
        on current_articles.story_id = story_weeks.story_id
),

phrase_weeks as (
    select
        story_phrases.published_week_on,
        story_phrases.phrase,
        count(*) as story_count
    from story_phrases
    group by all
),

week_sizes as (
    select
        phrase_weeks.published_week_on,
        sum(phrase_weeks.story_count) as phrase_total
    from phrase_weeks
    group by all
),

-- the prior: a phrase's share in the whole warehouse, worth as many phrases as an average week has
priors as (
    select
        phrase_weeks.phrase,
        sum(phrase_weeks.story_count) / (select count(*) from week_sizes) as phrase_prior
    from phrase_weeks
    group by all
),

prior_sizes as (
    select avg(week_sizes.phrase_total) as prior_total
    from week_sizes
),

totals_before as (
    select
        weeks.published_week_on,
        coalesce(sum(earlier_weeks.phrase_total), 0) as phrase_total_before
    from week_sizes as weeks
    left join week_sizes as earlier_weeks
        on
            weeks.published_week_on > earlier_weeks.published_week_on
            and weeks.published_week_on <= earlier_weeks.published_week_on + interval 56 day
    group by all
),

frequent_phrases as (
    select
        phrase_weeks.published_week_on,
        phrase_weeks.phrase,
        phrase_weeks.story_count
    from phrase_weeks
    where phrase_weeks.story_count >= 2
),

counts_before as (
    select
        frequent_phrases.published_week_on,
        frequent_phrases.phrase,
        frequent_phrases.story_count,
        coalesce(sum(earlier_weeks.story_count), 0) as story_count_before
    from frequent_phrases
    left join phrase_weeks as earlier_weeks
        on
            frequent_phrases.phrase = earlier_weeks.phrase
            and frequent_phrases.published_week_on > earlier_weeks.published_week_on
            and frequent_phrases.published_week_on <= earlier_weeks.published_week_on + interval 56 day
    group by all
),

-- what the odds are made of: phrases seen or lent by the prior, and all the others
weighed_counts as (
    select
        counts_before.published_week_on,
        counts_before.phrase,
        counts_before.story_count,
        counts_before.story_count_before,
        totals_before.phrase_total_before,
        counts_before.story_count + priors.phrase_prior as phrase_now,
        counts_before.story_count_before + priors.phrase_prior as phrase_before,
        week_sizes.phrase_total + prior_sizes.prior_total as all_now,
        totals_before.phrase_total_before + prior_sizes.prior_total as all_before
    from counts_before
    inner join priors
        on counts_before.phrase = priors.phrase
    inner join week_sizes
        on counts_before.published_week_on = week_sizes.published_week_on
    inner join totals_before
        on counts_before.published_week_on = totals_before.published_week_on
    cross join prior_sizes
),

log_odds_ratios as (
    select
        weighed_counts.*,
        -- the others are none only in a warehouse with a single phrase
        ln(weighed_counts.phrase_now / nullif(weighed_counts.all_now - weighed_counts.phrase_now, 0))
        - ln(weighed_counts.phrase_before / nullif(weighed_counts.all_before - weighed_counts.phrase_before, 0))
            as log_odds,
        sqrt(1 / weighed_counts.phrase_now + 1 / weighed_counts.phrase_before) as standard_error
    from weighed_counts
),

scored_phrases as (
    select
        log_odds_ratios.*,
        log_odds_ratios.log_odds / log_odds_ratios.standard_error as z_score
    from log_odds_ratios
),

ranked_phrases as (
    select
        scored_phrases.published_week_on,
        scored_phrases.phrase,
        scored_phrases.story_count,
        cast(scored_phrases.story_count_before as bigint) as story_count_before,
        round(scored_phrases.log_odds, 6) as log_odds,
        round(scored_phrases.z_score, 6) as z_score,
        row_number() over (
            partition by scored_phrases.published_week_on
            order by scored_phrases.z_score desc nulls last, scored_phrases.phrase asc
        ) as emergence_rank,
        scored_phrases.story_count_before = 0 and scored_phrases.phrase_total_before > 0 as is_new
    from scored_phrases
),

silent_weeks as (
    select distinct calendar.week_on
    from calendar
    where calendar.week_on not in (select frequent_phrases.published_week_on from frequent_phrases)
),

all_weeks as (
    select ranked_phrases.*
    from ranked_phrases
    union all by name
    select
        silent_weeks.week_on as published_week_on,
        0 as story_count
    from silent_weeks
)

select
    all_weeks.published_week_on,
    all_weeks.phrase,
    all_weeks.story_count,
    all_weeks.story_count_before,
    all_weeks.log_odds,
    all_weeks.z_score,
    all_weeks.emergence_rank,
    all_weeks.is_new
from all_weeks
order by
    all_weeks.published_week_on asc,
    all_weeks.emergence_rank asc
