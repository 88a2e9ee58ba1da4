"""The worked questions: each begins with its question, runs, and has an answer; and all SQL is in the house style."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines.contracts.dictionary import parse_header
from pipelines.warehouse.lake import Lake
from pipelines.warehouse.query import run_query
from pipelines.warehouse.serving import build_warehouse
from tests.warehouse.rows import BUILT_AT, SQL, publish

QUERIES = sorted((SQL / "queries").glob("*.sql"))
FILES = sorted(SQL.glob("*/*.sql"))


@pytest.fixture(scope="module")
def empty_warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A warehouse without a row."""
    folder = tmp_path_factory.mktemp("empty")
    publish(Lake(folder / "lake"), {})
    build_warehouse(Lake(folder / "lake"), SQL, folder / "w.duckdb", BUILT_AT)
    return folder / "w.duckdb"


def test_there_are_at_least_thirty_worked_questions() -> None:
    assert len(QUERIES) >= 30


@pytest.mark.parametrize("path", QUERIES, ids=lambda path: path.stem)
def test_a_worked_question_has_an_answer_in_the_bundled_sample(demo_warehouse: Path, path: Path) -> None:
    assert run_query(demo_warehouse, path.read_text("utf-8")).rows


@pytest.mark.parametrize("path", QUERIES, ids=lambda path: path.stem)
def test_a_worked_question_runs_where_there_is_nothing(empty_warehouse: Path, path: Path) -> None:
    run_query(empty_warehouse, path.read_text("utf-8"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_first_line_is_the_question(path: Path) -> None:
    text = path.read_text("utf-8")
    assert text.splitlines()[0].startswith("-- ")
    assert text.splitlines()[0].endswith("?")
    assert parse_header(path.stem, text).question
