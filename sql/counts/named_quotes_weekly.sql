-- How many quotes of named speakers has each topic, week by week?
-- One row a topic and week of publication from the topic's first week to the last of the warehouse. The marts of voices
-- divide by it, and take from it the weeks in which nobody is heard.
-- published_week_on: Monday of the week (UTC).
-- topic_id: Main topic of the articles; null when no topic was found.
-- topic: Name of the main topic.
-- quote_count: Quotes of named speakers, each counted once a story, in the week of its first printing.
-- occurrence_count: Those quotes, reprints included.
-- has_speakers: Whether a speaker is heard in the week, or both before and after it.

with

topic_volume_weekly as (
    select * from marts.topic_volume_weekly
),

heard_weeks as (
    select
        share_of_voice_weekly.published_week_on,
        share_of_voice_weekly.topic_id,
        sum(share_of_voice_weekly.quote_count) as quote_count,
        sum(share_of_voice_weekly.occurrence_count) as occurrence_count,
        max(share_of_voice_weekly.next_week_on) as heard_until_on
    from counts.share_of_voice_weekly as share_of_voice_weekly
    group by all
)

select
    topic_volume_weekly.published_week_on,
    topic_volume_weekly.topic_id,
    topic_volume_weekly.topic,
    cast(coalesce(heard_weeks.quote_count, 0) as bigint) as quote_count,
    cast(coalesce(heard_weeks.occurrence_count, 0) as bigint) as occurrence_count,
    coalesce(
        heard_weeks.occurrence_count > 0
        or max(heard_weeks.heard_until_on) over (
            partition by topic_volume_weekly.topic_id
            order by topic_volume_weekly.published_week_on
        ) > topic_volume_weekly.published_week_on,
        false
    ) as has_speakers
from topic_volume_weekly
left join heard_weeks
    on
        topic_volume_weekly.published_week_on = heard_weeks.published_week_on
        and topic_volume_weekly.topic_id is not distinct from heard_weeks.topic_id
order by
    topic_volume_weekly.topic_id asc,
    topic_volume_weekly.published_week_on asc
