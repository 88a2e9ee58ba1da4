"""Serving: build the DuckDB file aside and put it in place in one step.

Belongs here: the order of a build, its settings, and the swap.
Does not belong here: which rows are served (see ``loading``), SQL models (``models``), reading the file (``query``).
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial
from pathlib import Path
from time import perf_counter

import duckdb

from pipelines.warehouse.extending import clear_for_adding, is_extendable
from pipelines.warehouse.files import flush_to_disk
from pipelines.warehouse.lake import Lake
from pipelines.warehouse.loading import CORE_TABLES, comment_core, load_core
from pipelines.warehouse.memory import MEMORY_STEPS, Memory, is_out_of_memory, more_than
from pipelines.warehouse.models import (
    MART_LAYER,
    STAGES,
    Model,
    ModelError,
    comment_model,
    create_macro,
    create_model,
    literal,
    order_macros,
    read_layers,
    read_models,
)
from pipelines.warehouse.search import SEARCH_TABLES, comment_search_index, complete_search_index

BUILDS = "main.builds"
DUCKDB_VERSION = duckdb.__version__
CATALOG = "warehouse"  # what DuckDB calls the file while it is built
# Written so that DuckDB 1.3 and later can read it: a seventh smaller than for all, and quicker to write.
STORAGE_VERSION = "v1.3.0"

_BUILD_COMMENTS = {
    "built_at": "Instant (UTC) at which this file was built.",
    "as_of": "Last ingest day that it holds; null when it holds all that there was.",
    "table_name": "The table, such as core.quotes.",
    "row_count": "Number of its rows.",
}


class BuildError(Exception):
    """The warehouse cannot be built now; the message says why. The file in place is as it was."""


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What was built: rows a table (``core.quotes``), seconds that it took, bytes of the finished file.

    ``is_extended`` tells that only new articles were loaded, into a copy of the file that was there.
    """

    tables: dict[str, int]
    seconds: float
    bytes: int
    is_extended: bool = False


@dataclass(frozen=True, slots=True)
class BuildLimits:
    """What a build may use: memory as DuckDB writes it (``4GB``), threads; None leaves it to DuckDB.

    Where the memory is too little for a step that cannot do without, the step is done again with the next of
    `MEMORY_STEPS`, of which the last leaves it to DuckDB.
    ``temporary_folder`` is where DuckDB puts what does not fit into memory; None is beside the warehouse.
    """

    memory: str | None = MEMORY_STEPS[0]
    threads: int | None = None
    temporary_folder: Path | None = None


def build_warehouse(
    lake: Lake,
    sql_folder: Path,
    target: Path,
    built_at: datetime,
    as_of: date | None = None,
    limits: BuildLimits | None = None,
    may_extend: bool = False,
) -> BuildReport:
    """Build the warehouse from the lake and the models in ``sql_folder`` (``marts/``, ``macros/``), and swap it in.

    ``as_of`` leaves out part files that were ingested after that day. ``may_extend`` says that this very code built
    the file at ``target`` from this lake: then articles that it has are not loaded again, where that gives the same.
    Until the last step the file at ``target`` stays as it was, and readers that have it open keep it. Raises ModelError
    for a model that cannot be built, BuildError while another build is going on.
    """
    started = perf_counter()
    target.parent.mkdir(parents=True, exist_ok=True)
    aside = building_path(target)
    _clear_leftover(aside)
    base = target if may_extend and is_extendable(target, lake, as_of) else None
    build = _Build(lake, sql_folder, aside, built_at, as_of, base)
    try:
        tables = _build_within(build, limits or BuildLimits())
        flush_to_disk(aside)
        aside.replace(target)
        flush_to_disk(target.parent)
    except BaseException:
        _remove(aside)
        raise
    return BuildReport(tables, perf_counter() - started, target.stat().st_size, base is not None)


def building_path(target: Path) -> Path:
    """Where the file lies while it is built: beside its place, so that the swap is one rename."""
    return target.with_suffix(".building")


@dataclass(frozen=True, slots=True)
class _Build:
    """What is built, from what, and where; ``base`` is the warehouse whose copy is added to."""

    lake: Lake
    sql_folder: Path
    aside: Path
    built_at: datetime
    as_of: date | None
    base: Path | None


def _build_within(build: _Build, limits: BuildLimits) -> dict[str, int]:
    try:
        return _build_file(build, limits)
    except (ModelError, duckdb.OutOfMemoryException) as error:
        if limits.memory is None or not is_out_of_memory(error):
            raise
    # what is not a step that can be done again, such as the last writing to disk: everything anew
    _remove(build.aside)
    return _build_within(build, replace(limits, memory=more_than(limits.memory)))


