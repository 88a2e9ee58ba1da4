"""Building the warehouse: which rows are served, and that readers never see half a build."""

from __future__ import annotations

import subprocess
import sys
import threading
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from pipelines.contracts import TABLES
from pipelines.warehouse import serving
from pipelines.warehouse.lake import Lake
from pipelines.warehouse.memory import MEMORY_STEPS, Memory
from pipelines.warehouse.models import STAGES, read_layers
from pipelines.warehouse.query import run_query
from pipelines.warehouse.search import SEARCH_TABLES
from pipelines.warehouse.serving import BuildError, BuildLimits, build_warehouse, building_path
from tests.warehouse.rows import BUILT_AT, DAY, SQL, parse, publish, small_corpus


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    return Lake(tmp_path / "lake")


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "served" / "warehouse.duckdb"


@pytest.fixture
def no_marts(tmp_path: Path) -> Path:
    return tmp_path / "sql"


def values(warehouse: Path, sql: str) -> list[Any]:
    return [row[0] for row in run_query(warehouse, sql).rows]


def version(version_id: str, **cells: Any) -> dict[str, Any]:
    return {"version_id": version_id, "article_id": "a1", "ingested_at": parse("2031-05-06T01:00")} | cells


def test_every_core_table_and_stored_mart_is_served_even_from_an_empty_lake(lake: Lake, target: Path) -> None:
    report = build_warehouse(lake, SQL, target, BUILT_AT)
    assert set(report.tables.values()) == {0}
    core = {name for name in TABLES if name.startswith("core.")}
    models = [model for model in read_layers(SQL) if model.layer != STAGES and not model.header.is_view]
    marts = {model.full_name for model in models}
    assert core | marts | set(SEARCH_TABLES) == set(report.tables)


def test_the_report_counts_what_is_served(small_warehouse: Path, small_lake: Lake, tmp_path: Path) -> None:
    report = build_warehouse(small_lake, SQL, tmp_path / "w.duckdb", BUILT_AT, limits=BuildLimits("1GB", 1))
    assert report.tables["core.articles"] == 5
    assert report.tables["core.quotes"] == 9
    assert report.bytes == (tmp_path / "w.duckdb").stat().st_size
    recorded = run_query(small_warehouse, "select table_name, row_count from main.builds").rows
    assert dict(recorded) == report.tables
    assert values(small_warehouse, "select distinct built_at from main.builds") == [BUILT_AT]


def test_a_build_that_its_memory_does_not_suffice_for_begins_anew_with_more(small_lake: Lake, target: Path) -> None:
    report = build_warehouse(small_lake, SQL, target, BUILT_AT, limits=BuildLimits("1MB"))
    assert report.tables["core.quotes"] == 9
    assert list(target.parent.glob(f"{target.stem}.*")) == [target]


def test_a_step_that_its_memory_does_not_suffice_for_is_done_again_with_the_next() -> None:
    given = list[str]()

    def work() -> None:
        given.append(connection.execute("select current_setting('memory_limit')").fetchall()[0][0])
        if len(given) < 3:
            raise duckdb.OutOfMemoryException("too little")

    with duckdb.connect() as connection:
        memory = Memory(connection, MEMORY_STEPS[0])
        memory.run(work)
        assert memory.limit == MEMORY_STEPS[2]
        assert given == ["238.4 MiB", "476.8 MiB", "715.2 MiB"]
        given.clear()
        memory.limit = None
        with pytest.raises(duckdb.OutOfMemoryException):
            memory.run(work)


def test_the_last_step_has_what_duckdb_would_take_by_itself() -> None:
    def work() -> None:
        connection.execute("create or replace table numbers as select hash(range) as number from range(3_000_000)")

    with duckdb.connect() as connection:
        connection.execute("set temp_directory = ''")  # so that it cannot do with less
        memory = Memory(connection, "20MB")
        memory.run(work)
        assert memory.limit is None


def test_duckdb_from_1_3_on_can_read_the_file(small_warehouse: Path) -> None:
    version = "select tags['storage_version'] from duckdb_databases() where database_name = 'warehouse'"
    assert values(small_warehouse, version) == ["v1.3.0+"]


def test_every_table_and_column_has_a_comment(small_warehouse: Path) -> None:
    silent = "select table_name from duckdb_tables() where comment is null"
    assert values(small_warehouse, silent) == []
    silent = "select table_name || '.' || column_name from duckdb_columns() where comment is null and not internal"
    assert values(small_warehouse, silent) == []
    assert values(small_warehouse, "select count(*) from duckdb_tables() where schema_name = 'marts'") > [4]


@pytest.mark.parametrize(
    ("versions", "current"),
    [
        ([version("v1"), version("v2", published_at=parse("2031-01-01"))], "v2"),
        ([version("v1", published_at=parse("2031-01-02")), version("v2", published_at=parse("2031-01-01"))], "v1"),
        (
            [
                version("v1", published_at=parse("2031-01-02")),
                version("v2", published_at=parse("2031-01-01"), modified_at=parse("2031-01-03")),
            ],
            "v2",
        ),
        ([version("v1", ingested_at=parse("2031-05-06T02:00")), version("v2")], "v1"),
        ([version("v1", sequence=2), version("v2", sequence=1)], "v1"),
        ([version("v1"), version("v2")], "v2"),
    ],
)
def test_the_latest_version_of_an_article_is_current(
    lake: Lake, target: Path, no_marts: Path, versions: list[dict[str, Any]], current: str
) -> None:
    publish(lake, {"core.articles": [*versions, version("other", article_id="a2")]})
    build_warehouse(lake, no_marts, target, BUILT_AT)
    found = values(target, "select version_id from core.articles where is_current order by version_id")
    assert found == ["other", current]


