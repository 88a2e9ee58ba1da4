"""Questions to the finished warehouse: read-only, cut off from files and network.

Belongs here: opening the file safely and running one question.
Does not belong here: laying answers out (see ``formats``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any

import duckdb

_SETTING = Lock()
Parameters = Sequence[Any] | Mapping[str, Any]


class QueryError(Exception):
    """The question cannot be answered; the message says why, in words for the person who asked."""


@dataclass(frozen=True, slots=True)
class QueryResult:
    """An answer: column names, their DuckDB types, rows. ``is_cut`` says that there were more rows than asked for."""

    columns: tuple[str, ...]
    types: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    is_cut: bool = False


def connect(warehouse: Path) -> duckdb.DuckDBPyConnection:
    """A read-only connection that cannot reach other files, the network or its own settings; times are UTC.

    Raises QueryError when there is no warehouse, or when it is not one that this DuckDB can read.
    """
    if not warehouse.is_file():
        raise QueryError(f"there is no warehouse at {warehouse} yet: build one with `otr run`, then ask again")
    try:
        connection = duckdb.connect(str(warehouse), read_only=True, config={"enable_external_access": "false"})
    except duckdb.Error as error:
        raise QueryError(f"the warehouse at {warehouse} cannot be opened: {error}") from error
    with _SETTING:
        ((is_locked,),) = connection.execute("select current_setting('lock_configuration')").fetchall()
        if not is_locked:  # else it shares the settings of another connection of this process, which has not ended yet
            connection.execute("set global timezone = 'UTC'")
            connection.execute("set lock_configuration = true")
    return connection


def run_query(
    warehouse: Path, sql: str, parameters: Parameters | None = None, max_rows: int | None = None
) -> QueryResult:
    """The answer to one question. ``parameters`` fill ``?`` or ``$name``; ``max_rows`` cuts the answer, None does not.

    Raises QueryError when the warehouse cannot be opened or the question fails.
    """
    with connect(warehouse) as connection:
        return ask(connection, sql, parameters, max_rows)


def ask(
    connection: duckdb.DuckDBPyConnection, sql: str, parameters: Parameters | None = None, max_rows: int | None = None
) -> QueryResult:
    """As `run_query`, on a connection: opening one takes longer than most questions. Raises QueryError."""
    try:
        cursor = connection.execute(sql, parameters)
        described = cursor.description or []
        rows = cursor.fetchall() if max_rows is None else cursor.fetchmany(max_rows + 1)
    except duckdb.Error as error:
        raise QueryError(str(error)) from error
    is_cut = max_rows is not None and len(rows) > max_rows
    return QueryResult(
        tuple(str(column[0]) for column in described),
        tuple(str(column[1]) for column in described),
        tuple(rows[:max_rows]),
        is_cut,
    )
