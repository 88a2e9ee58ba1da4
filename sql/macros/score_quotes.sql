-- How well does each quote fit these words?
-- What search_quotes ranks by, without the quotes themselves and in no order: one row a quote that has at least one of
-- the words, with its place, which is its rowid in marts.speaker_quotes. Where many are found, take the best and join
-- marts.speaker_quotes by it: to read the words of all takes longer.
-- usage: select * from score_quotes('veto rights') order by score desc limit 10
-- wanted_words: One or more words, in any order.

with

words as (
    select * from search.words
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

found_terms as (
    select terms.*
    from search.terms
    inner join wanted_numbers
        on terms.term_number = wanted_numbers.term_number
),

-- in a list: the planner takes these few for millions, and would read all quotes to join them with
listed_matches as (
    select
        unnest(
            list(
                struct_pack(
                    term_number := found_terms.term_number,
                    quote_number := found_terms.quote_number,
                    occurrence_count := found_terms.occurrence_count
                )
            )
        ) as listed_match
    from found_terms
),

matches as (
    select unnest(listed_matches.listed_match)
    from listed_matches
),

-- b and k1 are 0.75 and 1.2; as doubles (e0), since decimals cost more
totals as (
    select
        count(*) as quote_count,
        0.9e0 / avg(quotes.word_count) as length_weight
    from search.quotes
),

frequencies as (
    select
        matches.term_number,
        2.2e0 * log10((any_value(totals.quote_count) - count(*) + 0.5e0) / (count(*) + 0.5e0) + 1) as term_weight
    from matches
    cross join totals
    group by matches.term_number
),

-- before their places are looked up: a caller who asks for has_all_words has few of them looked up
found_quotes as (
    select
        matches.quote_number,
        count(*) as matched_word_count
    from matches
    group by matches.quote_number
),

quote_places as (
    select
        quote_places.quote_number,
        quote_places.word_count,
        quote_places.is_first_in_story,
        quote_places.rowid as place
    from counts.quote_places as quote_places
),

placed_quotes as (
    select
        found_quotes.quote_number,
        found_quotes.matched_word_count,
        found_quotes.matched_word_count = (select count(*) from wanted_terms) as has_all_words,
        quote_places.word_count,
        quote_places.is_first_in_story,
        quote_places.place
    from found_quotes
    inner join quote_places
        on found_quotes.quote_number = quote_places.quote_number
)

select
    placed_quotes.place,
    sum(
        frequencies.term_weight * matches.occurrence_count
        / (matches.occurrence_count + 0.3e0 + totals.length_weight * placed_quotes.word_count)
    ) as score,
    placed_quotes.matched_word_count,
    placed_quotes.has_all_words,
    placed_quotes.is_first_in_story
from placed_quotes
inner join matches
    on placed_quotes.quote_number = matches.quote_number
inner join frequencies
    on matches.term_number = frequencies.term_number
cross join totals
group by
    placed_quotes.place,
    placed_quotes.matched_word_count,
    placed_quotes.has_all_words,
    placed_quotes.is_first_in_story
