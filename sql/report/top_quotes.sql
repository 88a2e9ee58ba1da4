-- Which quotes come first: read with confidence, printed by most outlets, at most two from an article?
-- One row a quote at its first printing, with the article's text and the offsets of what is to be marked in it.
-- wanted_speaker_key: The speaker; null for all named ones.

with

named_quotes as (
    select chosen_quotes.*
    from chosen_quotes
    where
        chosen_quotes.is_named
        and (wanted_speaker_key is null or chosen_quotes.speaker_key = wanted_speaker_key)
),

-- most quotes are printed once: only the others are worth grouping
reprinted_quotes as (
    select distinct chosen_quotes.first_quote_id
    from chosen_quotes
    where not chosen_quotes.is_first_in_story
),

printings as (
    select
        chosen_quotes.first_quote_id,
        count(distinct chosen_quotes.publisher) as publisher_count,
        count(*) as occurrence_count
    from chosen_quotes
    inner join reprinted_quotes
        on chosen_quotes.first_quote_id = reprinted_quotes.first_quote_id
    group by chosen_quotes.first_quote_id
),

first_quotes as (
    select
        named_quotes.*,
        coalesce(printings.publisher_count, if(named_quotes.publisher is null, 0, 1)) as publisher_count,
        coalesce(printings.occurrence_count, 1) as occurrence_count,
        least(named_quotes.confidence, named_quotes.speaker_confidence) >= 0.8 as is_sure
    from named_quotes
    left join printings
        on named_quotes.quote_id = printings.first_quote_id
    where named_quotes.is_first_in_story
),

-- enough to leave twelve when each article keeps two
candidates as (
    select first_quotes.*
    from first_quotes
    order by
        first_quotes.is_sure desc,
        first_quotes.publisher_count desc,
        first_quotes.occurrence_count desc,
        first_quotes.confidence desc,
        first_quotes.said_or_published_on desc nulls last,
        first_quotes.quote_id asc
    limit 1000
),

numbered_candidates as (
    select
        candidates.*,
        row_number() over (
            order by
                candidates.is_sure desc,
                candidates.publisher_count desc,
                candidates.occurrence_count desc,
                candidates.confidence desc,
                candidates.said_or_published_on desc nulls last,
                candidates.quote_id asc
        ) as place
    from candidates
),

top_quotes as (
    select numbered_candidates.*
    from numbered_candidates
    qualify row_number() over (partition by numbered_candidates.version_id order by numbered_candidates.place) <= 2
    order by numbered_candidates.place asc
    limit 12
)

select
    top_quotes.quote_id,
    top_quotes.speaker_name,
    top_quotes.topic,
    top_quotes.said_or_published_on,
    top_quotes.confidence,
    top_quotes.speaker_confidence,
    top_quotes.publisher_count,
    top_quotes.occurrence_count,
    top_quotes.publisher,
    quotes.quote_kind,
    quotes.segments,
    quotes.cue_start,
    quotes.cue_end,
    quotes.source_start,
    quotes.source_end,
    articles.title,
    articles.url,
    articles.source_uri,
    articles.text -- noqa: RF04
from top_quotes
inner join core.quotes
    on top_quotes.quote_id = quotes.quote_id
inner join core.articles
    on top_quotes.version_id = articles.version_id
order by top_quotes.place asc
