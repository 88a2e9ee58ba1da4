-- Which quotes have the words of the key phrase of two words that most articles share, in any of their forms?
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
)

select
    found_quotes.score,
    found_quotes.has_all_words,
    found_quotes.speaker_name,
    found_quotes.said_or_published_on,
    found_quotes.publisher,
    left(found_quotes.quote_text, 80) as quote_text
from search_quotes((select top_phrase.phrase from top_phrase)) as found_quotes
where found_quotes.is_first_in_story
order by
    found_quotes.score desc,
    found_quotes.quote_id asc
limit 10
