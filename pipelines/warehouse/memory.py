"""Memory: what a build may use, and more of it for a step that cannot do without.

Belongs here: the steps by which memory grows. Does not belong here: what is built (see ``serving``).
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import duckdb

from pipelines.warehouse.models import ModelError, literal

# What a build is given, from the least; the process itself needs some 500 MB more. The last leaves it to DuckDB.
MEMORY_STEPS = ("250MB", "500MB", "750MB", "1GB", "1500MB", "2GB", "3GB", None)

Runner = Callable[[Callable[[], None]], None]


def run_once(work: Callable[[], None]) -> None:
    """Do the work with the memory that there is."""
    work()


class Memory:
    """How much memory DuckDB may use on a connection; grows by `MEMORY_STEPS` when a piece of work needs it."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, limit: str | None) -> None:
        self.connection = connection
        self.limit = limit
        # asked for at first, since `reset memory_limit` changes what is told and not what is used (DuckDB issue 22203)
        ((self._default,),) = connection.execute("select current_setting('memory_limit')").fetchall()
        self._set()

    def run(self, work: Callable[[], None]) -> None:
        """Do the work, and again with more memory where it does not suffice: the work must leave nothing half done.

        Raises what the work raises, duckdb.OutOfMemoryException (or the ModelError from it) when there is no more.
        """
        while True:
            try:
                return work()
            except (ModelError, duckdb.OutOfMemoryException) as error:
                if self.limit is None or not is_out_of_memory(error):
                    raise
            self.limit = more_than(self.limit)
            self._set()

    def _set(self) -> None:
        self.connection.execute(f"set memory_limit = {literal(self.limit or self._default)}")


def more_than(limit: str) -> str | None:
    """The memory after that; for a limit that is none of the steps, what is left to DuckDB."""
    return dict(pairwise(MEMORY_STEPS)).get(limit)


def is_out_of_memory(error: Exception) -> bool:
    """Whether the error, or that behind it, says that DuckDB has no more memory."""
    return isinstance(error.__cause__ or error, duckdb.OutOfMemoryException)
