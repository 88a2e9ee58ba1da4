-- Which characters of the article prove this quote?
-- One row for the source, the cue and each segment of the reported words, in text order: the offsets, the characters
-- of the article that they cut out, and some characters on both sides.
-- usage: select * from trace('0123456789abcdef')
-- wanted_quote_id: A quote_id from any mart or from core.quotes.

with

quotes as (
    select * from core.quotes
),

articles as (
    select * from core.articles
),

wanted_quotes as (
    select quotes.*
    from quotes
    where quotes.quote_id = wanted_quote_id
),

segments as (
    select
        wanted_quotes.version_id,
        unnest(wanted_quotes.segments) as segment
    from wanted_quotes
),

spans as (
    select
        'content' as span_kind,
        segments.version_id,
        struct_extract(segments.segment, 'start') as span_start,
        struct_extract(segments.segment, 'end') as span_end
    from segments
    union all
    select
        'source' as span_kind,
        wanted_quotes.version_id,
        wanted_quotes.source_start as span_start,
        wanted_quotes.source_end as span_end
    from wanted_quotes
    where wanted_quotes.source_start is not null
    union all
    select
        'cue' as span_kind,
        wanted_quotes.version_id,
        wanted_quotes.cue_start as span_start,
        wanted_quotes.cue_end as span_end
    from wanted_quotes
    where wanted_quotes.cue_start is not null
)

-- substring counts code points from 1, offsets count them from 0
select
    spans.span_kind,
    spans.span_start,
    spans.span_end,
    substring(
        articles.text, greatest(spans.span_start - 60, 0) + 1, spans.span_start - greatest(spans.span_start - 60, 0)
    ) as text_before,
    substring(articles.text, spans.span_start + 1, spans.span_end - spans.span_start) as span_text,
    substring(articles.text, spans.span_end + 1, 60) as text_after,
    articles.article_id,
    articles.version_id,
    articles.source_uri,
    articles.url
from spans
inner join articles
    on spans.version_id = articles.version_id
order by
    spans.span_start asc,
    spans.span_end asc
