-- What did the most quoted speaker say last, and in which outlet?
with

speakers as (
    select * from marts.speakers
),

speaker_quotes as (
    select * from marts.speaker_quotes
),

top_speaker as (
    select speakers.speaker_name
    from speakers
    order by
        speakers.quote_count desc,
        speakers.speaker_name asc
    limit 1
)

select
    speaker_quotes.speaker_name,
    speaker_quotes.said_or_published_on as said_on,
    speaker_quotes.cue_kind,
    speaker_quotes.publisher,
    left(speaker_quotes.quote_text, 90) as quote_text
from speaker_quotes
inner join top_speaker
    on speaker_quotes.speaker_name = top_speaker.speaker_name
where
    speaker_quotes.is_first_in_story
    and speaker_quotes.parent_quote_id is null
order by
    speaker_quotes.said_or_published_on desc nulls last,
    speaker_quotes.quote_id asc
limit 10
