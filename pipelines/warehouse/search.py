"""Full-text search: the index of the words of all quotes, which the macro ``search_quotes`` reads.

Belongs here: words, their stems, where they stand.
Does not belong here: ranking (see ``sql/macros/search_quotes.sql``).

Stems come from DuckDB's FTS extension where it can be loaded, else from the same stemmer (Snowball) in Python, which is
slower. The index is made of plain tables, so that whoever has the warehouse can search it, with or without extensions:
``match_bm25`` of the extension's own index would need the extension in every client.
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

QUOTES_MART = "marts.speaker_quotes"
SEARCH_TABLES = ("search.quotes", "search.terms", "search.words")

# Words that stand in almost every text: they are neither kept nor looked for.
STOP_WORDS = resources.files("pipelines.text").joinpath("data/stop_words.txt").read_text("utf-8").split()

# No case, no accents, no possessive s, no apostrophes: "Minister’s", "don’t" are minister, dont.
_WORDS_OF = r"""
create macro search.words_of(words) as regexp_extract_all(
    regexp_replace(
        regexp_replace(lower(strip_accents(words)), '[''’]s([^\p{L}\p{N}]|$)', '\1', 'g'), '[''’]', '', 'g'
    ),
    '[\p{L}\p{N}]+'
)
"""
_TOKENS = """
create temp table tokens as
select
    quote_number,
    word,
    count(*) as occurrence_count
from (select rowid as quote_number, unnest(search.words_of(quote_text)) as word from marts.speaker_quotes)
where word not in (select unnest(search.stop_words()))
group by all
"""
_TERMS = """
create table search.terms as
select
    words.term,
    tokens.quote_number,
    cast(sum(tokens.occurrence_count) as integer) as occurrence_count
from tokens
inner join search.words on tokens.word = words.word
group by all
order by words.term, tokens.quote_number
"""
_QUOTES = """
create table search.quotes as
select
    speaker_quotes.rowid as quote_number,
    speaker_quotes.quote_id,
    cast(coalesce(sum(tokens.occurrence_count), 0) as integer) as word_count
from marts.speaker_quotes
left join tokens on speaker_quotes.rowid = tokens.quote_number
group by all
order by quote_number
"""
_COMMENTS = {
    "search.quotes": "Which quotes can be searched, and how long are they? One row a row of marts.speaker_quotes.",
    "search.quotes.quote_number": "Number of the quote in this index: its rowid in marts.speaker_quotes.",
    "search.quotes.quote_id": "The quote.",
    "search.quotes.word_count": "Number of its words, without those that stand in almost every text, such as the.",
    "search.terms": "Which quotes have which stem? One row a stem and quote.",
    "search.terms.term": "The stem.",
    "search.terms.quote_number": "The quote, as in search.quotes.",
    "search.terms.occurrence_count": "How often the quote has words of that stem.",
    "search.words": "Which words do the quotes have, and what are their stems?",
    "search.words.word": "The word, in lower case and without accents.",
    "search.words.term": "Its stem.",
}


def create_search_index(connection: duckdb.DuckDBPyConnection) -> None:
    """Create the tables of schema ``search`` from marts.speaker_quotes."""
    connection.execute("create schema search")
    connection.execute(_WORDS_OF)
    connection.execute(f"create macro search.stop_words() as [{', '.join(map(literal, STOP_WORDS))}]")
    connection.execute(_TOKENS)
    _create_words(connection)
    connection.execute(_TERMS)
    connection.execute(_QUOTES)
    connection.execute("drop table tokens")


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


def _create_words(connection: duckdb.DuckDBPyConnection) -> None:
    spellings = "select distinct word from tokens"
    if load_fts(connection):
        found = f"select word, stem(word, 'english') as term from ({spellings})"
        connection.execute(f"create table search.words as {found} order by word")
        return
    words = [row[0] for row in connection.execute(spellings).fetchall()]
    frame = pl.DataFrame({"word": words, "term": list(map(stem, words))}, schema={"word": pl.String, "term": pl.String})
    connection.register("stemmed_words", frame.to_arrow())
    connection.execute("create table search.words as select word, term from stemmed_words order by word")
    connection.unregister("stemmed_words")
