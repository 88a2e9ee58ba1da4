"""Extending: what a warehouse holds of the lake, and when the rest can be added to a copy of it.

Belongs here: the table of part files in a warehouse, and whether adding gives what building anew would give.
Does not belong here: loading rows (see ``loading``), the order of a build (see ``serving``).

An article, its quotes and mentions stay as they are when others come, and so do the words of the search index. Marts,
entities, speakers and stories may change in any row: they are made anew in every build.
"""

from __future__ import annotations

from datetime import date
from hashlib import sha256
from pathlib import Path

import duckdb

from pipelines.warehouse.lake import Lake, PartRef, annotated_tables
from pipelines.warehouse.models import LAYERS, STAGES

ARTICLES = "core.articles"
PARTS = "main.parts"
# More than that would lie behind what is in order (terms by their number), where each question has to look through it.
MOST_ADDED = 0.2

_TABLE = f"""
create table {PARTS} (ingest_date date, part varchar, mark varchar, article_count integer, is_added boolean);
comment on table {PARTS} is 'Which part files of the lake does this file hold? One row a part: a file of core.articles
and one of each table that follows it.';
comment on column {PARTS}.ingest_date is 'Day (UTC) on which its articles were taken in.';
comment on column {PARTS}.part is 'Name of the part, as in the names of its files.';
comment on column {PARTS}.mark is 'Tells whether one of its files was written anew since.';
comment on column {PARTS}.article_count is 'Number of its articles, versions taken in twice included.';
comment on column {PARTS}.is_added is 'Whether it was added to a file, and not there when that was built anew.';
"""
_IN_BOTH = f"""
select 1 from read_parquet($paths, hive_partitioning = false) semi join {ARTICLES} using (version_id) limit 1
"""
Key = tuple[date | None, str]


def begin_parts(connection: duckdb.DuckDBPyConnection) -> frozenset[Key]:
    """The parts that the open warehouse holds; creates `PARTS` where there is none."""
    if not connection.execute(
        "select 1 from duckdb_tables() where database_name = current_database() and schema_name = 'main' "
        "and table_name = 'parts'"
    ).fetchall():
        connection.execute(_TABLE)
    return frozenset(connection.execute(f"select ingest_date, part from {PARTS}").fetchall())


def record_parts(connection: duckdb.DuckDBPyConnection, lake: Lake, parts: list[PartRef], is_added: bool) -> None:
    """Note that the open warehouse holds these parts of core.articles and of what follows it."""
    rows = [[*part.key, _mark(lake, part), lake.row_count(part), is_added] for part in parts]
    if rows:
        connection.executemany(f"insert into {PARTS} values (?, ?, ?, ?, ?)", rows)


def is_extendable(base: Path, lake: Lake, as_of: date | None) -> bool:
    """Whether adding to a copy of the warehouse gives what building anew would give, and is cheaper.

    All parts that it holds must be there as they were, what was added since it was built anew must be little, and no
    version of an article may be in an old part and in a new one: which of the two is served depends on both.
    """
    served = {part.key: part for part in lake.served_parts(ARTICLES, as_of)}
    with duckdb.connect(str(base), read_only=True) as connection:
        held = connection.execute(f"select ingest_date, part, mark, article_count, is_added from {PARTS}").fetchall()
        if not held or any((found := served.get(row[:2])) is None or _mark(lake, found) != row[2] for row in held):
            return False
        new = [part for key, part in served.items() if key not in {row[:2] for row in held}]
        added = sum(map(lake.row_count, new)) + sum(row[3] for row in held if row[4])
        if added > MOST_ADDED * (added + sum(row[3] for row in held if not row[4])):
            return False
        paths = [str(part.path) for part in new]
        return not paths or not connection.execute(_IN_BOTH, {"paths": paths}).fetchall()


def clear_for_adding(connection: duckdb.DuckDBPyConnection) -> None:
    """Drop what is made anew in every build from the open copy of a warehouse, and let its room be used again."""
    for schema in set(LAYERS) - {STAGES}:
        connection.execute(f"drop schema if exists {schema} cascade")
    connection.execute("drop table if exists main.builds")
    macros = connection.execute(
        "select distinct function_name from duckdb_functions() where database_name = current_database() "
        "and schema_name = 'main' and function_type = 'table_macro'"
    ).fetchall()
    for (name,) in macros:
        connection.execute(f'drop macro table main."{name}"')
    connection.execute("checkpoint")


def _mark(lake: Lake, articles: PartRef) -> str:
    """Of the files of a part in all tables that follow core.articles."""
    files = [lake.part(name, articles) for name in annotated_tables()]
    return sha256(" ".join(file.mark for file in files if file).encode()).hexdigest()[:16]
