-- How do the most quoted speakers speak: who warns, denies, promises or criticises most?
with

speakers as (
    select * from marts.speakers
),

speaker_quotes as (
    select * from marts.speaker_quotes
),

top_speakers as (
    select
        speakers.entity_id,
        speakers.speaker_name
    from speakers
    group by
        speakers.entity_id,
        speakers.speaker_name
    having sum(speakers.quote_count) > 0
    order by
        sum(speakers.quote_count) desc,
        speakers.speaker_name asc
    limit 20
)

select
    speaker_quotes.speaker_name,
    count(*) as quote_count,
    count(*) filter (where speaker_quotes.cue_kind = 'warn') as warn_count,
    count(*) filter (where speaker_quotes.cue_kind = 'deny') as deny_count,
    count(*) filter (where speaker_quotes.cue_kind = 'promise') as promise_count,
    count(*) filter (where speaker_quotes.cue_kind = 'demand') as demand_count,
    count(*) filter (where speaker_quotes.cue_kind = 'praise') as praise_count,
    count(*) filter (where speaker_quotes.cue_kind = 'criticise') as criticise_count
from speaker_quotes
inner join top_speakers
    on
        speaker_quotes.speaker_name = top_speakers.speaker_name
        and speaker_quotes.entity_id is not distinct from top_speakers.entity_id
where
    speaker_quotes.is_named
    and speaker_quotes.is_first_in_story
group by
    speaker_quotes.entity_id,
    speaker_quotes.speaker_name
order by
    quote_count desc,
    speaker_quotes.speaker_name asc
limit 20