def test_an_incomplete_part_is_not_served_nor_what_points_into_it(lake: Lake, target: Path, no_marts: Path) -> None:
    quote = {"quote_id": "q1", "version_id": "v1"}
    publish(lake, {"core.articles": [version("v1")], "core.quotes": [quote], "core.quote_speakers": [quote]})
    lake.part_path("core.mentions", DAY, "0" * 16).unlink()
    report = build_warehouse(lake, no_marts, target, BUILT_AT)
    assert report.tables["core.articles"] == report.tables["core.quotes"] == report.tables["core.quote_speakers"] == 0


def test_a_version_that_was_taken_in_twice_is_served_once_with_one_set_of_quotes(
    lake: Lake, target: Path, no_marts: Path
) -> None:
    first = {"core.articles": [version("v1")], "core.quotes": [{"quote_id": "q1", "version_id": "v1"}]}
    again = {
        "core.articles": [version("v1", ingested_at=parse("2031-05-07T01:00"))],
        "core.quotes": [{"quote_id": "q1", "version_id": "v1"}, {"quote_id": "q2", "version_id": "v1"}],
    }
    publish(lake, first)
    publish(lake, again, day=date(2031, 5, 7))
    build_warehouse(lake, no_marts, target, BUILT_AT)
    assert values(target, "select version_id from core.articles where is_current") == ["v1"]
    assert values(target, "select quote_id from core.quotes") == ["q1"]


def test_as_of_leaves_out_what_was_ingested_later(lake: Lake, target: Path, no_marts: Path) -> None:
    publish(lake, {"core.articles": [version("v1")]})
    publish(lake, {"core.articles": [version("v2", sequence=1)]}, part="1" * 16, day=date(2031, 5, 7))
    build_warehouse(lake, no_marts, target, BUILT_AT, as_of=DAY)
    assert values(target, "select version_id from core.articles where is_current") == ["v1"]


def test_a_document_that_is_refused_again_is_one_reject(lake: Lake, target: Path, no_marts: Path) -> None:
    for day in (DAY, date(2031, 5, 7)):
        publish(lake, {"core.rejects": [{"reject_id": "r1", "detail": day.isoformat()}]}, day=day)
    build_warehouse(lake, no_marts, target, BUILT_AT)
    assert values(target, "select detail from core.rejects") == ["2031-05-06"]


def test_readers_see_whole_versions_only_while_builds_go_on(lake: Lake, target: Path, no_marts: Path) -> None:
    publish(lake, small_corpus())
    build_warehouse(lake, no_marts, target, BUILT_AT)
    seen: set[tuple[Any, ...]] = set()
    reads, stop = [0], threading.Event()

    def read() -> None:
        while not stop.is_set():
            counts = "select (select count(*) from core.articles), (select count(*) from core.quotes)"
            seen.update(run_query(target, counts).rows)
            reads[0] += 1

    reader = threading.Thread(target=read)
    reader.start()
    try:
        for _ in range(5):
            build_warehouse(lake, no_marts, target, BUILT_AT)
    finally:
        stop.set()
        reader.join()
    assert seen == {(5, 9)}
    assert reads[0] > 5


@pytest.mark.parametrize("step", ["load_core", "comment_core", "_record_build", "flush_to_disk"])
def test_a_crash_at_any_step_leaves_the_old_warehouse(
    lake: Lake, target: Path, no_marts: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    build_warehouse(lake, no_marts, target, BUILT_AT)
    before = target.read_bytes()
    publish(lake, small_corpus())

    def crash(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(serving, step, crash)
        with pytest.raises(KeyboardInterrupt):
            build_warehouse(lake, no_marts, target, BUILT_AT)
    assert target.read_bytes() == before
    assert [path.name for path in target.parent.iterdir()] == [target.name]
    assert build_warehouse(lake, no_marts, target, BUILT_AT).tables["core.quotes"] == 9


def test_half_a_file_of_a_killed_build_is_in_nobodys_way(lake: Lake, target: Path, no_marts: Path) -> None:
    target.parent.mkdir()
    building_path(target).write_bytes(b"half a file")
    build_warehouse(lake, no_marts, target, BUILT_AT)
    assert not building_path(target).exists()


def test_stages_are_gone_when_the_file_is_built(small_warehouse: Path) -> None:
    schemas = "select distinct schema_name from duckdb_tables() where schema_name not in ('core', 'search', 'main')"
    assert sorted(values(small_warehouse, schemas)) == ["counts", "marts"]
    assert values(small_warehouse, "select database_name from duckdb_databases() where not internal") == ["warehouse"]


def test_what_a_killed_build_spilled_is_removed(lake: Lake, target: Path, no_marts: Path) -> None:
    spilled = building_path(target).with_suffix(".spill")
    spilled.mkdir(parents=True)
    (spilled / "block").write_bytes(b"much")
    build_warehouse(lake, no_marts, target, BUILT_AT)
    assert not spilled.exists()


def test_a_second_build_at_the_same_time_is_refused(lake: Lake, target: Path, no_marts: Path) -> None:
    target.parent.mkdir()
    aside = building_path(target)
    with duckdb.connect(str(aside)), pytest.raises(BuildError, match="another build is at work"):
        build_warehouse(lake, no_marts, target, BUILT_AT)
    hold = f"import duckdb, sys; c = duckdb.connect({str(aside)!r}); print('open', flush=True); sys.stdin.read()"
    with subprocess.Popen([sys.executable, "-c", hold], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        other.stdout.readline()
        with pytest.raises(BuildError, match="another build is at work"):
            build_warehouse(lake, no_marts, target, BUILT_AT)
        other.communicate()
    build_warehouse(lake, no_marts, target, BUILT_AT)
