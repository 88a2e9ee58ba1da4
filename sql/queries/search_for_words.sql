-- Which quotes have both words of the key phrase that most articles share, in any of their forms?
with

top_phrase as (
    select article_phrases.phrase
    from core.article_phrases
    where contains(article_phrases.phrase, ' ')
    group by article_phrases.phrase
    order by
        count(*) desc,
        article_phrases.phrase asc
    limit 1
),

scored_quotes as (
    select * from score_quotes((select top_phrase.phrase from top_phrase))
),

-- search_quotes would read the words of all quotes that it finds: here only those of the best are wanted
first_printings as materialized (
    select
        scored_quotes.place,
        round(scored_quotes.score, 6) as score
    from scored_quotes
    where
        scored_quotes.has_all_words
        and scored_quotes.is_first_in_story
),

tenth_scores as (
    select min(best_scores.score) as score
    from (
        select first_printings.score
        from first_printings
        order by first_printings.score desc
        limit 10
    ) as best_scores
),

-- equals have the order of their ids
best_quotes as (
    select first_printings.*
    from first_printings
    inner join tenth_scores
        on first_printings.score >= tenth_scores.score
)

select
    best_quotes.score,
    speaker_quotes.speaker_name,
    speaker_quotes.said_or_published_on,
    speaker_quotes.publisher,
    left(speaker_quotes.quote_text, 80) as quote_text
from best_quotes
inner join marts.speaker_quotes as speaker_quotes
    on best_quotes.place = speaker_quotes.rowid
order by
    best_quotes.score desc,
    speaker_quotes.quote_id asc
limit 10
