-- Which topics rise, fall or burst, week by week?
-- One row a topic and week of publication, as in marts.topic_volume_weekly, whose counts it repeats. The burst score
-- compares the week's stories with their mean in the eight weeks before, as square roots: for counts that come by
-- chance (Poisson) 2 * sqrt(count + 3/8) varies by about 1 whatever the mean (Anscombe 1948, The transformation of
-- Poisson, binomial and negative-binomial data), and its difference from that of a mean of n weeks by sqrt(1 + 1/n).
-- Stories are counted and not quotes, since quotes come in clusters.
-- published_week_on: Monday of the week (UTC) in which the articles were published.
-- topic_id: Main topic; null for articles in which no topic was found.
-- topic: Name of the main topic.
-- story_count: Stories, each counted once in the week of its first article.
-- quote_count: Quotes with a speaker, each counted once a story in the week of its first printing.
-- occurrence_count: Quotes with a speaker, reprints included.
-- publisher_count: Outlets with an article about it.
-- article_share: The topic's share, from 0 to 1, of all articles of the week; null in a week without articles.
-- story_change: story_count less that of the week before; null in the topic's first week.
-- quote_change: quote_count less that of the week before; null in the topic's first week.
-- share_change: article_share less that of the week before; null when either is null.
-- earlier_week_count: Weeks before this one that are compared with it, up to eight.
-- mean_story_count_before: Mean of story_count in them; null in the topic's first week.
-- change_rate: story_count over that mean, less 1: 0.5 is half as much again; null when the mean is 0.
-- burst_score: How unusual the week is, in standard deviations; 2 or more comes by chance about once in forty weeks;
-- null in the topic's first week.

with

topic_volume_weekly as (
    select * from marts.topic_volume_weekly
),

compared_weeks as (
    select
        topic_volume_weekly.*,
        lag(topic_volume_weekly.story_count) over topic_order as story_count_before,
        lag(topic_volume_weekly.quote_count) over topic_order as quote_count_before,
        lag(topic_volume_weekly.article_share) over topic_order as article_share_before,
        count(*) over eight_weeks_before as earlier_week_count,
        avg(topic_volume_weekly.story_count) over eight_weeks_before as mean_story_count_before
    from topic_volume_weekly
    window
        topic_order as (
            partition by topic_volume_weekly.topic_id
            order by topic_volume_weekly.published_week_on
        ),
        eight_weeks_before as (
            partition by topic_volume_weekly.topic_id
            order by topic_volume_weekly.published_week_on
            rows between 8 preceding and 1 preceding
        )
)

select
    compared_weeks.published_week_on,
    compared_weeks.topic_id,
    compared_weeks.topic,
    compared_weeks.story_count,
    compared_weeks.quote_count,
    compared_weeks.occurrence_count,
    compared_weeks.publisher_count,
    compared_weeks.article_share,
    compared_weeks.story_count - compared_weeks.story_count_before as story_change,
    compared_weeks.quote_count - compared_weeks.quote_count_before as quote_change,
    compared_weeks.article_share - compared_weeks.article_share_before as share_change,
    compared_weeks.earlier_week_count,
    compared_weeks.mean_story_count_before,
    compared_weeks.story_count / nullif(compared_weeks.mean_story_count_before, 0) - 1 as change_rate,
    round(
        2 * (sqrt(compared_weeks.story_count + 0.375) - sqrt(compared_weeks.mean_story_count_before + 0.375))
        / sqrt(1 + 1 / nullif(compared_weeks.earlier_week_count, 0)),
        6
    ) as burst_score
from compared_weeks
order by
    compared_weeks.topic_id asc,
    compared_weeks.published_week_on asc
