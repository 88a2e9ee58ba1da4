"""The worked questions: each begins with its question, runs, and has an answer; and all SQL is in the house style."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from pipelines.contracts.dictionary import parse_header
from pipelines.warehouse.query import run_query
from tests.warehouse.rows import PROJECT, SQL

QUERIES = sorted((SQL / "queries").glob("*.sql"))
FILES = sorted(SQL.glob("*/*.sql"))


def test_there_are_at_least_ten_worked_questions() -> None:
    assert len(QUERIES) >= 10


@pytest.mark.parametrize("path", QUERIES, ids=lambda path: path.stem)
def test_a_worked_question_has_an_answer(small_warehouse: Path, path: Path) -> None:
    assert run_query(small_warehouse, path.read_text("utf-8")).rows


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_first_line_is_the_question(path: Path) -> None:
    text = path.read_text("utf-8")
    assert text.splitlines()[0].startswith("-- ")
    assert text.splitlines()[0].endswith("?")
    assert parse_header(path.stem, text).question


def test_sqlfluff_finds_nothing() -> None:
    found = subprocess.run(
        [sys.executable, "-m", "sqlfluff", "lint", str(SQL)], cwd=PROJECT, capture_output=True, text=True, check=False
    )
    assert found.returncode == 0, found.stdout + found.stderr