def _build_file(build: _Build, limits: BuildLimits) -> dict[str, int]:
    models = read_layers(build.sql_folder)
    macros = order_macros(read_models(build.sql_folder / "macros"))
    kept = [model for model in models if model.layer != STAGES]
    if build.base:
        shutil.copyfile(build.base, build.aside)
    with duckdb.connect() as connection:
        _configure(connection, build.aside, limits)
        # without a log: what a crash leaves of this file is thrown away, and a log would wait for the disk at each step
        settings = f"recovery_mode no_wal_writes, storage_version {literal(STORAGE_VERSION)}"
        connection.execute(f"attach {literal(str(build.aside))} as {CATALOG} ({settings})")
        connection.execute(f"use {CATALOG}")
        memory = Memory(connection, limits.memory)
        if build.base:
            clear_for_adding(connection)
        load_core(connection, build.lake, build.as_of, memory.run)
        is_searched = any(not model.reads.isdisjoint(SEARCH_TABLES) for model in models)
        if is_searched:
            memory.run(partial(complete_search_index, connection))
        _create_models(connection, models, memory)
        stored = sorted(model.full_name for model in kept if not model.header.is_view)
        names = [*CORE_TABLES, *stored, *(SEARCH_TABLES if is_searched else ())]
        tables = {name: _row_count(connection, name) for name in names}
        connection.begin()  # at once: hundreds of small changes one by one would take longer
        comment_core(connection)
        for model in kept:
            comment_model(connection, model)
        if is_searched:
            comment_search_index(connection)
        for macro in macros:
            create_macro(connection, macro)
        _record_build(connection, tables, build.built_at, build.as_of)
        connection.commit()
        connection.execute("use memory")
        connection.execute(f"detach {CATALOG}")  # writes it all down
    return tables


def _create_models(connection: duckdb.DuckDBPyConnection, models: Sequence[Model], memory: Memory) -> None:
    """Create all models in order. Stages lie in memory, and each goes when no later model reads it."""
    for layer in sorted({MART_LAYER, *(model.layer for model in models)} - {STAGES}):
        connection.execute(f"create schema {layer}")
    connection.execute(f"attach ':memory:' as {STAGES} (compress)")
    for place, model in enumerate(models):
        memory.run(partial(create_model, connection, model))
        later = frozenset[str]().union(*(other.reads for other in models[place + 1 :]))
        for read in sorted(model.reads - later):
            if read.startswith(f"{STAGES}."):
                connection.execute(f"drop table {read}")
    connection.execute(f"detach {STAGES}")


def _configure(connection: duckdb.DuckDBPyConnection, aside: Path, limits: BuildLimits) -> None:
    temporary = limits.temporary_folder or _spill_folder(aside)
    connection.execute("set timezone = 'UTC'")
    connection.execute(f"set temp_directory = {literal(str(temporary))}")
    if limits.threads is not None:
        connection.execute(f"set threads = {limits.threads:d}")


def _record_build(
    connection: duckdb.DuckDBPyConnection, tables: dict[str, int], built_at: datetime, as_of: date | None
) -> None:
    connection.execute(
        f"create table {BUILDS} (built_at timestamptz, as_of date, table_name varchar, row_count bigint)"
    )
    connection.execute(f"comment on table {BUILDS} is 'When this file was built, and what it holds: one row a table.'")
    for column, words in _BUILD_COMMENTS.items():
        connection.execute(f"comment on column {BUILDS}.{column} is {literal(words)}")
    rows = [[built_at, as_of, name, count] for name, count in tables.items()]
    connection.executemany(f"insert into {BUILDS} values (?, ?, ?, ?)", rows)


def _row_count(connection: duckdb.DuckDBPyConnection, table: str) -> int:
    row = connection.execute(f"select count(*) from {table}").fetchone()
    return int(row[0]) if row else 0


def _clear_leftover(aside: Path) -> None:
    """Remove what a crashed build left; DuckDB's own lock tells whether a build is still at work on it."""
    if aside.exists() and _is_open(aside):
        raise BuildError(f"another build is at work on {aside}; wait for it to end")
    _remove(aside)


def _is_open(path: Path) -> bool:
    """Whether this or another process has the DuckDB file open for writing."""
    try:
        duckdb.connect(str(path), read_only=True).close()
    except duckdb.Error as error:
        # this process: "different configuration"; another process: "Could not set lock". Anything else is half a file.
        return "different configuration" in str(error) or "set lock" in str(error)
    return False


def _spill_folder(aside: Path) -> Path:
    """Where a build of that file puts what does not fit into memory, unless it is told another place."""
    return aside.with_suffix(".spill")


def _remove(aside: Path) -> None:
    for path in (aside, aside.with_name(f"{aside.name}.wal")):
        path.unlink(missing_ok=True)
    shutil.rmtree(_spill_folder(aside), ignore_errors=True)
