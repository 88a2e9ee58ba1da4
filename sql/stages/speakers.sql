-- Which number has each speaker?
-- One row a speaker by entity, name and kind, the unnamed among them.
-- speaker_number: The number, in the order of names.
-- bearer_number: The lowest number of that name and entity, whatever the kind.
-- entity_id: The speaker in core.entities; null when only the name is known.
-- speaker_name: The speaker's usual name; null when unnamed.
-- speaker_kind: person, organisation or unnamed.
-- is_named: Whether the speaker is known by name.

with

attributions as (
    select * from stages.attributions
),

speakers as (
    select distinct
        attributions.entity_id,
        attributions.speaker_name,
        attributions.speaker_kind
    from attributions
),

numbered_speakers as (
    select
        speakers.*,
        cast(
            row_number() over (
                order by speakers.speaker_name asc, speakers.entity_id asc, speakers.speaker_kind asc
            ) as integer
        ) as speaker_number
    from speakers
)

select
    numbered_speakers.speaker_number,
    min(numbered_speakers.speaker_number) over (
        partition by numbered_speakers.speaker_name, numbered_speakers.entity_id
    ) as bearer_number,
    numbered_speakers.entity_id,
    numbered_speakers.speaker_name,
    numbered_speakers.speaker_kind,
    numbered_speakers.speaker_kind <> 'unnamed' and numbered_speakers.speaker_name is not null as is_named
from numbered_speakers
