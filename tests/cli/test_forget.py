"""``otr forget``, ``otr status`` and ``otr runs`` on a data folder after a whole run."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pipelines.cli import main
from pipelines.warehouse.query import run_query

SECOND = "https://courier.example/bridge-2"


@pytest.fixture
def data(finished_data: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(finished_data, tmp_path / "data"))


def otr(*words: object) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


def files_with(data: Path, words: bytes) -> list[str]:
    return [str(path.relative_to(data)) for path in data.rglob("*") if path.is_file() and words in path.read_bytes()]


def test_without_yes_it_is_told_what_would_go_and_nothing_goes(data: Path) -> None:
    result = otr("forget", "--url", SECOND, "--data", data)
    assert result.exit_code == 0, result.output
    assert "core.articles            1 row removed" in result.output
    assert "bridge-2.txt" in result.output
    assert "Nothing is removed yet" in result.output
    assert not (data / "forgotten.csv").exists()
    assert run_query(data / "warehouse.duckdb", "select count(*) from core.articles").rows == ((3,),)


def test_with_yes_it_is_gone_from_dagsters_record_too(data: Path) -> None:
    assert files_with(data / ".dagster", b"The bridge number 2") != []
    result = otr("forget", "--url", SECOND, "--data", data, "--yes")
    assert result.exit_code == 0, result.output
    assert run_query(data / "warehouse.duckdb", "select count(*) from core.articles").rows == ((2,),)
    assert files_with(data / ".dagster", b"The bridge number 2") == []
    again = otr("forget", "--url", SECOND, "--data", data, "--yes")
    assert "It has been forgotten already." in again.output
    assert otr("status", "--strict", "--data", data).exit_code == 0


@pytest.mark.parametrize("order", [[], ["--url", "bridge"], ["--entity", "0" * 16]])
def test_an_order_that_means_nothing_is_refused_in_words(data: Path, order: list[str]) -> None:
    result = otr("forget", *order, "--data", data)
    assert result.exit_code in (1, 2)
    assert result.output.startswith(("Usage", "Error"))


def test_status_tells_what_is_fresh_and_why_the_rest_is_not(data: Path) -> None:
    assert otr("status", "--strict", "--data", data).exit_code == 0
    next((data / "lake" / "core" / "dates").rglob("part-*.parquet")).unlink()
    (data / "topics.toml").write_text("", encoding="utf-8")
    result = otr("status", "--json", "--strict", "--data", data)
    assert result.exit_code == 1
    answer = json.loads(result.output)
    assert answer["articles_to_read"] == 3
    standings = {one["subject"]: (one["state"], list(one["reasons"])) for one in answer["standings"]}
    assert standings["quotes, mentions, dates"] == ("missing", ["core.dates is not there"])
    own = standings["core.own_topics, core.article_own_topics, core.quote_own_topics"]
    assert own == ("stale", ["changed since: articles", "changed since: your topics"])


def test_runs_and_their_stages_are_in_the_warehouse(data: Path) -> None:
    (run,) = json.loads(otr("runs", "--format", "json", "--data", data).output)
    assert (run["documents"], run["articles"], run["rejects"], run["checks_failed"]) == (3, 3, 1, 0)
    assert run["seconds"] > 0
    stages = json.loads(otr("runs", run["run_id"][:8], "--format", "json", "--data", data).output)
    assert {stage["stage"] for stage in stages} >= {"documents", "articles", "annotations", "entities", "stories"}
    assert all(stage["row_count"] > 0 for stage in stages if stage["stage"] in ("documents", "annotations"))
    assert otr("runs", "nope", "--data", data).exit_code == 1
