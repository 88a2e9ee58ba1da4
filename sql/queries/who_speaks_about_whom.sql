-- Who speaks about whom: which people and organisations do speakers name, and how often?
with

speaker_quotes as (
    select * from marts.speaker_quotes
),

mentions as (
    select * from core.mentions
),

mention_entities as (
    select * from core.mention_entities
),

entities as (
    select * from core.entities
),

-- the first segment only, and each person once a quote
named_in_quotes as (
    select distinct
        speaker_quotes.quote_id,
        speaker_quotes.speaker_name,
        entities.entity_id,
        entities.name as named_entity
    from speaker_quotes
    inner join mentions
        on
            speaker_quotes.version_id = mentions.version_id
            and speaker_quotes.quote_start <= mentions.start
            and speaker_quotes.quote_end >= mentions."end"
    inner join mention_entities
        on mentions.mention_id = mention_entities.mention_id
    inner join entities
        on mention_entities.entity_id = entities.entity_id
    where
        speaker_quotes.is_named
        and speaker_quotes.is_first_in_story
        and entities.entity_kind in ('person', 'organisation')
        and entities.entity_id is distinct from speaker_quotes.entity_id
)

select
    named_in_quotes.speaker_name,
    named_in_quotes.named_entity,
    count(*) as quote_count
from named_in_quotes
group by
    named_in_quotes.speaker_name,
    named_in_quotes.entity_id,
    named_in_quotes.named_entity
order by
    quote_count desc,
    named_in_quotes.speaker_name asc,
    named_in_quotes.named_entity asc
limit 20
