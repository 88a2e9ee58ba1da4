"""Questions: read-only, cut off from the machine, with clear errors; and how answers are laid out."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from pipelines.warehouse.formats import format_result
from pipelines.warehouse.query import QueryError, QueryResult, ask, connect, run_query


def answer(columns: dict[str, str], *rows: tuple[Any, ...], is_cut: bool = False) -> QueryResult:
    return QueryResult(tuple(columns), tuple(columns.values()), rows, is_cut)


def test_an_answer_has_names_types_and_rows(small_warehouse: Path) -> None:
    result = run_query(
        small_warehouse, "select 1 as one, ? as words, timestamptz '2031-01-01 00:00:00+02' as at", ["two"]
    )
    assert result.columns == ("one", "words", "at")
    assert result.types == ("INTEGER", "VARCHAR", "TIMESTAMP WITH TIME ZONE")
    assert result.rows == ((1, "two", datetime(2030, 12, 31, 22, tzinfo=UTC)),)
    assert str(result.rows[0][2]) == "2030-12-31 22:00:00+00:00"


def test_a_long_answer_is_cut_when_asked(small_warehouse: Path) -> None:
    result = run_query(small_warehouse, "select * from range(10)", max_rows=3)
    assert (len(result.rows), result.is_cut) == (3, True)
    assert not run_query(small_warehouse, "select * from range(3)", max_rows=3).is_cut


@pytest.mark.parametrize(
    "sql",
    [
        "select * from read_csv('/etc/passwd')",
        "select * from read_text('/etc/passwd')",
        "copy core.quotes to '/tmp/quotes.csv'",
        "attach '/tmp/other.duckdb'",
        "install httpfs",
        "load '/tmp/extension.duckdb_extension'",
        "set enable_external_access = true",
        "set threads = 64",
        "create table core.mine (a int)",
        "delete from core.quotes",
        "drop table marts.speakers",
    ],
)
def test_a_question_changes_nothing_and_reaches_nothing_else(small_warehouse: Path, sql: str) -> None:
    with pytest.raises(QueryError):
        run_query(small_warehouse, sql)


def test_a_connection_that_is_still_open_keeps_nobody_from_another(small_warehouse: Path) -> None:
    with connect(small_warehouse) as first, connect(small_warehouse) as second:
        for connection in (first, second):
            assert ask(connection, "select current_setting('timezone')").rows == (("UTC",),)
            with pytest.raises(QueryError, match="locked"):
                ask(connection, "set timezone = 'Asia/Tokyo'")


def test_a_wrong_question_says_what_is_wrong(small_warehouse: Path) -> None:
    with pytest.raises(QueryError, match="speeker_name"):
        run_query(small_warehouse, "select speeker_name from marts.speakers")


def test_a_missing_warehouse_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(QueryError, match="build one with `otr run`"):
        run_query(tmp_path / "none.duckdb", "select 1")


def test_a_file_that_is_no_warehouse_is_named(tmp_path: Path) -> None:
    (tmp_path / "odd.duckdb").write_bytes(b"x" * 5000)
    with pytest.raises(QueryError, match=r"odd\.duckdb cannot be opened"):
        run_query(tmp_path / "odd.duckdb", "select 1")


def test_a_table_fits_the_terminal_and_cuts_wide_text() -> None:
    result = answer({"name": "VARCHAR", "n": "BIGINT"}, ("Orla Vint " * 9, 7), ("Zed", None))
    text = format_result(result, "table", width=30)
    assert all(len(line) <= 30 for line in text.splitlines())
    lines = text.splitlines()
    assert lines[0] == "name                         n"
    assert lines[2].endswith("…  7")
    assert lines[3] == "Zed"
    assert lines[-1] == "(2 rows)"


def test_wide_characters_and_combining_marks_keep_columns_straight() -> None:
    result = answer({"word": "VARCHAR", "n": "BIGINT"}, ("東京", 1), ("e\u0301", 2), ("plain", 3))
    assert format_result(result, "table", 40).splitlines()[2:5] == ["東京   1", "e\u0301      2", "plain  3"]


def test_too_many_columns_are_shown_one_cell_a_line() -> None:
    columns = {f"column_{number}": "VARCHAR" for number in range(9)}
    text = format_result(answer(columns, tuple("long words " * 5 for _ in columns)), "table", width=60)
    assert len(text.splitlines()) == 9 + 2
    assert all(len(line) <= 60 for line in text.splitlines())


def test_text_cannot_write_over_the_terminal() -> None:
    text = format_result(answer({"words": "VARCHAR"}, ("a\x1b[2Jb\nc\u202ed\x00",)), "table", 40)
    assert "a[2Jb cd" in text
    assert not set(text) & {"\x1b", "\u202e", "\x00"}


def test_a_cut_answer_says_so() -> None:
    assert "1 row, more were left out" in format_result(answer({"a": "INTEGER"}, (1,), is_cut=True), "table", 40)


def test_an_empty_answer_is_laid_out_in_every_style() -> None:
    empty = answer({"a": "INTEGER", "b": "VARCHAR"})
    assert format_result(empty, "csv") == "a,b\n"
    assert json.loads(format_result(empty, "json")) == []
    assert format_result(empty, "markdown") == "| a | b |\n| ---: | --- |\n"
    assert "(0 rows)" in format_result(empty, "table", 40)


def test_json_keeps_types_and_nesting() -> None:
    row = (date(2031, 1, 1), Decimal("3"), Decimal("0.5"), [{"start": 1, "end": 2}], None, True, float("nan"), "é")
    result = answer(dict.fromkeys("abcdefgh", "VARCHAR"), row)
    assert list(json.loads(format_result(result, "json"))[0].values()) == [
        "2031-01-01",
        3,
        0.5,
        [{"start": 1, "end": 2}],
        None,
        True,
        None,
        "é",
    ]


def test_csv_quotes_and_keeps_full_numbers() -> None:
    result = answer({"words": "VARCHAR", "x": "DOUBLE"}, ('a "b", c\nd', 1 / 3), (None, None))
    assert format_result(result, "csv") == 'words,x\n"a ""b"", c\nd",0.3333333333333333\n,\n'


def test_markdown_escapes_what_would_break_the_table() -> None:
    assert "| a \\| b c |" in format_result(answer({"words": "VARCHAR"}, ("a | b\nc",)), "markdown")


def test_an_unknown_style_is_refused() -> None:
    with pytest.raises(ValueError, match="no format is called 'xml'"):
        format_result(answer({"a": "INTEGER"}), "xml")  # type: ignore[arg-type]
