-- Who used this phrase first, and who followed?
-- One row a named speaker whose reported words have the phrase (whole words, in this form), by the day of the first
-- such quote. quote_count counts each quote once a story, occurrence_count and publisher_count all its printings. Case
-- does not matter. Quotes without any date are left out.
-- usage: select * from first_to_say('veto rights') limit 10
-- wanted_phrase: One or more words in a row.

with

speaker_quotes as (
    select * from marts.speaker_quotes
),

using_quotes as (
    select speaker_quotes.*
    from speaker_quotes
    where
        speaker_quotes.is_named
        and speaker_quotes.said_or_published_on is not null
        and trim(wanted_phrase) <> ''
        and contains(lower(speaker_quotes.quote_text), lower(trim(wanted_phrase)))
        and regexp_matches(
            speaker_quotes.quote_text,
            '(?i)(^|[^\p{L}\p{N}])' || regexp_escape(trim(wanted_phrase)) || '($|[^\p{L}\p{N}])'
        )
),

counted_speakers as (
    select
        using_quotes.entity_id,
        using_quotes.speaker_name,
        using_quotes.speaker_kind,
        min(using_quotes.said_or_published_on) filter (
            where using_quotes.is_first_in_story
        ) as first_said_or_published_on,
        min_by(
            using_quotes.quote_id,
            (using_quotes.said_or_published_on, using_quotes.published_on, using_quotes.quote_id)
        ) filter (where using_quotes.is_first_in_story) as quote_id,
        count(*) filter (where using_quotes.is_first_in_story) as quote_count,
        count(*) as occurrence_count,
        count(distinct using_quotes.publisher) as publisher_count
    from using_quotes
    group by all
)

select
    rank() over (order by counted_speakers.first_said_or_published_on) as use_rank,
    counted_speakers.speaker_name,
    counted_speakers.speaker_kind,
    counted_speakers.first_said_or_published_on,
    date_diff(
        'day',
        min(counted_speakers.first_said_or_published_on) over (),
        counted_speakers.first_said_or_published_on
    ) as days_after_first,
    using_quotes.quote_text,
    using_quotes.publisher,
    counted_speakers.quote_count,
    counted_speakers.occurrence_count,
    counted_speakers.publisher_count,
    counted_speakers.quote_id,
    counted_speakers.entity_id
from counted_speakers
inner join using_quotes
    on counted_speakers.quote_id = using_quotes.quote_id
order by
    use_rank asc,
    counted_speakers.speaker_name asc,
    counted_speakers.quote_id asc
