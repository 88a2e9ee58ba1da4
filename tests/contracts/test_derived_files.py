"""The files that follow from the declarations are fresh, and deriving them keeps what people wrote."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipelines.contracts import TABLES
from pipelines.contracts.__main__ import PROJECT, main, stale_files
from pipelines.contracts.dictionary import dictionary, parse_header, read_headers


def test_derived_files_of_this_project_are_fresh() -> None:
    assert list(stale_files(PROJECT).values()) == []


def test_an_empty_project_gets_every_file(tmp_path: Path) -> None:
    assert main(["--check", "--project", str(tmp_path)]) == 1
    assert list(tmp_path.iterdir()) == []
    assert main(["--project", str(tmp_path)]) == 0
    assert main(["--check", "--project", str(tmp_path)]) == 0
    assert len(list(tmp_path.rglob("*.json"))) == len(TABLES)


def test_a_changed_file_is_shown_as_a_difference(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["--project", str(tmp_path)])
    readme = tmp_path / "sql" / "README.md"
    readme.write_text(readme.read_text(encoding="utf-8").replace("The topic.", "The theme."), encoding="utf-8")
    capsys.readouterr()
    assert main(["--check", "--project", str(tmp_path)]) == 1
    shown = capsys.readouterr().out
    assert "-| topic_id | VARCHAR | The theme." in shown and "+| topic_id | VARCHAR | The topic." in shown


def test_expectations_written_by_hand_survive_and_changed_derived_ones_do_not(tmp_path: Path) -> None:
    main(["--project", str(tmp_path)])
    path = tmp_path / "expectations" / "core" / "topics.json"
    suite = json.loads(path.read_text(encoding="utf-8"))
    by_hand = {**suite["expectations"][0], "description": "a rule", "meta": {"origin": "hand", "why": "A reason."}}
    suite["expectations"][0]["severity"] = "warning"
    suite["expectations"].append(by_hand)
    path.write_text(json.dumps(suite), encoding="utf-8")
    main(["--project", str(tmp_path)])
    expectations = json.loads(path.read_text(encoding="utf-8"))["expectations"]
    assert expectations[-1] == by_hand
    assert expectations[0]["severity"] == "critical"


def test_the_dictionary_names_every_column() -> None:
    words = dictionary(TABLES.values())
    for name, declared in TABLES.items():
        assert f"### {name}\n" in words
        for column in declared.columns:
            assert f"| {column.name} |" in words and column.description in words


def test_a_header_gives_question_fields_and_usage() -> None:
    sql = """\
-- Who said it first?
-- Ties go to the earlier article.
-- column first_said_on: the day of the first quote,
--   null when unknown
-- usage: from first_said('bridge')
--
select 1 -- column other: not a header
"""
    header = parse_header("first_said", sql)
    assert header.question == "Who said it first? Ties go to the earlier article."
    assert header.fields == (("first_said_on", "the day of the first quote, null when unknown"),)
    assert header.usage == "from first_said('bridge')"


def test_a_missing_folder_has_no_headers(tmp_path: Path) -> None:
    assert read_headers(tmp_path / "marts") == []


def test_every_mart_and_macro_of_this_project_says_what_it_answers() -> None:
    for folder in ("marts", "macros"):
        for header in read_headers(PROJECT / "sql" / folder):
            assert header.question, header.name
