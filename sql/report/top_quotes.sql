-- Which quotes come first: read with confidence, printed by most outlets, at most two from an article?
-- One row a quote at its first printing, with the article's text and the offsets of what is to be marked in it.
-- wanted_speaker_key: The speaker; null for all named ones.

with

printed_quotes as (
    select
        chosen_quotes.first_quote_id,
        count(distinct chosen_quotes.publisher) as publisher_count,
        count(*) as occurrence_count
    from chosen_quotes
    where
        chosen_quotes.is_named
        and (wanted_speaker_key is null or chosen_quotes.speaker_key = wanted_speaker_key)
    group by chosen_quotes.first_quote_id
),

placed_quotes as (
    select
        chosen_quotes.*,
        printed_quotes.publisher_count,
        printed_quotes.occurrence_count,
        row_number() over (
            partition by chosen_quotes.version_id
            order by printed_quotes.publisher_count desc, chosen_quotes.confidence desc, chosen_quotes.quote_id asc
        ) as place_in_article
    from chosen_quotes
    inner join printed_quotes
        on chosen_quotes.quote_id = printed_quotes.first_quote_id
    where wanted_speaker_key is null or chosen_quotes.speaker_key = wanted_speaker_key
),

top_quotes as (
    select placed_quotes.*
    from placed_quotes
    where placed_quotes.place_in_article <= 2
    order by
        placed_quotes.confidence >= 0.8 desc,
        placed_quotes.publisher_count desc,
        placed_quotes.occurrence_count desc,
        placed_quotes.confidence desc,
        placed_quotes.said_or_published_on desc nulls last,
        placed_quotes.quote_id asc
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
    quotes.cue_text,
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
order by
    top_quotes.confidence >= 0.8 desc,
    top_quotes.publisher_count desc,
    top_quotes.occurrence_count desc,
    top_quotes.confidence desc,
    top_quotes.said_or_published_on desc nulls last,
    top_quotes.quote_id asc
