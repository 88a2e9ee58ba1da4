-- Which characters of which article prove the latest quote of the most quoted speaker?
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
),

latest_quote as (
    select speaker_quotes.quote_id
    from speaker_quotes
    inner join top_speaker
        on speaker_quotes.speaker_name = top_speaker.speaker_name
    order by
        speaker_quotes.said_or_published_on desc nulls last,
        speaker_quotes.quote_id asc
    limit 1
)

select
    trace.span_kind,
    trace.span_start,
    trace.span_end,
    trace.text_before,
    trace.span_text,
    trace.text_after,
    trace.source_uri
from trace((select latest_quote.quote_id from latest_quote)) as trace
order by trace.span_start asc
