-- Who is heard most on each topic of our own, and in how many outlets?
with

quote_own_topics as (
    select * from core.quote_own_topics
),

own_topics as (
    select * from core.own_topics
),

speaker_quotes as (
    select * from marts.speaker_quotes
),

counted_speakers as (
    select
        own_topics.topic_id,
        own_topics.name as own_topic,
        speaker_quotes.entity_id,
        speaker_quotes.speaker_name,
        count(*) filter (where speaker_quotes.is_first_in_story) as quote_count,
        count(*) as occurrence_count,
        count(distinct speaker_quotes.publisher) as publisher_count,
        count(*) filter (
            where speaker_quotes.is_first_in_story and quote_own_topics.matched_in = 'words'
        ) as in_own_words_count
    from quote_own_topics
    inner join own_topics
        on quote_own_topics.topic_id = own_topics.topic_id
    inner join speaker_quotes
        on quote_own_topics.quote_id = speaker_quotes.quote_id
    where speaker_quotes.is_named
    group by all
)

select
    counted_speakers.own_topic,
    counted_speakers.speaker_name,
    counted_speakers.quote_count,
    counted_speakers.occurrence_count,
    counted_speakers.publisher_count,
    counted_speakers.in_own_words_count
from counted_speakers
qualify
    row_number() over (
        partition by counted_speakers.topic_id
        order by
            counted_speakers.quote_count desc,
            counted_speakers.occurrence_count desc,
            counted_speakers.speaker_name asc
    ) <= 5
order by
    counted_speakers.own_topic asc,
    counted_speakers.quote_count desc,
    counted_speakers.occurrence_count desc,
    counted_speakers.speaker_name asc
