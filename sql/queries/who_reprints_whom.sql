-- How much of what outlets quote was printed elsewhere first, and where?
with

speaker_quotes as (
    select * from marts.speaker_quotes
),

-- two narrow sets of rows: the wide mart joined with itself would cost much more
reprints as (
    select
        speaker_quotes.publisher,
        speaker_quotes.first_quote_id
    from speaker_quotes
    where not speaker_quotes.is_first_in_story
),

firsts as (
    select
        speaker_quotes.quote_id,
        speaker_quotes.publisher
    from speaker_quotes
    where
        speaker_quotes.is_first_in_story
        and speaker_quotes.occurrence_count > 1
)

select
    reprints.publisher,
    firsts.publisher as first_publisher,
    count(*) as reprinted_quote_count
from reprints
inner join firsts
    on reprints.first_quote_id = firsts.quote_id
where reprints.publisher is distinct from firsts.publisher
group by
    reprints.publisher,
    firsts.publisher
order by
    reprinted_quote_count desc,
    reprints.publisher asc,
    first_publisher asc
limit 20
