"""Full-text search: the index of the words of all quotes, which the macro ``search_quotes`` reads.

Belongs here: words, their stems, where they stand, what tells the words of one quote from those of another.
Does not belong here: ranking (see ``sql/macros/score_quotes.sql``).

The index is made for a part of the quotes at a time, so that memory does not grow with them. Stems come from DuckDB's
FTS extension where it can be loaded, else from the same stemmer (Snowball) in Python, which is slower. The index is
made of plain tables, so that whoever has the warehouse can search it, with or without extensions: ``match_bm25`` of the
extension's own index would need the extension in every client.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib import resources
from importlib.util import find_spec
from pathlib import Path

import duckdb
import polars as pl

from pipelines.text.stemming import stem
from pipelines.warehouse.models import literal

SEARCH_TABLES = ("search.quotes", "search.terms", "search.words")

# Words that stand in almost every text: they are neither kept nor looked for.
STOP_WORDS = resources.files("pipelines.text").joinpath("data/stop_words.txt").read_text("utf-8").split()

# No case, no accents, no possessive s, no apostrophes: "Minister’s", "don’t" are minister, dont.
_WORDS_OF = r"""
create or replace macro search.words_of(words) as regexp_extract_all(
    regexp_replace(
        regexp_replace(lower(strip_accents(words)), '[''’]s([^\p{L}\p{N}]|$)', '\1', 'g'), '[''’]', '', 'g'
    ),
    '[\p{L}\p{N}]+'
)
"""
_TABLES = """
create table if not exists search.words (word varchar, term varchar, term_number integer);
create table if not exists search.terms (term_number integer, quote_number integer, occurrence_count integer);
create table if not exists search.quotes (
    quote_number integer, word_count integer, letters_hash ubigint, is_long boolean
);
create or replace temp table terms as select distinct term, term_number from search.words;
create or replace temp table spellings (spelling varchar, term_number integer);
"""
# Of a time that was broken off: what has words is not complete before it is among the quotes.
_UNDO = "delete from search.terms where quote_number >= $first"
# What stands between two spaces, for some of the quotes: the same few spellings again and again. Only they are taken
# apart and stemmed, once.
_CHUNKS = """
create or replace temp table chunks as
select
    cast(rowid as integer) as quote_number,
    unnest(string_split(quote_text, ' ')) as spelling
from core.quotes
where rowid >= $first and rowid < $first + $count
"""
_NEW_WORDS = """
create or replace temp table new_words as
select spelling, unnest(search.words_of(spelling)) as word
from (select distinct spelling from chunks anti join (select distinct spelling from spellings) using (spelling))
"""
_NEW_TERMS = """
insert into terms
select term, (select count(*) from terms) + row_number() over (order by term)
from (select distinct term from stemmed anti join terms using (term))
"""
_WORDS = """
insert into search.words
select word, term, term_number from stemmed inner join terms using (term) order by word
"""
_SPELLINGS = """
insert into spellings
select spelling, term_number from new_words inner join search.words using (word)
"""
_TERMS = """
insert into search.terms
select term_number, quote_number, count(*)
from chunks inner join spellings using (spelling)
group by all
order by term_number, quote_number
"""
_QUOTES = r"""
insert into search.quotes
select
    cast(quotes.rowid as integer) as quote_number,
    coalesce(word_count, 0),
    -- marks out first, spaces then: a regular expression is the cheaper the fewer places it finds
    hash(lower(replace(regexp_replace(quote_text, '[^\p{L}\p{N} ]+', '', 'g'), ' ', ''))),
    -- a long text with four spaces has five words; in a short one they are counted
    quote_text like '% % % % %' and if(
        length(quote_text) >= 60, true, len(regexp_extract_all(quote_text, '[\p{L}\p{N}]+')) >= 5
    )
