-- Who turned on a topic from claiming, promising or praising to denying or criticising, or the other way round?
with

speaker_positions as (
    select * from marts.speaker_positions
),

leanings as (
    select
        speaker_positions.*,
        case
            when speaker_positions.cue_kind in ('claim', 'promise', 'praise') then 'for'
            when speaker_positions.cue_kind in ('deny', 'criticise') then 'against'
        end as leaning
    from speaker_positions
    where
        speaker_positions.confidence >= 0.5
        and speaker_positions.topic_id is not null
        -- one or two words, such as "the claim", do not say what was denied
        and len(string_split(speaker_positions.quote_text, ' ')) >= 3
),

turns as (
    select
        leanings.*,
        lag(leanings.leaning) over speaker_topic as previous_leaning,
        lag(leanings.quote_text) over speaker_topic as previous_quote_text,
        lag(leanings.said_or_published_on) over speaker_topic as previous_on
    from leanings
    where leanings.leaning is not null
    window
        speaker_topic as (
            partition by leanings.entity_id, leanings.speaker_name, leanings.topic_id
            order by leanings.position_number
        )
)

select
    turns.speaker_name,
    turns.topic,
    turns.previous_on,
    left(turns.previous_quote_text, 60) as previous_quote_text,
    turns.said_or_published_on,
    turns.cue_kind,
    left(turns.quote_text, 60) as quote_text
from turns
where
    turns.leaning <> turns.previous_leaning
    and turns.said_or_published_on > turns.previous_on
order by
    turns.said_or_published_on - turns.previous_on asc,
    turns.speaker_name asc,
    turns.quote_id asc
limit 15
