"""Dagster's record of a run, written through connections that stay open until the run ends.

Belongs here: how Dagster's SQLite files are opened. Does not belong here: what stands in them (Dagster), deleting it
(`history`).

By itself Dagster opens a database anew for each event. When the last connection to one closes, SQLite moves its log
into the file and waits for the disk some ten times: 3,300 times in the run of a single article. Files and tables are
Dagster's own, so that its UI reads and writes them meanwhile.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

import dagster as dg
from dagster._core.instance.ref import InstanceRef
from dagster._core.storage.event_log.sqlite.sqlite_event_log import SqliteEventLogStorage
from dagster._core.storage.runs.sqlite.sqlite_run_storage import SqliteRunStorage
from dagster._core.storage.sqlite_storage import DagsterSqliteStorage
from dagster._serdes import ConfigurableClassData
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import QueuePool

PATIENCE = 30  # seconds that a connection waits while another process writes; as Dagster has it


def open_instance(home: Path) -> dg.DagsterInstance:
    """The instance that ``home``/dagster.yaml describes. Where its storage is another one than SQLite it stays that."""
    described = InstanceRef.from_dir(str(home))
    storage = described.storage_data
    if storage is not None and storage.class_name == DagsterSqliteStorage.__name__:
        own = ConfigurableClassData(__name__, Records.__name__, storage.config_yaml)
        described = described._replace(storage_data=own)
    event.listen(Engine, "connect", _wait_less)  # also for what Dagster opens to make the files
    try:
        return dg.DagsterInstance.from_ref(described)
    finally:
        event.remove(Engine, "connect", _wait_less)


class OpenDatabases:
    """The databases that a run writes, by address."""

    def __init__(self) -> None:
        self._engines: dict[str, Engine] = {}

    def engine(self, address: str) -> Engine:
        """What connects to a database; connections that it lent are kept for the next time."""
        if address not in self._engines:
            options = {"timeout": PATIENCE}
            engine = create_engine(address, poolclass=QueuePool, pool_size=1, max_overflow=-1, connect_args=options)
            event.listen(engine, "connect", _wait_less)
            self._engines[address] = engine
        return self._engines[address]

    def close(self) -> None:
        """Close all connections."""
        for engine in self._engines.values():
            engine.dispose()
        self._engines.clear()


def _wait_less(connection: Any, _: object) -> None:
    """Wait for the disk when the log goes into the file, not at each event.

    A process that is killed loses nothing. A machine that loses power may lose the last events, and never the file.
    """
    connection.execute("pragma journal_mode = wal")  # Dagster does that too, but later
    connection.execute("pragma synchronous = normal")


class RunEvents(SqliteEventLogStorage):
    """The events of runs: one database a run, and one of what concerns assets."""

    def __init__(self, base_dir: str, inst_data: ConfigurableClassData | None = None) -> None:
        self._databases = OpenDatabases()
        super().__init__(base_dir, inst_data)

    @contextmanager
    def _connect(self, shard: str) -> Iterator[Connection]:
        with self._db_lock:
            engine = self._databases.engine(self.conn_string_for_shard(shard))
            if shard not in self._initialized_dbs:
                self._initdb(engine)
                self._initialized_dbs.add(shard)
            with engine.begin() as connection:
                yield connection

    def dispose(self) -> None:
        """Close the databases."""
        super().dispose()
        self._databases.close()


class Runs(SqliteRunStorage):
    """The list of runs, and how each ended."""

    def __init__(self, conn_string: str, inst_data: ConfigurableClassData | None = None) -> None:
        self._databases = OpenDatabases()
        super().__init__(conn_string, inst_data)

    @contextmanager
    def connect(self) -> Iterator[Connection]:
        """A connection within a transaction."""
        with self._databases.engine(self._conn_string).begin() as connection:
            yield connection

    def dispose(self) -> None:
        """Close the database."""
        self._databases.close()


class Records(DagsterSqliteStorage):
    """Dagster's SQLite storage with those two, in the same files."""

    def __init__(self, base_dir: str, inst_data: ConfigurableClassData | None = None) -> None:
        super().__init__(base_dir, inst_data)
        self._run_storage = Runs(self._run_storage._conn_string)
        self._event_log_storage = RunEvents(self._event_log_storage._base_dir)

    @classmethod
    def from_config_value(cls, inst_data: ConfigurableClassData, config_value: Any) -> Self:
        """What Dagster makes of the configuration."""
        return cls.from_local(inst_data=inst_data, **config_value)
