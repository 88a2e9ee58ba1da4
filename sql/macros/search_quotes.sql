-- Which quotes have these words, in any of their forms, and which fit best?
-- One row a quote that has at least one of the words, the best first. Words are compared by their stems, without case,
-- accents and possessive s; words that stand in almost every text, such as the, are not looked for. Ranked by Okapi
-- BM25 (Robertson and Zaragoza 2009, The probabilistic relevance framework) with k1 = 1.2 and b = 0.75: rare words
-- count more, repetitions less and less, and long quotes need more of them.
-- usage: select * from search_quotes('veto rights') where has_all_words limit 10
-- wanted_words: One or more words, in any order.

with

words as (
    select * from search.words
),

quote_places as (
    select
        quote_places.quote_number,
        quote_places.rowid as place
    from counts.quote_places as quote_places
),

speaker_quotes as (
    select
        speaker_quotes.*,
        speaker_quotes.rowid as place
    from marts.speaker_quotes as speaker_quotes
),

wanted as (
    select distinct unnest(
        list_filter(search.words_of(wanted_words), lambda word: not list_contains(search.stop_words(), word))
    ) as word
),

-- a form that no quote has, such as vetoing: its longest beginning that is a stem, if a short ending is left
guessed_terms as (
    select
        wanted.word,
        max_by(words.term, len(words.term)) as term
    from wanted
    inner join words
        on
            starts_with(wanted.word, words.term)
            and len(words.term) >= 3
            and len(wanted.word) - len(words.term) <= 4
    group by wanted.word
),

wanted_terms as (
    select distinct coalesce(words.term, guessed_terms.term, wanted.word) as term
    from wanted
    left join words
        on wanted.word = words.word
    left join guessed_terms
        on wanted.word = guessed_terms.word
),

wanted_numbers as (
    select distinct words.term_number
    from words
    inner join wanted_terms
        on words.term = wanted_terms.term
),

counted_terms as (
    select
        terms.term_number,
        terms.quote_number,
        count(*) as occurrence_count
    from search.terms
    inner join wanted_numbers
        on terms.term_number = wanted_numbers.term_number
    group by
        terms.term_number,
        terms.quote_number
),

-- in a list: the planner takes these few for millions, and would read all quotes to join them with
listed_matches as (
    select
        unnest(
            list(
                struct_pack(
                    term_number := counted_terms.term_number,
                    quote_number := counted_terms.quote_number,
                    occurrence_count := counted_terms.occurrence_count
                )
            )
        ) as listed_match
    from counted_terms
),

matches as (
    select unnest(listed_matches.listed_match)
    from listed_matches
),

frequencies as (
    select
        matches.term_number,
        count(*) as quote_count
    from matches
    group by matches.term_number
),

totals as (
    select
        count(*) as quote_count,
        avg(quotes.word_count) as mean_word_count
    from search.quotes
),

scored_quotes as (
    select
        matches.quote_number,
        count(*) as matched_word_count,
        sum(
            log10((totals.quote_count - frequencies.quote_count + 0.5) / (frequencies.quote_count + 0.5) + 1)
            * matches.occurrence_count * 2.2
            / (matches.occurrence_count + 1.2 * (0.25 + 0.75 * quotes.word_count / totals.mean_word_count))
        ) as score
    from matches
    inner join frequencies
        on matches.term_number = frequencies.term_number
    -- not as an import CTE: named twice, it would be copied as a whole
    inner join search.quotes
        on matches.quote_number = quotes.quote_number
    cross join totals
    group by matches.quote_number
)

select
    speaker_quotes.quote_id,
    round(scored_quotes.score, 6) as score,
    scored_quotes.matched_word_count,
    scored_quotes.matched_word_count = (select count(*) from wanted_terms) as has_all_words,
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
inner join quote_places
    on scored_quotes.quote_number = quote_places.quote_number
inner join speaker_quotes
    on quote_places.place = speaker_quotes.place
order by
    score desc,
    speaker_quotes.said_or_published_on asc,
    speaker_quotes.quote_id asc
