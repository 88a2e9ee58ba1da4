-- How loud is each speaker on each topic, week by week?
-- One row a topic, named speaker and week of publication, from the first week in which the speaker is quoted on the
-- topic to the last, with zeros for silent weeks. A week in which nobody is heard on the topic has one row without a
-- speaker, so that every topic has every week from its first to the last of the warehouse. Main topic of each article
-- only, so that counts add up. Articles without a date are left out.
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

speaker_quotes as (
    select * from marts.speaker_quotes
),

topic_volume_weekly as (
    select * from marts.topic_volume_weekly
),

counted_quotes as (
    select
        cast(date_trunc('week', speaker_quotes.published_on) as date) as published_week_on,
        speaker_quotes.topic_id,
        speaker_quotes.topic,
        speaker_quotes.entity_id,
        speaker_quotes.speaker_name,
        speaker_quotes.speaker_kind,
        count(*) filter (where speaker_quotes.is_first_in_story) as quote_count,
        count(*) as occurrence_count,
        count(distinct speaker_quotes.publisher) as publisher_count
    from speaker_quotes
    where
        speaker_quotes.is_named
        and speaker_quotes.published_on is not null
    group by all
),

followed_weeks as (
    select
        counted_quotes.*,
        lead(counted_quotes.published_week_on) over (
            partition by
                counted_quotes.topic_id,
                counted_quotes.entity_id,
                counted_quotes.speaker_name,
                counted_quotes.speaker_kind
            order by counted_quotes.published_week_on
        ) as next_week_on
    from counted_quotes
),

-- each week with quotes, and after it the silent weeks before the next one
weeks as (
    select
        followed_weeks.*,
        cast(
            unnest(
                generate_series(
                    followed_weeks.published_week_on,
                    coalesce(followed_weeks.next_week_on - interval 7 day, followed_weeks.published_week_on),
                    interval 7 day
                )
            ) as date
        ) as week_on
    from followed_weeks
),

speaker_weeks as (
    select
        weeks.week_on as published_week_on,
        weeks.topic_id,
        weeks.topic,
        weeks.entity_id,
        weeks.speaker_name,
        weeks.speaker_kind,
        if(weeks.week_on = weeks.published_week_on, weeks.quote_count, 0) as quote_count,
        if(weeks.week_on = weeks.published_week_on, weeks.occurrence_count, 0) as occurrence_count,
        if(weeks.week_on = weeks.published_week_on, weeks.publisher_count, 0) as publisher_count
    from weeks
),

topic_weeks as (
    select distinct
        speaker_weeks.published_week_on,
        speaker_weeks.topic_id
    from speaker_weeks
),

silent_weeks as (
    select
        topic_volume_weekly.published_week_on,
        topic_volume_weekly.topic_id,
        topic_volume_weekly.topic
    from topic_volume_weekly
    left join topic_weeks
        on
            topic_volume_weekly.published_week_on = topic_weeks.published_week_on
            and topic_volume_weekly.topic_id is not distinct from topic_weeks.topic_id
    where topic_weeks.published_week_on is null
),

all_weeks as (
    select speaker_weeks.*
    from speaker_weeks
    union all by name
    select
        silent_weeks.published_week_on,
        silent_weeks.topic_id,
        silent_weeks.topic,
        0 as quote_count,
        0 as occurrence_count,
        0 as publisher_count
    from silent_weeks
),

shared_weeks as (
    select
        all_weeks.*,
        if(
            all_weeks.speaker_name is null,
            null,
            all_weeks.quote_count / nullif(
                sum(all_weeks.quote_count) over (partition by all_weeks.topic_id, all_weeks.published_week_on), 0
            )
        ) as voice_share,
        rank() over (
            partition by all_weeks.topic_id, all_weeks.published_week_on
            order by all_weeks.quote_count desc
        ) as quote_rank
    from all_weeks
)

select
    shared_weeks.published_week_on,
    shared_weeks.topic_id,
    shared_weeks.topic,
    shared_weeks.entity_id,
    shared_weeks.speaker_name,
    shared_weeks.speaker_kind,
    shared_weeks.quote_count,
    shared_weeks.occurrence_count,
    shared_weeks.publisher_count,
    shared_weeks.voice_share,
    shared_weeks.voice_share - lag(shared_weeks.voice_share) over (
        partition by
            shared_weeks.topic_id,
            shared_weeks.entity_id,
            shared_weeks.speaker_name,
            shared_weeks.speaker_kind
        order by shared_weeks.published_week_on
    ) as share_change,
    if(shared_weeks.quote_count = 0, null, shared_weeks.quote_rank) as voice_rank
from shared_weeks
order by
    shared_weeks.topic_id asc,
    shared_weeks.published_week_on asc,
    voice_rank asc,
    shared_weeks.speaker_name asc,
    shared_weeks.entity_id asc
