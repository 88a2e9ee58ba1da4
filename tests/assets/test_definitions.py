"""What Dagster is told: every table is an asset under its own name, lineage goes one way, every rule is a check."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime
from pathlib import Path

import dagster as dg
import pytest

from pipelines.assets.build import JOB, build_definitions
from pipelines.assets.catalogue import CONTRACT_CHECK, check_name
from pipelines.assets.tables import Workplace
from pipelines.contracts import TABLES
from pipelines.contracts.suites import suite_path
from pipelines.settings import PROJECT, Settings
from pipelines.steps.ray_workers import RayCluster
from tests.newsroom import no_progress

LAYERS = ("raw", "core", "marts")
OPERATIONS = {"core/rejects", "core/check_results", "core/run_stages"}


@pytest.fixture(scope="module")
def definitions(tmp_path_factory: pytest.TempPathFactory) -> dg.Definitions:
    return build_definitions(Settings(tmp_path_factory.mktemp("data")))


@pytest.fixture(scope="module")
def specs(definitions: dg.Definitions) -> dict[str, dg.AssetSpec]:
    return {spec.key.to_user_string(): spec for spec in definitions.resolve_all_asset_specs()}


def test_the_module_that_dagster_loads_defines_the_job(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("OTR_DATA", str(tmp_path))
    from pipelines.definitions import defs

    dg.Definitions.validate_loadable(defs)
    assert defs.resolve_job_def(JOB).name == JOB


def test_scheduled_runs_annotate_on_the_cluster_that_the_settings_name(tmp_path: Path) -> None:
    days = dg.DailyPartitionsDefinition("2031-05-05")
    here, there = Settings(tmp_path, workers=3), Settings(tmp_path, engine="ray", ray_address="head.example:6379")
    assert Workplace(here, no_progress, days).workers == 3
    assert Workplace(there, no_progress, days).workers == RayCluster("head.example:6379")


def test_every_table_and_every_mart_is_an_asset_under_its_name(specs: dict[str, dg.AssetSpec]) -> None:
    marts = {f"marts/{path.stem}" for path in (PROJECT / "sql" / "marts").glob("*.sql")}
    assert set(specs) == {name.replace(".", "/") for name in TABLES} | marts


def test_the_group_of_an_asset_is_its_layer(specs: dict[str, dg.AssetSpec]) -> None:
    assert {spec.group_name for spec in specs.values()} == set(LAYERS)
    assert [name for name, spec in specs.items() if spec.group_name != spec.key.path[0]] == []


def test_every_asset_says_what_it_is_made_with_and_what_a_row_is(specs: dict[str, dg.AssetSpec]) -> None:
    assert [name for name, spec in specs.items() if not spec.kinds or not spec.description] == []


def test_columns_are_those_of_the_contract_with_their_descriptions(specs: dict[str, dg.AssetSpec]) -> None:
    for name, declared in TABLES.items():
        schema = specs[name.replace(".", "/")].metadata["dagster/column_schema"]
        assert [(column.name, column.description) for column in schema.columns] == [
            (column.name, column.description) for column in declared.lake_columns
        ]


def test_lineage_goes_from_raw_to_core_to_marts_and_never_back(specs: dict[str, dg.AssetSpec]) -> None:
    edges = [(dep.asset_key.to_user_string(), name) for name, spec in specs.items() for dep in spec.deps]
    layer = {name: LAYERS.index(spec.key.path[0]) for name, spec in specs.items()}
    assert [edge for edge in edges if layer[edge[0]] > layer[edge[1]]] == []
    assert {name for name, spec in specs.items() if not spec.deps} == {
        "raw/documents",
        "core/topics",
        "core/own_topics",
    }
    assert any(name.startswith("marts/") for _, name in edges)


def test_every_expectation_is_behind_a_check(definitions: dg.Definitions, specs: dict[str, dg.AssetSpec]) -> None:
    keys = definitions.resolve_asset_graph().asset_check_keys
    for name, declared in TABLES.items():
        asset = name.replace(".", "/")
        checks = {key.name for key in keys if key.asset_key == specs[asset].key}
        suite = json.loads(suite_path(PROJECT / "expectations", declared).read_text(encoding="utf-8"))["expectations"]
        by_hand = [check_name(one["description"]) for one in suite if one["meta"]["origin"] == "hand"]
        assert len(set(by_hand)) == len(by_hand)
        assert checks == (set() if asset in OPERATIONS else {CONTRACT_CHECK, *by_hand})


def test_partitions_are_ingest_days(definitions: dg.Definitions, specs: dict[str, dg.AssetSpec]) -> None:
    for name, declared in TABLES.items():
        partitions = specs[name.replace(".", "/")].partitions_def
        assert isinstance(partitions, dg.DailyPartitionsDefinition) == declared.partitioned
    today = datetime.now(UTC).date().isoformat()
    partitions = definitions.resolve_job_def(JOB).partitions_def
    assert partitions is not None
    assert partitions.has_partition_key(today)


def test_the_schedule_asks_for_the_partition_of_its_day(definitions: dg.Definitions) -> None:
    now, repository = datetime.now(UTC).replace(hour=5), definitions.get_repository_def()
    context = dg.build_schedule_context(scheduled_execution_time=now, repository_def=repository)
    (request,) = definitions.resolve_schedule_def("daily").evaluate_tick(context).run_requests or []
    assert (request.partition_key, request.run_key) == (now.date().isoformat(), now.date().isoformat())


class TestInboxSensor:
    """The sensor asks for a run once the files in the inbox are new and have come to rest."""

    @pytest.fixture
    def settings(self, tmp_path: Path) -> Settings:
        settings = Settings(tmp_path / "data")
        settings.inbox.mkdir(parents=True)
        return settings

    @staticmethod
    def tick(settings: Settings, cursor: str | None = None) -> tuple[list[dg.RunRequest], str, str | None]:
        definitions = build_definitions(settings)
        repository = definitions.get_repository_def()
        with dg.DagsterInstance.ephemeral() as instance:
            context = dg.build_sensor_context(instance=instance, cursor=cursor, repository_def=repository)
            tick = definitions.resolve_sensor_def("inbox").evaluate_tick(context)
        return list(tick.run_requests or []), tick.skip_message or "", tick.cursor

    @staticmethod
    def settle(path: Path, seconds_ago: int = 60) -> None:
        then = datetime.now(UTC).timestamp() - seconds_ago
        os.utime(path, (then, then))

    def test_it_skips_an_empty_inbox(self, settings: Settings) -> None:
        (settings.inbox / ".hidden").write_text("x", encoding="utf-8")
        requests, words, _ = self.tick(settings)
        assert (requests, words) == ([], "nothing lies in inbox/")

    def test_it_waits_while_a_file_is_being_written(self, settings: Settings) -> None:
        (settings.inbox / "a.txt").write_text("x", encoding="utf-8")
        requests, words, _ = self.tick(settings)
        assert (requests, words) == ([], "a file is still being written")

    def test_it_asks_once_for_a_settled_file_and_again_for_a_changed_one(self, settings: Settings) -> None:
        path = settings.inbox / "folder" / "a.txt"
        path.parent.mkdir()
        path.write_text("x", encoding="utf-8")
        self.settle(path)
        (request,), _, cursor = self.tick(settings)
        assert request.partition_key == datetime.now(UTC).date().isoformat()
        again, words, _ = self.tick(settings, cursor)
        assert (again, words) == ([], "nothing new in inbox/")
        path.write_text("changed", encoding="utf-8")
        self.settle(path, 30)
        (changed,), _, _ = self.tick(settings, cursor)
        assert changed.run_key != request.run_key
