"""The whole job on a few invented articles: what it publishes, and what Dagster and SQL can say of it afterwards."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import dagster as dg
import pytest

from pipelines.assets.build import JOB
from pipelines.contracts import TABLES
from pipelines.settings import Settings
from pipelines.warehouse.lake import Lake
from pipelines.warehouse.query import run_query
from tests.newsroom import files, run_whole_job

EMPTY_REFUSALS = "select stage, reason from core.rejects order by stage"


@pytest.fixture(scope="module")
def settings(finished_data: Path) -> Settings:
    return Settings(finished_data)


@pytest.fixture(scope="module")
def instance(settings: Settings) -> Iterator[dg.DagsterInstance]:
    with dg.DagsterInstance.from_config(str(settings.dagster_home)) as instance:
        yield instance


def materialization(instance: dg.DagsterInstance, key: dg.AssetKey) -> dg.AssetMaterialization:
    (record,) = instance.fetch_materializations(key, limit=1).records
    assert record.asset_materialization is not None
    return record.asset_materialization


def test_the_run_is_in_the_instance_that_the_ui_shows(instance: dg.DagsterInstance) -> None:
    (run,) = instance.get_runs()
    assert (run.job_name, run.status) == (JOB, dg.DagsterRunStatus.SUCCESS)


def test_every_asset_tells_how_many_rows_it_holds(instance: dg.DagsterInstance, settings: Settings) -> None:
    lake = Lake(settings.lake)
    for name in set(TABLES) - {"core.check_results", "core.run_stages"}:  # told before the own topics are made
        found = materialization(instance, dg.AssetKey(name.split(".")))
        assert found.metadata["dagster/row_count"].value == lake.scan(name).collect().height, name
    marts = run_query(
        settings.warehouse, "select table_name, row_count from main.builds where table_name like 'marts.%'"
    )
    assert len(marts.rows) > 0
    for name, count in marts.rows:
        assert materialization(instance, dg.AssetKey(name.split("."))).metadata["dagster/row_count"].value == count


def test_steps_tell_their_speed_and_show_rows(instance: dg.DagsterInstance) -> None:
    documents = materialization(instance, dg.AssetKey(["raw", "documents"])).metadata
    counts = {name: documents[name].value for name in ("documents_read", "documents_new", "duplicates", "rejected")}
    assert counts == {"documents_read": 4, "documents_new": 3, "duplicates": 0, "rejected": 1}
    quotes = materialization(instance, dg.AssetKey(["core", "quotes"])).metadata
    assert all(float(str(quotes[name].value)) > 0 for name in ("words_per_second", "seconds"))
    assert "Orla Vint" in str(quotes["sample"].value)


def test_columns_of_a_mart_bear_their_types_and_descriptions(instance: dg.DagsterInstance) -> None:
    metadata = materialization(instance, dg.AssetKey(["marts", "speaker_quotes"])).metadata
    columns = {column.name: column for column in metadata["dagster/column_schema"].value.columns}  # type: ignore[union-attr]
    assert (columns["quote_id"].type, columns["published_on"].type) == ("VARCHAR", "DATE")
    assert all(column.description for column in columns.values())


def test_what_was_read_can_be_asked_for_in_sql(settings: Settings) -> None:
    assert run_query(settings.warehouse, "select count(*) from core.articles where is_current").rows == ((3,),)
    assert run_query(settings.warehouse, EMPTY_REFUSALS).rows == (("read", "unknown_format"),)
    speakers = run_query(settings.warehouse, "select distinct speaker_name from marts.speaker_quotes").rows
    assert ("Orla Vint",) in speakers
    unproven = (
        "from core.quotes inner join core.articles using (version_id) where cue_text <> text[cue_start + 1:cue_end]"
    )
    assert run_query(settings.warehouse, f"select count(*) {unproven}").rows == ((0,),)


def test_every_check_passed_and_stands_in_core_check_results(instance: dg.DagsterInstance, settings: Settings) -> None:
    (run,) = instance.get_runs()
    records = instance.get_records_for_run(run.run_id, of_type=dg.DagsterEventType.ASSET_CHECK_EVALUATION).records
    evaluations = [record.event_log_entry.dagster_event.asset_check_evaluation_data for record in records]  # type: ignore[union-attr]
    assert len(evaluations) > 30
    assert [evaluation.check_name for evaluation in evaluations if not evaluation.passed] == []
    tables = run_query(settings.warehouse, "select distinct table_name from core.check_results where success").rows
    assert {name for (name,) in tables} == set(TABLES) - {"core.rejects", "core.check_results", "core.run_stages"}


def test_the_same_input_again_changes_nothing(finished_data: Path, tmp_path: Path) -> None:
    data = shutil.copytree(finished_data, tmp_path / "data")
    before, warehouse = files(data / "lake"), (data / "warehouse.duckdb").read_bytes()
    folder = Path(run_query(data / "warehouse.duckdb", "select min(source_uri) from core.articles").rows[0][0]).parent
    summary = run_whole_job(data, folder)
    assert summary.succeeded
    assert (summary.documents_read, summary.documents_new, summary.articles_new) == (4, 0, 0)
    assert dict(summary.rejected) == {"unknown_format": 1}
    assert files(data / "lake") == before
    assert run_query(data / "warehouse.duckdb", "from main.builds").rows  # still answers
    assert len(warehouse) == (data / "warehouse.duckdb").stat().st_size
