-- How loud is each speaker on each topic in the weeks in which the speaker is heard?
-- The rows of marts.share_of_voice_weekly in which somebody is quoted; that mart works out the silent weeks between
-- them when it is asked, since they are many more than there are quotes.
-- published_week_on: Monday of the week (UTC) in which the articles were published.
-- topic_id: Main topic of the article; null when no topic was found.
-- topic: Name of the main topic.
-- entity_id: The speaker in core.entities; null when only the name is known.
-- speaker_name: The speaker's usual name.
-- speaker_kind: person or organisation.
-- quote_count: Quotes, each counted once a story however often it is reprinted, in the week of its first printing.
-- occurrence_count: Quotes, reprints included.
-- publisher_count: Outlets that printed such a quote.
-- voice_share: The speaker's share, from 0 to 1, of quote_count of all named speakers on the topic in the week; null in
-- a week without a first printing.
-- share_change: voice_share less that of the week before; null when either is null or the speaker is new to the topic.
-- voice_rank: Place of the speaker on the topic in the week by quote_count; 1 is loudest, equals share a place; null
-- in a week with reprints only.
-- next_week_on: The next week in which the speaker is heard on the topic; null for the last one.

with

printings as (
    select
        printings.topic_number,
        printings.speaker_number,
        printings.publisher_number,
        printings.is_first_in_story,
        cast(date_trunc('week', printings.published_on) as date) as published_week_on
    from stages.printings as printings
    where
        printings.is_named
        and printings.published_on is not null
),

topics as (
    select * from stages.topics
),

speakers as (
    select * from stages.speakers
),

counted_quotes as (
    select
        printings.published_week_on,
        printings.topic_number,
        printings.speaker_number,
        count(*) filter (where printings.is_first_in_story) as quote_count,
        count(*) as occurrence_count,
        count(distinct printings.publisher_number) as publisher_count
    from printings
    group by all
),

topic_totals as (
    select
        counted_quotes.published_week_on,
        counted_quotes.topic_number,
        nullif(sum(counted_quotes.quote_count), 0) as quote_total
    from counted_quotes
    group by all
),

shared_weeks as (
    select
        counted_quotes.*,
        counted_quotes.quote_count / topic_totals.quote_total as voice_share,
        rank() over (
            partition by counted_quotes.topic_number, counted_quotes.published_week_on
            order by counted_quotes.quote_count desc
        ) as quote_rank
    from counted_quotes
    inner join topic_totals
        on
            counted_quotes.published_week_on = topic_totals.published_week_on
            and counted_quotes.topic_number is not distinct from topic_totals.topic_number
),

followed_weeks as (
    select
        shared_weeks.*,
        lag(shared_weeks.published_week_on) over speaker_weeks as heard_before_on,
        lag(shared_weeks.voice_share) over speaker_weeks as share_when_heard_before,
        lead(shared_weeks.published_week_on) over speaker_weeks as next_week_on
    from shared_weeks
    window
        speaker_weeks as (
            partition by shared_weeks.topic_number, shared_weeks.speaker_number
            order by shared_weeks.published_week_on
        )
)

select
    followed_weeks.published_week_on,
    topics.topic_id,
    topics.topic,
    speakers.entity_id,
    speakers.speaker_name,
    speakers.speaker_kind,
    followed_weeks.quote_count,
    followed_weeks.occurrence_count,
    followed_weeks.publisher_count,
    followed_weeks.voice_share,
    followed_weeks.voice_share - case
        when followed_weeks.heard_before_on = followed_weeks.published_week_on - interval 7 day
            then followed_weeks.share_when_heard_before
        -- silent in the week before, in which others were heard
        when followed_weeks.heard_before_on is not null and totals_before.quote_total is not null then 0
    end as share_change,
    if(followed_weeks.quote_count = 0, null, followed_weeks.quote_rank) as voice_rank,
    followed_weeks.next_week_on
from followed_weeks
inner join speakers
    on followed_weeks.speaker_number = speakers.speaker_number
left join topics
    on followed_weeks.topic_number = topics.topic_number
left join topic_totals as totals_before
    on
        followed_weeks.published_week_on = totals_before.published_week_on + interval 7 day
        and followed_weeks.topic_number is not distinct from totals_before.topic_number
order by
    followed_weeks.topic_number asc,
    followed_weeks.published_week_on asc,
    voice_rank asc,
    followed_weeks.speaker_number asc
