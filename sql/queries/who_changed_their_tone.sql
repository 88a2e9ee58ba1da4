-- Who turned on a topic from claiming, promising or praising to denying or criticising, or the other way round?
select
    tone_changes.speaker_name,
    tone_changes.topic,
    tone_changes.previous_said_or_published_on as previous_on,
    left(tone_changes.previous_quote_text, 60) as previous_quote_text,
    tone_changes.said_or_published_on,
    tone_changes.cue_kind,
    left(tone_changes.quote_text, 60) as quote_text
from marts.tone_changes
order by
    tone_changes.day_count asc,
    tone_changes.speaker_name asc,
    tone_changes.quote_id asc
limit 15
