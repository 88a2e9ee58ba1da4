-- Where exactly does this quote stand?
-- One row: the quote, its speaker and the passage of the article around it, cut out of the text by the offsets.
-- usage: select * from show_quote('0123456789abcdef')
-- wanted_quote_id: A quote_id from any mart or from core.quotes.

with

quotes as (
    select * from core.quotes
),

articles as (
    select * from core.articles
),

quote_speakers as (
    select * from core.quote_speakers
),

quote_bounds as (
    select
        quotes.quote_id,
        quotes.version_id,
        quotes.quote_kind,
        quotes.cue_text,
        quotes.source_text,
        quotes.speaker_name,
        quotes.quote_text,
        least(
            struct_extract(quotes.segments[1], 'start'),
            coalesce(quotes.source_start, struct_extract(quotes.segments[1], 'start')),
            coalesce(quotes.cue_start, struct_extract(quotes.segments[1], 'start'))
        ) as first_start,
        greatest(
            struct_extract(quotes.segments[-1], 'end'),
            coalesce(quotes.source_end, struct_extract(quotes.segments[-1], 'end')),
            coalesce(quotes.cue_end, struct_extract(quotes.segments[-1], 'end'))
        ) as last_end
    from quotes
    where quotes.quote_id = wanted_quote_id
)

select
    quote_bounds.quote_id,
    coalesce(quote_speakers.speaker_name, quote_bounds.speaker_name) as speaker_name,
    quote_bounds.source_text,
    quote_bounds.cue_text,
    quote_bounds.quote_kind,
    quote_bounds.quote_text,
    -- substring counts code points from 1, offsets count them from 0
    substring(
        articles.text,
        greatest(quote_bounds.first_start - 160, 0) + 1,
        quote_bounds.last_end + 160 - greatest(quote_bounds.first_start - 160, 0)
    ) as passage,
    articles.title,
    articles.publisher,
    articles.published_at,
    articles.url,
    articles.source_uri,
    articles.is_current
from quote_bounds
inner join articles
    on quote_bounds.version_id = articles.version_id
left join quote_speakers
    on quote_bounds.quote_id = quote_speakers.quote_id
