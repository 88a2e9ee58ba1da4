"""The log of a run: every line tells run, partition and stage; what it tells of parts is what the lake holds."""

from __future__ import annotations

import json
import logging
import os
from pathlib import Path
from typing import Any

import pytest

from pipelines.assets import run_log
from pipelines.settings import Settings
from pipelines.warehouse.lake import Lake
from pipelines.warehouse.query import run_query

STAGE = {"run_id": "run-1", "partition": "2031-05-06", "stage": "annotations"}


def lines(folder: Path, run_id: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / f"{run_id}.jsonl").read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="module")
def settings(finished_data: Path) -> Settings:
    return Settings(finished_data)


@pytest.fixture(scope="module")
def told(settings: Settings) -> list[dict[str, Any]]:
    """The log of the whole run over three articles."""
    (file,) = settings.logs.iterdir()
    return lines(settings.logs, file.stem)


def test_every_line_names_run_partition_and_stage(told: list[dict[str, Any]], settings: Settings) -> None:
    (run_id,) = {row[0] for row in run_query(settings.warehouse, "select run_id from core.run_stages").rows}
    (day,) = Lake(settings.lake).partitions("core.quotes")
    assert {(line["run_id"], line["partition"]) for line in told} == {(run_id, day.isoformat())}
    assert all(line["stage"] for line in told)


def test_seconds_of_a_stage_are_told_when_it_ends(told: list[dict[str, Any]]) -> None:
    began = [line["stage"] for line in told if line["event"] == "stage began"]
    ended = {line["stage"]: line["seconds"] for line in told if line["event"] == "stage ended"}
    assert list(ended) == began
    assert {"documents", "articles", "annotations", "entities", "warehouse"} <= set(began)
    assert min(ended.values()) > 0


def test_the_parts_and_rows_that_are_told_are_those_of_the_lake(told: list[dict[str, Any]], settings: Settings) -> None:
    lake = Lake(settings.lake)
    (published,) = [line for line in told if (line["stage"], line["event"]) == ("annotations", "published")]
    assert published["parts"] == [part.part for part in lake.parts("core.quotes")]
    assert published["rows"] == {name: lake.scan(name).collect().height for name in published["rows"]}
    (read,) = [line for line in told if line["event"] == "read"]
    assert (read["parts"], read["articles"], read["failed"]) == (published["parts"], 3, 0)


def test_no_word_of_an_article_is_told(settings: Settings) -> None:
    (file,) = settings.logs.iterdir()
    assert [word for word in ("Orla", "bridge", "courier") if word in file.read_text(encoding="utf-8").lower()] == []


def test_a_refusal_is_told_with_the_check_that_was_not_met(
    refused_data: tuple[Path, Any], told: list[dict[str, Any]]
) -> None:
    logs = Settings(refused_data[0]).logs
    (run_id,) = {file.stem for file in logs.iterdir()} - {told[0]["run_id"]}
    (refused,) = [line for line in lines(logs, run_id) if line["event"] == "refused"]
    assert (refused["level"], refused["stage"]) == ("warning", "annotations")
    assert refused["not_met"] == ["core.quotes: everything is sung"]
    (failed,) = [line for line in lines(logs, run_id) if line["event"] == "stage failed"]
    assert (failed["stage"], failed["error"]) == ("annotations", "Failure")


def test_logs_of_the_oldest_runs_are_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run_log, "MOST_LOGS", 2)
    for number in range(4):
        for _ in range(2):  # two stages of one run share a file
            with run_log.run_log(tmp_path, STAGE | {"run_id": f"run-{number}"}):
                pass
        os.utime(tmp_path / f"run-{number}.jsonl", (number, number))
    assert sorted(file.name for file in tmp_path.iterdir()) == ["run-2.jsonl", "run-3.jsonl"]
    assert [line["event"] for line in lines(tmp_path, "run-3")] == ["stage began", "stage ended"] * 2


def test_after_a_stage_nothing_more_is_told(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="Orla"), run_log.run_log(tmp_path, STAGE):
        raise ValueError("Orla Vint said")
    logging.getLogger("pipelines.steps").error("late")
    assert [line["event"] for line in lines(tmp_path, "run-1")] == ["stage began", "stage failed"]
    assert "Orla" not in (tmp_path / "run-1.jsonl").read_text(encoding="utf-8")


def test_what_a_library_hangs_on_every_record_is_not_told() -> None:
    record = logging.makeLogRecord({"msg": "read", "_ray_timestamp_ns": 1, "articles": 3})
    told = json.loads(run_log.JsonLines(STAGE).format(record))
    assert list(told) == ["at", "level", "event", "run_id", "partition", "stage", "articles"]
