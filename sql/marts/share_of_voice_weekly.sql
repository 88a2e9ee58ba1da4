-- How loud is each speaker on each topic, week by week?
-- One row a topic, named speaker and week of publication, from the first week in which the speaker is quoted on the
-- topic to the last, with zeros for silent weeks. A week in which nobody is heard on the topic has one row without a
-- speaker, so that every topic has every week from its first to the last of the warehouse. Main topic of each article
-- only, so that counts add up. Articles without a date are left out. Ask for quote_count > 0, and the silent weeks are
-- not worked out at all.
-- kind: view
-- published_week_on: Monday of the week (UTC) in which the articles were published.
-- topic_id: Main topic of the article; null when no topic was found.
-- topic: Name of the main topic.
-- entity_id: The speaker in core.entities; null when only the name is known, and in a silent week.
-- speaker_name: The speaker's usual name; null in a silent week.
-- speaker_kind: person or organisation; null in a silent week.
-- quote_count: Quotes, each counted once a story however often it is reprinted, in the week of its first printing.
-- occurrence_count: Quotes, reprints included.
-- publisher_count: Outlets that printed such a quote.
-- voice_share: The speaker's share, from 0 to 1, of quote_count of all named speakers on the topic in the week; null in
-- a week without a first printing.
-- share_change: voice_share less that of the week before; null when either is null or the speaker is new to the topic.
-- voice_rank: Place of the speaker on the topic in the week by quote_count; 1 is loudest, equals share a place; null
-- for a silent speaker.

with

heard_weeks as (
    select * from counts.share_of_voice_weekly
),

named_quotes_weekly as (
    select * from counts.named_quotes_weekly
),

-- read again and not from the CTE, which would be worked out whole before anything is filtered
silent_weeks as (
    select
        heard_again.topic_id,
        heard_again.topic,
        heard_again.entity_id,
        heard_again.speaker_name,
        heard_again.speaker_kind,
        heard_again.published_week_on as heard_week_on,
        heard_again.voice_share as heard_share,
        unnest(
            generate_series(
                heard_again.published_week_on + interval 7 day,
                heard_again.next_week_on - interval 7 day,
                interval 7 day
            )
        ) as week_on
    from counts.share_of_voice_weekly as heard_again
    where heard_again.next_week_on > heard_again.published_week_on + interval 7 day
)

select
    heard_weeks.published_week_on,
    heard_weeks.topic_id,
    heard_weeks.topic,
    heard_weeks.entity_id,
    heard_weeks.speaker_name,
    heard_weeks.speaker_kind,
    heard_weeks.quote_count,
    heard_weeks.occurrence_count,
    heard_weeks.publisher_count,
    heard_weeks.voice_share,
    heard_weeks.share_change,
    heard_weeks.voice_rank
from heard_weeks
union all
select
    cast(silent_weeks.week_on as date) as published_week_on,
    silent_weeks.topic_id,
    silent_weeks.topic,
    silent_weeks.entity_id,
    silent_weeks.speaker_name,
    silent_weeks.speaker_kind,
    0 as quote_count,
    0 as occurrence_count,
    0 as publisher_count,
    0 / nullif(this_week.quote_count, 0) as voice_share,
    0 / nullif(this_week.quote_count, 0) - if(
        silent_weeks.week_on = silent_weeks.heard_week_on + interval 7 day,
        silent_weeks.heard_share,
        0 / nullif(week_before.quote_count, 0)
    ) as share_change,
    null as voice_rank
from silent_weeks
inner join named_quotes_weekly as this_week
    on
        silent_weeks.week_on = this_week.published_week_on
        and silent_weeks.topic_id is not distinct from this_week.topic_id
inner join named_quotes_weekly as week_before
    on
        silent_weeks.week_on = week_before.published_week_on + interval 7 day
        and silent_weeks.topic_id is not distinct from week_before.topic_id
union all
-- weeks in which nobody is heard on the topic
select
    named_quotes_weekly.published_week_on,
    named_quotes_weekly.topic_id,
    named_quotes_weekly.topic,
    null as entity_id,
    null as speaker_name,
    null as speaker_kind,
    0 as quote_count,
    0 as occurrence_count,
    0 as publisher_count,
    null as voice_share,
    null as share_change,
    null as voice_rank
from named_quotes_weekly
where not named_quotes_weekly.has_speakers
