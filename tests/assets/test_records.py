"""Dagster's records through connections that stay open: in its own files, readable meanwhile, whole after a kill."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import dagster as dg
import pytest
from dagster._core.storage.event_log.sqlite import ConsolidatedSqliteEventLogStorage

from pipelines.assets.launch import INSTANCE_SETTINGS
from pipelines.assets.records import open_instance

KEY = dg.AssetKey(["core", "quotes"])
OTHER = """
run_storage: {module: dagster._core.storage.runs, class: SqliteRunStorage, config: {base_dir: PLACE}}
event_log_storage:
  {module: dagster._core.storage.event_log, class: ConsolidatedSqliteEventLogStorage, config: {base_dir: PLACE}}
schedule_storage: {module: dagster._core.storage.schedules, class: SqliteScheduleStorage, config: {base_dir: PLACE}}
"""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "dagster.yaml").write_text(INSTANCE_SETTINGS, encoding="utf-8")
    return tmp_path


def materialized(home: Path) -> list[int]:
    """The row counts that Dagster's own storage, as the UI uses it, knows of."""
    with dg.DagsterInstance.from_config(str(home)) as instance:
        records = instance.fetch_materializations(KEY, limit=10).records
    return [int(str(one.asset_materialization.metadata["rows"].value)) for one in records if one.asset_materialization]


def tell(instance: dg.DagsterInstance, rows: int) -> None:
    instance.report_runless_asset_event(dg.AssetMaterialization(KEY, metadata={"rows": rows}))


def test_what_is_recorded_is_read_by_dagster_itself_at_once_and_later(home: Path) -> None:
    with open_instance(home) as instance:
        tell(instance, 3)
        assert materialized(home) == [3]
        tell(instance, 4)
    assert materialized(home) == [4, 3]
    with open_instance(home) as instance:
        tell(instance, 5)
    assert materialized(home) == [5, 4, 3]


def test_a_database_is_closed_with_the_instance_and_not_after_each_event(home: Path) -> None:
    log = home / "history" / "runs" / "index.db-wal"  # which SQLite removes when the last connection closes
    with open_instance(home) as instance:
        tell(instance, 3)
        assert log.exists()
    assert not log.exists()


def test_a_process_that_is_killed_loses_none_of_its_events(home: Path) -> None:
    if (child := os.fork()) == 0:
        tell(open_instance(home), 3)
        os.kill(os.getpid(), signal.SIGKILL)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
    assert materialized(home) == [3]


def test_another_storage_that_somebody_chose_stays(home: Path) -> None:
    (home / "dagster.yaml").write_text(OTHER.replace("PLACE", str(home / "own")), encoding="utf-8")
    with open_instance(home) as instance:
        assert isinstance(instance.event_log_storage, ConsolidatedSqliteEventLogStorage)
        tell(instance, 3)
    assert materialized(home) == [3]
