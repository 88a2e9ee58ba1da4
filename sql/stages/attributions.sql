-- Who speaks in each quote of a current article, as all articles together tell?
-- One row a quote with a speaker, by name or only by description.
-- quote_number: Its rowid in core.quotes.
-- quote_id: The quote.
-- article_number: Its article, as in stages.articles.
-- entity_id: The speaker in core.entities; null when unnamed, or when only the name is known.
-- speaker_name: The speaker's usual name; null when unnamed.
-- speaker_kind: person, organisation or unnamed.
-- speaker_method: What led from the source to the speaker.
-- speaker_confidence: Probability from 0 to 1 that the speaker is right.
-- head_noun: What a speaker without a name is called.
-- said_on: Day on which it was said; null when the article does not tell.
-- quote_start: Offset of its first character.
-- letters_hash: Hash of its letters and digits: reprints differ in marks, spaces and case, not in words.
-- is_long: Whether the quote has at least five words.
-- quote_kind: direct, indirect or mixed.
-- cue_kind: What the speaker does with the words.
-- confidence: Probability from 0 to 1 that source, cue and content are right.

with

articles as (
    select * from stages.articles
),

quotes as (
    select
        quotes.*,
        cast(quotes.rowid as integer) as quote_number
    from core.quotes as quotes
),

quote_words as (
    select * from search.quotes
),

quote_speakers as (
    select * from core.quote_speakers
),

entities as (
    select * from core.entities
)

select
    quotes.quote_number,
    quotes.quote_id,
    articles.article_number,
    quote_speakers.entity_id,
    -- until speakers have been resolved across articles, the article's own words are the best that is known
    if(
        quote_speakers.quote_id is null,
        quotes.speaker_name,
        coalesce(entities.name, quote_speakers.speaker_name)
    ) as speaker_name,
    coalesce(quote_speakers.speaker_kind, quotes.speaker_kind) as speaker_kind,
    coalesce(quote_speakers.method, quotes.speaker_method) as speaker_method,
    coalesce(quote_speakers.confidence, quotes.speaker_confidence) as speaker_confidence,
    quote_speakers.head_noun,
    quotes.said_on,
    cast(struct_extract(quotes.segments[1], 'start') as integer) as quote_start,
    quote_words.letters_hash,
    quote_words.is_long,
    quotes.quote_kind,
    quotes.cue_kind,
    quotes.confidence
from quotes
inner join articles
    on quotes.version_id = articles.version_id
inner join quote_words
    on quotes.quote_number = quote_words.quote_number
left join quote_speakers
    on quotes.quote_id = quote_speakers.quote_id
left join entities
    on quote_speakers.entity_id = entities.entity_id
where coalesce(quote_speakers.speaker_kind, quotes.speaker_kind) <> 'none'
