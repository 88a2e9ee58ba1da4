-- Whose voice is loudest, and how large is each named speaker's share of the chosen quotes?
-- One row a speaker; the wanted speaker has one wherever it ranks. Each quote counts once a story; outlets are all that
-- print one.
-- wanted_speaker_key: The wanted speaker; null for none.

with

counted_speakers as (
    select
        chosen_quotes.speaker_key,
        any_value(chosen_quotes.speaker_name) as speaker_name,
        count(*) filter (where chosen_quotes.is_first_in_story) as quote_count,
        count(distinct chosen_quotes.publisher) as publisher_count
    from chosen_quotes
    where chosen_quotes.is_named
    group by chosen_quotes.speaker_key
    having count(*) filter (where chosen_quotes.is_first_in_story) > 0
),

ranked_speakers as (
    select
        counted_speakers.*,
        rank() over (order by counted_speakers.quote_count desc) as voice_rank,
        counted_speakers.quote_count / sum(counted_speakers.quote_count) over () as voice_share,
        row_number() over (
            order by
                counted_speakers.quote_count desc,
                counted_speakers.speaker_name asc,
                counted_speakers.speaker_key asc
        ) as place
    from counted_speakers
)

select
    ranked_speakers.voice_rank,
    ranked_speakers.speaker_name,
    ranked_speakers.quote_count,
    ranked_speakers.voice_share,
    ranked_speakers.publisher_count,
    coalesce(ranked_speakers.speaker_key = wanted_speaker_key, false) as is_wanted
from ranked_speakers
where
    ranked_speakers.place <= 12
    or ranked_speakers.speaker_key = wanted_speaker_key
order by ranked_speakers.place asc
