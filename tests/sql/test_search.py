"""Full-text search over quotes: forms of words, ranking, and the same answer with and without DuckDB's extension."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import pytest

from pipelines.warehouse import search
from pipelines.warehouse.lake import Lake
from pipelines.warehouse.query import run_query
from pipelines.warehouse.search import load_fts
from pipelines.warehouse.serving import build_warehouse
from tests.warehouse.rows import BUILT_AT, SQL, publish

SAID = [
    "Nobody vetoes a right that nobody has",
    "Veto rights are the rights of the few",
    "The minister’s right hand",
    "Größe matters, said the café owner’s son",
    "We will build 4,000 homes and don’t care",
    "Rain",
]


@pytest.fixture(scope="module")
def searched(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A warehouse with these quotes."""
    return build(tmp_path_factory.mktemp("searched"))


def build(folder: Path) -> Path:
    lake = Lake(folder / "lake")
    quote = {"version_id": "v1", "speaker_name": "Orla Vint", "speaker_kind": "person"}
    quotes = [quote | {"quote_id": f"q{number}", "quote_text": words} for number, words in enumerate(SAID)]
    publish(lake, {"core.articles": [{"version_id": "v1"}], "core.quotes": quotes})
    build_warehouse(lake, SQL, folder / "w.duckdb", BUILT_AT)
    return folder / "w.duckdb"


def found(warehouse: Path, words: str) -> list[tuple[Any, ...]]:
    columns = "quote_id, score, matched_word_count, has_all_words"
    return list(run_query(warehouse, f"select {columns} from search_quotes(?)", [words]).rows)


@pytest.mark.parametrize(
    ("words", "ids"),
    [
        ("veto rights", ["q1", "q0", "q2"]),
        ("VETOING", ["q0", "q1"]),
        ("ministers", ["q2"]),
        ("grosse owner", ["q3"]),
        ("cafés", ["q3"]),
        ("4,000", ["q4"]),
        ("don't", ["q4"]),
        ("Minister's", ["q2"]),
        ("the of and", []),
        ("", []),
        ("%' or 1 = 1 --", []),
        ("rai", []),
    ],
)
def test_quotes_are_found_by_any_form_of_their_words(searched: Path, words: str, ids: list[str]) -> None:
    rows = found(searched, words)
    assert sorted(row[0] for row in rows) == sorted(ids)
    assert [row[1] for row in rows] == sorted((row[1] for row in rows), reverse=True)


def test_a_quote_says_how_many_of_the_words_it_has(searched: Path) -> None:
    rows = {row[0]: row[2:] for row in found(searched, "the rights, veto right")}
    assert rows == {"q0": (2, True), "q1": (2, True), "q2": (1, False)}
    assert found(searched, "rain zeppelin")[0][2:] == (1, False)


def test_without_the_extension_the_answer_is_the_same(
    searched: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "_extension_files", lambda: [Path(__file__)])
    warehouse = build(tmp_path)
    for words in ("veto rights", "VETOING", "4,000"):
        assert found(warehouse, words) == found(searched, words)


def test_an_index_made_in_parts_gives_the_same_answer(
    searched: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "QUOTES_AT_ONCE", 2)
    warehouse = build(tmp_path)
    for words in ("veto rights", "VETOING", "4,000", "minister"):
        assert found(warehouse, words) == found(searched, words)


def test_scores_are_those_of_the_extension_itself(demo_warehouse: Path) -> None:
    words = "flood bridge budget"
    with duckdb.connect() as connection:
        if not load_fts(connection):
            pytest.skip("DuckDB's FTS extension cannot be loaded here")
        connection.execute(f"attach '{demo_warehouse}' as sample (read_only)")
        connection.execute("create schema search")
        connection.execute(search._WORDS_OF)
        connection.execute(
            "create table texts as select quote_id, array_to_string(list_filter(search.words_of(quote_text), "
            "lambda word: word not in ($1)), ' ') as words from sample.core.quotes".replace(
                "$1", ", ".join(f"'{word}'" for word in search.STOP_WORDS)
            )
        )
        connection.execute(
            "pragma create_fts_index(texts, quote_id, words, stemmer = 'english', stopwords = 'none', "
            "ignore = '[^a-z0-9]+')"
        )
        expected = connection.execute(
            "select quote_id, round(fts_main_texts.match_bm25(quote_id, ?), 6) as score from texts "
            "where score is not null and quote_id in (select quote_id from sample.marts.speaker_quotes) "
            "order by score desc, quote_id",
            [words],
        ).fetchall()
    scores = sorted((row[:2] for row in found(demo_warehouse, words)), key=lambda row: (-row[1], row[0]))
    assert [row[0] for row in scores] == [row[0] for row in expected]
    assert [row[1] for row in scores] == pytest.approx([row[1] for row in expected], abs=2e-6)
    assert len(expected) > 10


def test_an_index_that_broke_off_is_completed(searched: Path, tmp_path: Path) -> None:
    again = tmp_path / "w.duckdb"
    again.write_bytes(searched.read_bytes())
    with duckdb.connect(str(again)) as connection:
        connection.execute("delete from search.quotes where quote_number > 2")
        connection.execute("delete from search.terms where quote_number > 4")
        search.complete_search_index(connection)
    for table in search.SEARCH_TABLES:
        rows = f"select * from {table} order by all"
        assert run_query(again, rows).rows == run_query(searched, rows).rows, table
