-- Who turned on a topic from claiming, promising or praising to denying or criticising, or the other way round?
-- One row a turn: two quotes of a named speaker, of different days, with the same main topic of their own, the one for
-- and the other against, and none between them that is either. Only quotes of at least three words (one or two, such as
-- "the claim", do not say what was denied) with a confidence of at least 0.5; each counts once a story.
-- entity_id: The speaker in core.entities; null when only the name is known.
-- speaker_name: The speaker's usual name.
-- speaker_kind: person or organisation.
-- topic_id: Main topic of both quotes.
-- topic: Name of that topic.
-- previous_said_or_published_on: Day on which the earlier one was said or, when the article does not tell, published.
-- previous_cue_kind: What the speaker did with those words, such as claim or deny.
-- previous_quote_text: Those words.
-- said_or_published_on: Day of the later one.
-- day_count: Days from the one to the other.
-- cue_kind: What the speaker does with its words.
-- quote_text: Its words.
-- previous_quote_id: The earlier quote; trace it with show_quote(previous_quote_id).
-- quote_id: The later quote.

with

speaker_quotes as (
    select * from marts.speaker_quotes
),

leanings as (
    select
        speaker_quotes.*,
        speaker_quotes.cue_kind in ('deny', 'criticise') as is_against
    from speaker_quotes
    where
        speaker_quotes.position_number is not null
        and speaker_quotes.quote_topic_id is not null
        and speaker_quotes.confidence >= 0.5
        and speaker_quotes.cue_kind in ('claim', 'promise', 'praise', 'deny', 'criticise')
        and speaker_quotes.quote_text like '% % %'
),

followed_leanings as (
    select
        leanings.*,
        lag(leanings.is_against) over speaker_topic as was_against,
        lag(leanings.said_or_published_on) over speaker_topic as previous_on,
        lag(leanings.cue_kind) over speaker_topic as cue_kind_before,
        lag(leanings.quote_text) over speaker_topic as previous_quote_text,
        lag(leanings.quote_id) over speaker_topic as previous_quote_id
    from leanings
    window
        speaker_topic as (
            partition by leanings.entity_id, leanings.speaker_name, leanings.quote_topic_id
            order by leanings.position_number
        )
)

select
    followed_leanings.entity_id,
    followed_leanings.speaker_name,
    followed_leanings.speaker_kind,
    followed_leanings.quote_topic_id as topic_id,
    followed_leanings.quote_topic as topic,
    followed_leanings.previous_on as previous_said_or_published_on,
    followed_leanings.cue_kind_before as previous_cue_kind,
    followed_leanings.previous_quote_text,
    followed_leanings.said_or_published_on,
    date_diff('day', followed_leanings.previous_on, followed_leanings.said_or_published_on) as day_count,
    followed_leanings.cue_kind,
    followed_leanings.quote_text,
    followed_leanings.previous_quote_id,
    followed_leanings.quote_id
from followed_leanings
where
    followed_leanings.is_against <> followed_leanings.was_against
    and followed_leanings.said_or_published_on > followed_leanings.previous_on
order by
    day_count asc,
    followed_leanings.speaker_name asc,
    followed_leanings.quote_id asc
