-- Which quotes have these words, in any of their forms, and which fit best?
-- One row a quote that has at least one of the words, the best first. Words are compared by their stems, without case,
-- accents and possessive s; words that stand in almost every text, such as the, are not looked for. Ranked by Okapi
-- BM25 (Robertson and Zaragoza 2009, The probabilistic relevance framework) with k1 = 1.2 and b = 0.75: rare words
-- count more, repetitions less and less, and long quotes need more of them.
-- usage: select * from search_quotes('veto rights') where has_all_words limit 10
-- wanted_words: One or more words, in any order.

with

scored_quotes as (
    select * from score_quotes(wanted_words)
),

speaker_quotes as (
    select
        speaker_quotes.*,
        speaker_quotes.rowid as place
    from marts.speaker_quotes as speaker_quotes
)

select
    speaker_quotes.quote_id,
    round(scored_quotes.score, 6) as score,
    scored_quotes.matched_word_count,
    scored_quotes.has_all_words,
    speaker_quotes.said_or_published_on,
    speaker_quotes.speaker_name,
    speaker_quotes.cue_kind,
    speaker_quotes.quote_kind,
    speaker_quotes.quote_text,
    speaker_quotes.topic,
    speaker_quotes.publisher,
    speaker_quotes.title,
    speaker_quotes.url,
    speaker_quotes.confidence,
    speaker_quotes.is_first_in_story
from scored_quotes
inner join speaker_quotes
    on scored_quotes.place = speaker_quotes.place
order by
    score desc,
    speaker_quotes.said_or_published_on asc,
    speaker_quotes.quote_id asc
