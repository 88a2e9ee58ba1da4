"""The gate between a step and its readers: all of a step is published, or none of it."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest

from pipelines.steps.gating import Gate, RunContext, record_rejects, reject_rows
from pipelines.warehouse.lake import Lake
from tests.newsroom import DAY, NOW, SUITES, files, rows, run_context, without_expectations
from tests.quality.samples import sound_frames

MANY_TOPICS = {
    "type": "expect_table_row_count_to_be_between",
    "kwargs": {"min_value": 100},
    "severity": "critical",
    "description": "there are many topics",
    "meta": {"origin": "hand", "why": "For a test."},
}
PART, OTHER = "00000000000000ab", "00000000000000cd"


@pytest.fixture(scope="module")
def sound() -> dict[str, pl.DataFrame]:
    return sound_frames()


@pytest.fixture
def run() -> RunContext:
    return run_context(SUITES)


def test_what_passes_is_published_with_its_outcomes(
    data_lake: Lake, run: RunContext, sound: dict[str, pl.DataFrame]
) -> None:
    gate = Gate(data_lake, run)
    gate.add("core.quotes", PART, sound["core.quotes"], sound)
    gate.add("core.mentions", PART, sound["core.mentions"], sound)
    assert rows(data_lake, "core.quotes").is_empty()
    reports = gate.publish()
    assert [(report.table.full_name, report.row_count, report.published) for report in reports] == [
        ("core.quotes", 2, True),
        ("core.mentions", 1, True),
    ]
    results = rows(data_lake, "core.check_results")
    assert set(results["table_name"]) == {"core.quotes", "core.mentions"}
    assert set(results["partition"]) == {f"{DAY.isoformat()}/{PART}"}
    assert results["success"].all()
    assert rows(data_lake, "core.rejects").is_empty()


def test_one_refused_row_keeps_back_everything_of_the_step(
    data_lake: Lake, run: RunContext, sound: dict[str, pl.DataFrame]
) -> None:
    wrong = sound["core.quotes"].with_columns(quote_text=pl.lit("Never said."))
    gate = Gate(data_lake, run)
    gate.add("core.mentions", PART, sound["core.mentions"], sound)
    gate.add("core.quotes", PART, wrong, sound)
    reports = gate.publish()
    assert [report.published for report in reports] == [False, False]
    assert rows(data_lake, "core.mentions").is_empty()
    assert rows(data_lake, "core.quotes").is_empty()
    assert list(data_lake.staging_folder.iterdir()) == []
    (failed,) = reports[1].failed
    assert failed.expectation == "segments hold the words of quote_text, in order and apart"
    refused = rows(data_lake, "core.rejects")
    assert set(refused["stage"]) == {"gate"}
    assert {json.loads(detail)["key"]["quote_id"] for detail in refused["detail"]} == set(wrong["quote_id"])
    assert set(refused["source_uri"]) == {"inbox/bridge.txt"}
    assert not rows(data_lake, "core.check_results")["success"].all()


def test_a_refused_part_leaves_the_older_one_in_place(
    data_lake: Lake, run: RunContext, sound: dict[str, pl.DataFrame]
) -> None:
    Gate(data_lake, run).publish()
    gate = Gate(data_lake, run)
    gate.add("core.entities", "all", sound["core.entities"], sound)
    gate.publish()
    before = files(data_lake.root / "core" / "entities")
    gate = Gate(data_lake, run_context(SUITES, later=5))
    gate.add("core.entities", "all", sound["core.entities"].with_columns(mention_count=pl.lit(0, pl.Int64)), sound)
    assert not gate.publish()[0].published
    assert files(data_lake.root / "core" / "entities") == before


def test_a_failure_of_the_frame_as_a_whole_is_listed_among_the_refusals(
    data_lake: Lake, sound: dict[str, pl.DataFrame], tmp_path: Path
) -> None:
    suites = without_expectations(tmp_path / "suites")
    (suites / "core" / "topics.json").write_text(json.dumps({"expectations": [MANY_TOPICS]}), encoding="utf-8")
    gate = Gate(data_lake, run_context(suites))
    gate.add("core.topics", "all", sound["core.topics"], sound)
    assert not gate.publish()[0].published
    refused = rows(data_lake, "core.rejects").row(0, named=True)
    assert (refused["source_uri"], refused["detail"]) == ("core.topics", "all: there are many topics")


def test_outcomes_of_the_part_files_of_a_table_add_up(
    data_lake: Lake, run: RunContext, sound: dict[str, pl.DataFrame]
) -> None:
    wrong = sound["core.quotes"].with_columns(quote_kind=pl.lit("loud"))
    gate = Gate(data_lake, run)
    for part, frame in ((PART, wrong), (OTHER, wrong.head(1)), ("00000000000000ef", sound["core.quotes"])):
        gate.add("core.quotes", part, frame, sound)
    (report,) = gate.publish()
    assert (report.row_count, report.part_count) == (5, 3)
    (failed,) = report.failed
    assert (failed.expectation, failed.unexpected_count) == ("quote_kind is an allowed value", 3)
    assert len(json.loads(failed.sample)) == 3


def test_nothing_to_check_publishes_nothing(data_lake: Lake, run: RunContext) -> None:
    assert Gate(data_lake, run).publish() == []
    assert not data_lake.root.exists()


def test_refusals_known_already_are_not_added_again(data_lake: Lake, run: RunContext) -> None:
    one, two = ("a.txt", "read", "empty", "no bytes"), ("b.txt", "read", "empty", "no bytes")
    assert record_rejects(data_lake, run, reject_rows([one, one], NOW)) == 1
    assert record_rejects(data_lake, run, reject_rows([one, two], NOW)) == 1
    assert sorted(rows(data_lake, "core.rejects")["source_uri"]) == ["a.txt", "b.txt"]
