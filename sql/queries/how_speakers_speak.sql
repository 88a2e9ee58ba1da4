-- How do the most quoted speakers speak: who warns, denies, promises or criticises most?
with

speaker_quotes as (
    select * from marts.speaker_quotes
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