from core.quotes as quotes
left join (
    select quote_number, sum(occurrence_count) as word_count from search.terms where quote_number >= $first group by all
) as counted on quotes.rowid = counted.quote_number
where quotes.rowid >= $first and quotes.rowid < $first + $count
order by quotes.rowid
"""
QUOTES_AT_ONCE = 1_000_000  # bounds the memory, and with it the runs of search.terms that a question has to look into
_COMMENTS = {
    "search.quotes": "What are the words of each quote, in numbers? One row a row of core.quotes, in its order.",
    "search.quotes.quote_number": "Number of the quote in this index: its rowid in core.quotes.",
    "search.quotes.word_count": "Number of its words, without those that stand in almost every text, such as the.",
    "search.quotes.letters_hash": "Hash of its letters and digits: reprints differ in marks, spaces and case, not in "
    "words.",
    "search.quotes.is_long": "Whether it has at least five words.",
    "search.terms": "Which quotes have which stem, and how often? One row a stem and quote.",
    "search.terms.term_number": "The stem, as in search.words.",
    "search.terms.quote_number": "The quote, as in search.quotes.",
    "search.terms.occurrence_count": "How often the quote has a word of the stem.",
    "search.words": "Which words do the quotes have, and what are their stems?",
    "search.words.word": "The word, in lower case and without accents.",
    "search.words.term": "Its stem.",
    "search.words.term_number": "Number of the stem in this index.",
}


def complete_search_index(connection: duckdb.DuckDBPyConnection) -> None:
    """Bring the quotes of core.quotes that it lacks into the index (schema ``search``); makes it where there is none.

    An index is complete up to some quote, and rows of core.quotes are only ever added behind the last.
    """
    connection.execute("create schema if not exists search")
    connection.execute(_WORDS_OF)
    connection.execute(f"create or replace macro search.stop_words() as [{', '.join(map(literal, STOP_WORDS))}]")
    connection.execute(_TABLES)
    has_stemmer = load_fts(connection)
    ((done, count),) = connection.execute(
        "select (select count(*) from search.quotes), (select count(*) from core.quotes)"
    ).fetchall()
    connection.execute(_UNDO, {"first": done})
    for first in range(done, count, QUOTES_AT_ONCE):
        batch = {"first": first, "count": QUOTES_AT_ONCE}
        connection.execute(_CHUNKS, batch)
        connection.execute(_NEW_WORDS)
        _stem_new_words(connection, has_stemmer)
        for statement in (_NEW_TERMS, _WORDS, _SPELLINGS, _TERMS):
            connection.execute(statement)
        connection.execute(_QUOTES, batch)
    for name in ("chunks", "new_words", "stemmed", "terms", "spellings"):
        connection.execute(f"drop table if exists temp.{name}")


def comment_search_index(connection: duckdb.DuckDBPyConnection) -> None:
    """Say of each table of the index, and of each of its columns, what it is."""
    for name, words in _COMMENTS.items():
        kind = "table" if name in SEARCH_TABLES else "column"
        connection.execute(f"comment on {kind} {name} is {literal(words)}")


def load_fts(connection: duckdb.DuckDBPyConnection) -> bool:
    """Load DuckDB's FTS extension from the installed package of DuckDB's own version; whether that worked.

    Nothing is downloaded. A package that is missing, or was made for another DuckDB or machine, is no error.
    """
    for path in _extension_files():
        try:
            connection.execute(f"load {literal(str(path))}")
        except duckdb.Error:
            continue
        return True
    return False


def _extension_files() -> Sequence[Path]:
    package = find_spec("duckdb_extension_fts")
    places = package.submodule_search_locations if package else None
    name = f"extensions/v{duckdb.__version__}/fts.duckdb_extension"
    return [path for place in places or () if (path := Path(place) / name).is_file()]


def _stem_new_words(connection: duckdb.DuckDBPyConnection, has_stemmer: bool) -> None:
    """Make the temporary table ``stemmed`` (word, term) of the new words that search.words does not have yet."""
    words = "select distinct word from new_words anti join search.words using (word)"
    words += " where word not in (select unnest(search.stop_words()))"
    if has_stemmer:
        connection.execute(
            f"create or replace temp table stemmed as select word, stem(word, 'english') as term from ({words})"
        )
        return
    found = [row[0] for row in connection.execute(words).fetchall()]
    frame = pl.DataFrame({"word": found, "term": list(map(stem, found))}, schema={"word": pl.String, "term": pl.String})
    connection.register("stemmed_words", frame.to_arrow())
    connection.execute("create or replace temp table stemmed as from stemmed_words")
    connection.unregister("stemmed_words")
