-- What did this person or organisation say?
-- All quotes of the speakers who bear the name, as their usual name or as a name that articles give them; an entity_id
-- or a Wikidata id is understood too. Case, accents, punctuation and a leading "the" do not matter. Add
-- `where is_first_in_story` to leave out reprints.
-- usage: select * from quotes_by('Name Surname') order by said_or_published_on
-- wanted_name: The name, whole.

with

wanted_entities as (
    select * from entities_called(wanted_name)
),

-- two ways, since a condition with "or" would read every quote whole before it is looked at
wanted_quotes as (
    select speaker_quotes.*
    from marts.speaker_quotes as speaker_quotes
    inner join wanted_entities
        on speaker_quotes.entity_id = wanted_entities.entity_id
    union all
    -- a speaker of whom only the name is known
    select speaker_quotes.*
    from marts.speaker_quotes as speaker_quotes
    where
        speaker_quotes.entity_id is null
        and lower(strip_accents(speaker_quotes.speaker_name)) = lower(strip_accents(trim(wanted_name)))
)

select
    wanted_quotes.quote_id,
    wanted_quotes.said_or_published_on,
    wanted_quotes.speaker_name,
    wanted_quotes.cue_kind,
    wanted_quotes.quote_kind,
    wanted_quotes.quote_text,
    wanted_quotes.topic,
    wanted_quotes.medium,
    wanted_quotes.publisher,
    wanted_quotes.title,
    wanted_quotes.url,
    wanted_quotes.confidence,
    wanted_quotes.is_first_in_story
from wanted_quotes
order by
    wanted_quotes.said_or_published_on asc,
    wanted_quotes.version_id asc,
    wanted_quotes.quote_start asc,
    wanted_quotes.quote_id asc
