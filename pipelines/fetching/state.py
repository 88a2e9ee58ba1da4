"""The state of fetching: one SQLite file that survives a crash at any instant and that several processes may share.

Belongs here: opening the file, its tables, transactions. Does not belong here: what the rows mean (`source_state` for
sources and their entries, `host_clocks` for hosts).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

WAIT_SECONDS = 30.0  # for another process's transaction, which takes milliseconds
SYNCHRONOUS = "normal"  # see `State`
_SCHEMA = """
create table if not exists lists (
    source text not null, address text not null, moved_to text, etag text, last_modified text, content_sha256 text,
    last_id text, polled_at real not null default 0, due_at real not null default 0,
    failures integer not null default 0, failure text, gone_at real, part_of text, part_modified_at text,
    primary key (source, address)
) strict;
create table if not exists entries (
    source text not null, entry_id text not null, fingerprint text not null, entry text not null,
    state text not null check (state in ('waiting', 'stored', 'refused', 'older')),
    due_at real not null, attempts integer not null default 0, etag text, last_modified text, page_sha256 text,
    cut_sha256 text, first_seen_at real not null, last_seen_at real not null, primary key (source, entry_id)
) strict;
create index if not exists entries_due on entries (source, state, due_at);
create table if not exists refusals (
    refusal_id integer primary key, source text not null, address text not null, reason text not null,
    detail text not null, refused_at real not null, is_recorded integer not null default 0
) strict;
create table if not exists stored (source text primary key, documents integer not null) strict;
create table if not exists hosts (
    host text primary key, next_at real not null default 0, delay real not null default 0, failures integer not null
    default 0, held_until real not null default 0
) strict;
create table if not exists robots (origin text primary key, body text not null, fetched_at real not null) strict;
"""


class State:
    """The file, made if need be. Instants in it are seconds since 1970, UTC.

    A crash of the process loses nothing. A power cut may lose the last transactions, never half of one; what they told
    is then fetched again, and found to be stored.
    """

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._connection = sqlite3.connect(path, timeout=WAIT_SECONDS, isolation_level=None)
        self._connection.row_factory = sqlite3.Row
        self._connection.execute(f"pragma synchronous = {SYNCHRONOUS}")
        self._connection.execute("pragma journal_mode = wal")
        self._connection.execute("pragma secure_delete = on")  # what is deleted is overwritten
        with self.transaction() as transaction:
            for statement in filter(str.strip, _SCHEMA.split(";")):
                transaction.execute(statement)

    def empty_log(self) -> None:
        """Write the log into the file and empty it: until then deleted rows stand in it."""
        self._connection.execute("pragma wal_checkpoint(truncate)")

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """All of what is done inside is kept, or nothing; no other process writes meanwhile."""
        self._connection.execute("begin immediate")
        try:
            yield self._connection
        except BaseException:
            self._connection.execute("rollback")
            raise
        self._connection.execute("commit")

    def rows(self, query: str, *values: object) -> list[sqlite3.Row]:
        """The rows of a query."""
        return self._connection.execute(query, values).fetchall()

    def close(self) -> None:
        """Close the file."""
        self._connection.close()
