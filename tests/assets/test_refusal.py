"""A broken suite: nothing of the step is published, the old rows answer, and every place says what was refused."""

from __future__ import annotations

import shutil
from pathlib import Path

import dagster as dg
import pytest

from pipelines.assets.launch import RunSummary
from pipelines.settings import Settings
from pipelines.steps.freshness import unfinished_days
from pipelines.steps.versions import engine_versions
from pipelines.transforms.annotations import ANNOTATED
from pipelines.warehouse.lake import Lake
from pipelines.warehouse.query import run_query
from tests.newsroom import run_whole_job

RULE = "everything is sung"


@pytest.fixture(scope="module")
def settings(refused_data: tuple[Path, RunSummary]) -> Settings:
    return Settings(refused_data[0])


@pytest.fixture(scope="module")
def summary(refused_data: tuple[Path, RunSummary]) -> RunSummary:
    return refused_data[1]


def test_the_summary_names_table_and_expectation(summary: RunSummary) -> None:
    assert not summary.succeeded
    assert summary.failure is not None
    assert "core.quotes: everything is sung" in summary.failure
    assert any("core/quotes: everything_is_sung (ERROR)" in failed for failed in summary.checks_failed)
    assert (summary.documents_new, summary.articles_new) == (1, 1)


def test_nothing_of_the_step_is_published_and_the_old_rows_answer(settings: Settings, finished_data: Path) -> None:
    lake, before = Lake(settings.lake), Lake(finished_data / "lake")
    for name in ANNOTATED:
        assert lake.scan(name).collect().equals(before.scan(name).collect())
    for table in ("core.articles", "core.quotes", "marts.speaker_quotes"):
        question = f"from {table} order by all"
        assert run_query(settings.warehouse, question) == run_query(finished_data / "warehouse.duckdb", question)


def test_sql_shows_the_failed_expectation_and_the_refused_rows(settings: Settings) -> None:
    failed = "select table_name, expectation, severity, unexpected_count > 0 from core.check_results where not success"
    assert run_query(settings.warehouse, failed).rows == (("core.quotes", RULE, "critical", True),)
    refused = "select stage, reason, detail from core.rejects where stage = 'gate'"
    rows = run_query(settings.warehouse, refused).rows
    assert rows
    assert all((stage, reason) == ("gate", "failed_expectation") and RULE in detail for stage, reason, detail in rows)


def test_the_ui_shows_the_failed_check_with_the_rows(settings: Settings) -> None:
    key = dg.AssetCheckKey(dg.AssetKey(["core", "quotes"]), "everything_is_sung")
    with dg.DagsterInstance.from_config(str(settings.dagster_home)) as instance:
        (record,) = instance.event_log_storage.get_asset_check_execution_history(key, limit=1)
        evaluation = record.event.dagster_event.asset_check_evaluation_data  # type: ignore[union-attr]
        run = instance.get_runs(limit=1)[0]
    assert run.status == dg.DagsterRunStatus.FAILURE
    assert (evaluation.passed, evaluation.severity) == (False, dg.AssetCheckSeverity.ERROR)
    assert "quote_text" in str(evaluation.metadata[RULE].value)
    assert "open in June" in str(evaluation.metadata[RULE].value)


def test_the_next_run_with_a_whole_suite_publishes_what_was_refused(settings: Settings, tmp_path: Path) -> None:
    mended = Settings(shutil.copytree(settings.data, tmp_path / "data"))
    (tmp_path / "nothing").mkdir()
    assert len(unfinished_days(Lake(mended.lake), engine_versions())) == 1
    assert run_whole_job(mended.data, tmp_path / "nothing").succeeded
    assert unfinished_days(Lake(mended.lake), engine_versions()) == []
    assert run_query(mended.warehouse, "select count(*) from core.articles").rows == ((4,),)
