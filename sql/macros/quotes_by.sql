-- What did this person or organisation say?
-- All quotes of the speakers who bear the name, as their usual name or as a name that articles give them; an entity_id
-- or a Wikidata id is understood too. Case, accents, punctuation and a leading "the" do not matter. Add
-- `where is_first_in_story` to leave out reprints.
-- usage: select * from quotes_by('Name Surname') order by said_or_published_on
-- wanted_name: The name, whole.

with

speaker_quotes as (
    select * from marts.speaker_quotes
),

wanted_entities as (
    select * from entities_called(wanted_name)
)

select
    speaker_quotes.quote_id,
    speaker_quotes.said_or_published_on,
    speaker_quotes.speaker_name,
    speaker_quotes.cue_kind,
    speaker_quotes.quote_kind,
    speaker_quotes.quote_text,
    speaker_quotes.topic,
    speaker_quotes.medium,
    speaker_quotes.publisher,
    speaker_quotes.title,
    speaker_quotes.url,
    speaker_quotes.confidence,
    speaker_quotes.is_first_in_story
from speaker_quotes
left join wanted_entities
    on speaker_quotes.entity_id = wanted_entities.entity_id
where
    wanted_entities.entity_id is not null
    -- a speaker of whom only the name is known
    or (
        speaker_quotes.entity_id is null
        and lower(strip_accents(speaker_quotes.speaker_name)) = lower(strip_accents(trim(wanted_name)))
    )
order by
    speaker_quotes.said_or_published_on asc,
    speaker_quotes.version_id asc,
    speaker_quotes.quote_start asc,
    speaker_quotes.quote_id asc
