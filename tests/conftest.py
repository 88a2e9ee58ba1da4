"""Fixtures that tests of several folders share. What they need is imported when they are used: most tests need none."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pipelines.assets.launch import RunSummary
    from pipelines.settings import Settings
    from pipelines.warehouse.lake import Lake


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> object:
    """Share the tests as `tests.sharing` says."""
    from tests.sharing import ByUnit

    config.option.loadscopereorder = False
    return ByUnit(config, log)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Begin with what takes longest where several processes share the work."""
    if hasattr(config, "workerinput"):
        from tests.sharing import longest_first

        longest_first(items)


@pytest.fixture
def data_lake(tmp_path: Path) -> Lake:
    """An empty lake in a data folder of its own (``DATA/lake``)."""
    from pipelines.warehouse.lake import Lake

    return Lake(tmp_path / "data" / "lake")


@pytest.fixture(scope="session")
def open_suites(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Suites without expectations: every gate is open."""
    from tests.newsroom import without_expectations

    return without_expectations(tmp_path_factory.mktemp("suites"))


@pytest.fixture
def stand_in(monkeypatch: pytest.MonkeyPatch) -> None:
    """Annotate with a stand-in that costs nothing in place of the models (in this process)."""
    from pipelines.steps import workers
    from tests.newsroom import StandIn

    monkeypatch.setattr(workers, "_loaded", [StandIn()])


@pytest.fixture(scope="session")
def small_lake(tmp_path_factory: pytest.TempPathFactory) -> Lake:
    """A lake with the small corpus; not to be changed."""
    from pipelines.warehouse.lake import Lake
    from tests.warehouse.rows import publish, small_corpus

    lake = Lake(tmp_path_factory.mktemp("data") / "lake")
    publish(lake, small_corpus())
    return lake


@pytest.fixture(scope="session")
def small_warehouse(small_lake: Lake) -> Path:
    """The warehouse of the small corpus; not to be changed."""
    from pipelines.warehouse.serving import build_warehouse
    from tests.warehouse.rows import BUILT_AT, SQL

    target = small_lake.root.parent / "warehouse.duckdb"
    build_warehouse(small_lake, SQL, target, BUILT_AT)
    return target


@pytest.fixture(scope="session")
def finished_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder after one whole run over three articles and a file that no reader takes; not to be changed."""
    from tests.newsroom import run_whole_job, write_articles

    folder = write_articles(tmp_path_factory.mktemp("news"), 3)
    (folder / "notes.xyz").write_bytes(b"\x00\x01")
    data = tmp_path_factory.mktemp("finished")
    summary = run_whole_job(data, folder)
    assert summary.succeeded, summary.failure
    return data


@pytest.fixture(scope="session")
def refused_data(finished_data: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, RunSummary]:
    """That folder after a second run, over a fourth article, whose quotes a broken suite refuses; and its summary."""
    from tests.newsroom import broken_suites, run_whole_job, write_article

    place = tmp_path_factory.mktemp("refused")
    data = shutil.copytree(finished_data, place / "data")
    suites = broken_suites(place / "expectations")
    return data, run_whole_job(data, write_article(place / "news", 4), expectations=suites)


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A data folder whose articles attack the page of a report; not to be changed."""
    from tests.report.hostile import hostile_data

    return hostile_data(tmp_path_factory.mktemp("hostile"))


@pytest.fixture(scope="session")
def demo_warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The warehouse of the bundled sample and its own topics, read by the shipped models; not to be changed."""
    from pipelines.demo import articles_folder, topics_file
    from pipelines.settings import Settings
    from tests.newsroom import run_whole_job

    data = tmp_path_factory.mktemp("demo")
    shutil.copy(topics_file(), data)
    summary = run_whole_job(data, articles_folder())
    assert summary.succeeded, summary.failure
    return Settings(data).warehouse
