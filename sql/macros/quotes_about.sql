-- Who said what about this person, place, thing or topic?
-- Quotes whose words contain the phrase (whole words), whose words mention an entity of that name under any other name
-- or as a pronoun, or whose article has it as its main topic. Case does not matter; names are
-- understood as entities_called does.
-- usage: select * from quotes_about('housing') where matched_by = 'words'
-- wanted_phrase: A name, a phrase or the name of a topic.

with

speaker_quotes as (
    select * from marts.speaker_quotes
),

quotes as (
    select * from core.quotes
),

mentions as (
    select * from core.mentions
),

mention_entities as (
    select * from core.mention_entities
),

wanted_mentions as (
    select
        mentions.version_id,
        mentions.start as mention_start,
        mentions."end" as mention_end
    from mention_entities
    inner join mentions
        on mention_entities.mention_id = mentions.mention_id
    where
        mention_entities.entity_id in (
            select entities_called.entity_id
            from entities_called(wanted_phrase) as entities_called
        )
),

mentioning_segments as (
    select
        quotes.quote_id,
        unnest(quotes.segments) as segment,
        wanted_mentions.mention_start,
        wanted_mentions.mention_end
    from quotes
    inner join wanted_mentions
        on quotes.version_id = wanted_mentions.version_id
),

mentioning_quotes as (
    select distinct mentioning_segments.quote_id
    from mentioning_segments
    where
        mentioning_segments.mention_start >= struct_extract(mentioning_segments.segment, 'start')
        and mentioning_segments.mention_end <= struct_extract(mentioning_segments.segment, 'end')
),

matched_quotes as (
    select
        speaker_quotes.*,
        case
            when
                contains(lower(speaker_quotes.quote_text), lower(trim(wanted_phrase)))
                and regexp_matches(
                    speaker_quotes.quote_text,
                    '(?i)(^|[^\p{L}\p{N}])' || regexp_escape(trim(wanted_phrase)) || '($|[^\p{L}\p{N}])'
                )
                then 'words'
            when mentioning_quotes.quote_id is not null then 'mention'
            when lower(speaker_quotes.topic) = lower(trim(wanted_phrase)) then 'topic'
        end as matched_by
    from speaker_quotes
    left join mentioning_quotes
        on speaker_quotes.quote_id = mentioning_quotes.quote_id
)

select
    matched_quotes.quote_id,
    matched_quotes.matched_by,
    matched_quotes.said_or_published_on,
    matched_quotes.speaker_name,
    matched_quotes.source_text,
    matched_quotes.cue_kind,
    matched_quotes.quote_kind,
    matched_quotes.quote_text,
    matched_quotes.topic,
    matched_quotes.publisher,
    matched_quotes.title,
    matched_quotes.url,
    matched_quotes.confidence,
    matched_quotes.is_first_in_story
from matched_quotes
where matched_quotes.matched_by is not null
order by
    matched_quotes.said_or_published_on asc,
    matched_quotes.version_id asc,
    matched_quotes.quote_start asc,
    matched_quotes.quote_id asc
