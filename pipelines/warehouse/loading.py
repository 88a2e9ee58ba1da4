"""Loading: part files of the lake into the tables of an open warehouse.

Belongs here: which rows of the core layer are served, and which version of an article is current.
Does not belong here: marts and macros (see ``models``), the file that it all goes into (see ``serving``).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial

import duckdb

from pipelines.contracts import TABLES, Table, duckdb_comments, duckdb_ddl
from pipelines.warehouse.extending import ARTICLES, begin_parts, record_parts
from pipelines.warehouse.lake import Lake, PartRef, annotated_tables
from pipelines.warehouse.memory import Runner, run_once

CORE_TABLES = {name: table for name, table in TABLES.items() if table.layer == "core"}

# Nearly all versions are served, and current: what is told apart is the few that are not.
_VERSIONS = """
create or replace temp table versions as
select
    version_id,
    article_id,
    {part_of_file} as part,
    row_number() over (partition by version_id order by ingested_at, sequence, filename) = 1 as is_served,
    coalesce(modified_at, published_at) as changed_at,
    ingested_at,
    sequence
from read_parquet($paths, filename = true, union_by_name = true, hive_partitioning = false)
"""
# a version that was taken in twice is served once, with the annotations of its first part file
_LEFT_OUT = """
create or replace temp table left_out as
select version_id, part from versions group by version_id, part having not bool_or(is_served)
"""
_EARLIER_VERSIONS = """
create or replace temp table earlier_versions as
select version_id from versions where is_served
qualify row_number() over (
    partition by article_id
    order by changed_at desc nulls last, ingested_at desc, sequence desc, version_id desc
) > 1
"""

_MARK_EARLIER = """
update core.articles set is_current = false
where is_current and version_id in (select version_id from earlier_versions)
"""

# The part file is told by its folder and its name, which are the same in every per-article table.
_PART_OF_FILE = "regexp_extract(filename, '[^/\\\\]+[/\\\\][^/\\\\]+$')"


def load_core(connection: duckdb.DuckDBPyConnection, lake: Lake, as_of: date | None, run: Runner = run_once) -> None:
    """Create every table of the core layer with its rows, each as a piece of work of its own.

    In a warehouse that holds parts already, tables by article get the rows of the others, and the rest is made anew.
    Only complete parts are served. Rows across articles that point at a version, mention or quote which is not served
    are left out. Leaves temporary tables ``left_out`` and ``earlier_versions`` behind, which end with the connection.
    """
    connection.execute("create schema if not exists core")
    held = begin_parts(connection)
    articles = lake.served_parts(ARTICLES, as_of)
    run(partial(_place_versions, connection, articles))
    for name, table in CORE_TABLES.items():
        parts, is_kept = lake.served_parts(name, as_of), bool(held) and table.per_article
        if is_kept:
            parts = [part for part in parts if part.key not in held]
        else:
            connection.execute(f"drop table if exists {name}")
            connection.execute(duckdb_ddl(table))
        if parts:
            run(partial(_load_table, connection, table, parts))
    if held:
        connection.execute(_MARK_EARLIER)
    record_parts(connection, lake, [part for part in articles if part.key not in held], is_added=bool(held))


def comment_core(connection: duckdb.DuckDBPyConnection) -> None:
    """Say of every table of the core layer, and of each of its columns, what the contract says."""
    for table in CORE_TABLES.values():
        for comment in duckdb_comments(table):
            connection.execute(comment)


def _place_versions(connection: duckdb.DuckDBPyConnection, parts: Sequence[PartRef]) -> None:
    if not parts:
        return
    paths = {"paths": [str(part.path) for part in parts]}
    connection.execute(_VERSIONS.format(part_of_file=_PART_OF_FILE), paths)
    connection.execute(_LEFT_OUT)
    connection.execute(_EARLIER_VERSIONS)
    connection.execute("drop table versions")


def _load_table(connection: duckdb.DuckDBPyConnection, table: Table, parts: Sequence[PartRef]) -> None:
    paths = [str(part.path) for part in parts]
    source = "read_parquet($paths, filename = true, union_by_name = true, hive_partitioning = false)"
    described = connection.execute(f"describe select * from {source}", {"paths": paths}).fetchall()
    present = {row[0] for row in described}
    columns = ", ".join(_expression(table, column.name, present) for column in table.columns)
    statement = f"insert into {table.full_name} select {columns} from {source} as lake {_condition(table)}"
    connection.execute(statement, {"paths": paths})


def _expression(table: Table, name: str, present: set[str]) -> str:
    if table.full_name == ARTICLES and name == "is_current":
        return "lake.version_id not in (select version_id from earlier_versions)"
    return f'lake."{name}"' if name in present else f'null as "{name}"'


def _condition(table: Table) -> str:
    """What keeps the rows that are served.

    Annotations go with their version, rows across articles with the row that they point at, and of a record that
    several runs wrote (a document refused again and again) the first is kept.
    """
    if table.full_name in annotated_tables():
        part = _PART_OF_FILE.replace("filename", "lake.filename")
        return f"anti join left_out on lake.version_id = left_out.version_id and {part} = left_out.part"
    targets = [
        (column.name, *column.references.rsplit(".", 1))
        for column in table.columns
        if column.references is not None and column.name in table.primary_key and column.references.startswith("core.")
    ]
    if targets:
        return "where " + " and ".join(
            f"lake.{name} in (select {target}.{key} from {target})" for name, target, key in targets
        )
    keys = ", ".join(f'lake."{key}"' for key in table.primary_key)
    return f"qualify row_number() over (partition by {keys} order by lake.filename) = 1"
