-- What has each speaker said on each topic, in order, and did the tone change?
-- One row a quote of a named speaker, each once a story however often it is reprinted, numbered by speaker and topic of
-- the quote itself. Quotes without any date are left out. Printings count for the speaker whom they name: one that
-- gives the words to somebody else than the first printing does is counted in the marts by speaker, and nowhere here.
-- kind: view
-- entity_id: The speaker in core.entities; null when only the name is known.
-- speaker_name: The speaker's usual name.
-- speaker_kind: person or organisation.
-- topic_id: Main topic of the quote; null when no topic was found.
-- topic: Name of that topic.
-- position_number: Place of the quote among those of the speaker on the topic; 1 is the earliest.
-- said_or_published_on: Day on which it was said or, when the article does not tell, published.
-- days_since_previous: Days since the speaker's quote before on the topic; null for the first.
-- cue_kind: What the speaker does with the words, such as claim, deny, warn or promise.
-- previous_cue_kind: cue_kind of the quote before; null for the first.
-- is_other_cue_kind: Whether cue_kind differs from that of the quote before; null for the first.
-- quote_kind: direct, indirect or mixed.
-- quote_text: The reported words.
-- publisher: Outlet of the first printing.
-- occurrence_count: How often it is printed in its story as this speaker's.
-- publisher_count: Outlets that print it so; 0 when none is known.
-- confidence: Probability from 0 to 1 that source, cue and content are right.
-- speaker_confidence: Probability from 0 to 1 that the speaker is right, given the source.
-- quote_id: The quote; trace it with show_quote(quote_id).

with

speaker_quotes as (
    select * from marts.speaker_quotes
),

disputed_printings as (
    select * from counts.disputed_printings
)

select
    speaker_quotes.entity_id,
    speaker_quotes.speaker_name,
    speaker_quotes.speaker_kind,
    speaker_quotes.quote_topic_id as topic_id,
    speaker_quotes.quote_topic as topic,
    speaker_quotes.position_number,
    speaker_quotes.said_or_published_on,
    speaker_quotes.days_since_previous,
    speaker_quotes.cue_kind,
    speaker_quotes.previous_cue_kind,
    speaker_quotes.cue_kind <> speaker_quotes.previous_cue_kind as is_other_cue_kind,
    speaker_quotes.quote_kind,
    speaker_quotes.quote_text,
    speaker_quotes.publisher,
    coalesce(disputed_printings.occurrence_count, speaker_quotes.occurrence_count) as occurrence_count,
    coalesce(disputed_printings.publisher_count, speaker_quotes.publisher_count) as publisher_count,
    speaker_quotes.confidence,
    speaker_quotes.speaker_confidence,
    speaker_quotes.quote_id
from speaker_quotes
left join disputed_printings
    on speaker_quotes.quote_id = disputed_printings.quote_id
where speaker_quotes.position_number is not null
