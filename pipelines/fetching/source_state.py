"""What is known of one source: its lists (the feed, or a sitemap and its parts), its entries, what was refused.

Belongs here: the rows of one source in the state, each change in one transaction. Does not belong here: requests, and
what to do when (`polling`).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from pipelines.fetching.client import Fetched
from pipelines.fetching.entries import Entry, entry_from_json, entry_keys
from pipelines.fetching.failures import FetchError
from pipelines.fetching.state import State

REMEMBERED = timedelta(days=180)  # since an entry stood in its feed for the last time


@dataclass(frozen=True, slots=True)
class ListState:
    """A feed or sitemap: what to ask it with, when, and how it was last time.

    ``part_of``: the address of the index that names a sitemap; ``part_modified_at``: the date that it gives it.
    """

    address: str
    moved_to: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    content_sha256: str | None = None
    last_id: str | None = None
    due_at: float = 0.0
    failures: int = 0
    failure: str | None = None
    gone_at: float | None = None
    part_of: str | None = None
    part_modified_at: str | None = None

    @property
    def conditions(self) -> dict[str, str]:
        """The headers of a conditional request."""
        return conditions(self.etag, self.last_modified)


@dataclass(frozen=True, slots=True)
class Waiting:
    """An entry that is still to be fetched."""

    key: str
    entry: Entry
    attempts: int
    page_sha256: str | None
    cut_sha256: str | None
    conditions: Mapping[str, str]


def conditions(etag: str | None, last_modified: str | None) -> dict[str, str]:
    """Headers that ask for an answer only if it changed."""
    asked = {"If-None-Match": etag, "If-Modified-Since": last_modified}
    return {name: value for name, value in asked.items() if value}


class SourceState:
    """The rows of one source."""

    def __init__(self, state: State, source: str) -> None:
        self._state, self._source = state, source

    def list_state(self, address: str) -> ListState:
        """A list as it was left; one never seen is due."""
        columns = ", ".join(ListState.__slots__)
        rows = self._state.rows(f"select {columns} from lists where source = ? and address = ?", self._source, address)
        return ListState(**dict(rows[0])) if rows else ListState(address)

    def keep_list(self, found: ListState, now: datetime) -> None:
        """Remember how a list is."""
        with self._state.transaction() as transaction:
            self._write_list(transaction, found, now)

    def note_parts(self, index: str, parts: Iterable[tuple[str, str | None]]) -> None:
        """Sitemaps that an index names, each with its date there; new ones, and those of another date, are due."""
        with self._state.transaction() as transaction:
            for address, modified_at in parts:
                transaction.execute(
                    "insert into lists (source, address, part_of, part_modified_at) values (?, ?, ?, ?)"
                    " on conflict do update set part_modified_at = excluded.part_modified_at, due_at = 0"
                    " where part_modified_at is not excluded.part_modified_at",
                    (self._source, address, index, modified_at),
                )

    def due_parts(self, index: str, now: datetime) -> list[ListState]:
        """The parts of an index that are due."""
        columns = ", ".join(ListState.__slots__)
        query = f"select {columns} from lists where source = ? and part_of = ? and due_at <= ? order by due_at, rowid"
        return [ListState(**dict(row)) for row in self._state.rows(query, self._source, index, now.timestamp())]

    def take_list(self, found: ListState, entries: list[Entry], now: datetime, oldest: datetime) -> tuple[int, int]:
        """Remember a list together with its entries, so that neither is known without the other.

        New entries, and those whose words changed, wait to be fetched, except what is older than ``oldest``. Returns
        the numbers of new and of changed ones.
        """
        new = changed = 0
        with self._state.transaction() as transaction:
            self._write_list(transaction, found, now)
            for key, entry in zip(entry_keys(entries), entries, strict=True):
                was = transaction.execute(
                    "select fingerprint from entries where source = ? and entry_id = ?", (self._source, key)
                ).fetchone()
                if was is None:
                    new += self._add(transaction, key, entry, now, oldest)
                elif was["fingerprint"] != entry.fingerprint:
                    changed += self._change(transaction, key, entry, now, oldest)
                else:
                    self._set(transaction, key, last_seen_at=now.timestamp())
            transaction.execute(
                "delete from entries where source = ? and state <> 'waiting' and last_seen_at < ?",
                (self._source, (now - REMEMBERED).timestamp()),
            )
        return new, changed

    def due(self, now: datetime) -> list[Waiting]:
        """The entries that are due, the one that has waited longest first."""
        rows = self._state.rows(
            "select * from entries where source = ? and state = 'waiting' and due_at <= ? order by due_at, rowid",
            self._source,
            now.timestamp(),
        )
        return [
            Waiting(
                row["entry_id"], entry_from_json(row["entry"]), row["attempts"], row["page_sha256"], row["cut_sha256"],
                conditions(row["etag"], row["last_modified"]),
            )
            for row in rows
        ]  # fmt: skip

    def waiting_count(self) -> int:
        """How many entries are still to be fetched, due or not."""
        query = "select count(*) as waiting from entries where source = ? and state = 'waiting'"
        return int(self._state.rows(query, self._source)[0]["waiting"])

    def documents(self) -> int:
        """How many documents of the source were stored in all."""
        rows = self._state.rows("select documents from stored where source = ?", self._source)
        return int(rows[0]["documents"]) if rows else 0

    def take(self, waiting: Waiting, fetched: Fetched | None, sha256: str | None, *, is_new: bool) -> None:
        """The entry was had; ``is_new`` where it gave a document that was not stored before."""
        headers = fetched.headers if fetched else {}
        with self._state.transaction() as transaction:
            values: dict[str, object] = {"state": "stored", "attempts": 0, "cut_sha256": None}
            if fetched and not fetched.is_unchanged:
                values |= {"etag": headers.get("etag"), "last_modified": headers.get("last-modified")}
            if sha256:
                values["page_sha256"] = sha256
            self._set(transaction, waiting.key, **values)
            if is_new:
                transaction.execute(
                    "insert into stored values (?, 1) on conflict do update set documents = documents + 1",
                    (self._source,),
                )

    def purge(self, is_forgotten: Callable[[Entry], bool]) -> None:
        """Forget entries, whatever became of them."""
        rows = self._state.rows("select entry_id, entry from entries where source = ?", self._source)
        gone = [row["entry_id"] for row in rows if is_forgotten(entry_from_json(row["entry"]))]
        with self._state.transaction() as transaction:
            transaction.executemany(
                "delete from entries where source = ? and entry_id = ?", [(self._source, key) for key in gone]
            )
        if gone:
            self._state.empty_log()

    def drop(self, waiting: Waiting) -> None:
        """The page of the entry is not wanted: it waits no longer, and of its words nothing is kept."""
        empty = Entry(waiting.entry.entry_id, waiting.entry.link).as_json()
        with self._state.transaction() as transaction:
            self._set(transaction, waiting.key, state="refused", entry=empty, page_sha256=None, etag=None)

    def note_cut(self, waiting: Waiting, sha256: str) -> None:
        """The page may be cut off: remember what came, to compare with the next time."""
        with self._state.transaction() as transaction:
            self._set(transaction, waiting.key, cut_sha256=sha256)

    def put_off(self, waiting: Waiting, due_at: datetime) -> None:
        """The entry was not had this time."""
        with self._state.transaction() as transaction:
            self._set(transaction, waiting.key, attempts=waiting.attempts + 1, due_at=due_at.timestamp())

    def refuse(self, address: str, error: FetchError, now: datetime, waiting: Waiting | None = None) -> None:
        """The address will not be had: an entry's (it waits no longer) or a list's."""
        with self._state.transaction() as transaction:
            if waiting:
                self._set(transaction, waiting.key, state="refused", attempts=waiting.attempts + 1)
            transaction.execute(
                "insert into refusals (source, address, reason, detail, refused_at) values (?, ?, ?, ?, ?)",
                (self._source, address, error.reason, error.detail, now.timestamp()),
            )

    def _write_list(self, transaction: sqlite3.Connection, found: ListState, now: datetime) -> None:
        values = {name: getattr(found, name) for name in ListState.__slots__}
        values |= {"source": self._source, "polled_at": now.timestamp()}
        names, marks = ", ".join(values), ", ".join("?" * len(values))
        transaction.execute(f"insert or replace into lists ({names}) values ({marks})", tuple(values.values()))

    def _add(self, transaction: sqlite3.Connection, key: str, entry: Entry, now: datetime, oldest: datetime) -> bool:
        state = _state(entry, oldest)
        seen = now.timestamp()
        transaction.execute(
            "insert into entries (source, entry_id, fingerprint, entry, state, due_at, first_seen_at, last_seen_at)"
            " values (?, ?, ?, ?, ?, ?, ?, ?)",
            (self._source, key, entry.fingerprint, entry.as_json(), state, seen, seen, seen),
        )
        return state == "waiting"

    def _change(self, transaction: sqlite3.Connection, key: str, entry: Entry, now: datetime, oldest: datetime) -> bool:
        state, seen = _state(entry, oldest), now.timestamp()
        self._set(
            transaction, key, fingerprint=entry.fingerprint, entry=entry.as_json(), state=state, due_at=seen,
            attempts=0, last_seen_at=seen,
        )  # fmt: skip
        return state == "waiting"

    def _set(self, transaction: sqlite3.Connection, key: str, **values: object) -> None:
        names = ", ".join(f"{name} = ?" for name in values)
        transaction.execute(
            f"update entries set {names} where source = ? and entry_id = ?", (*values.values(), self._source, key)
        )


def _state(entry: Entry, oldest: datetime) -> str:
    newest = entry.newest_at
    return "older" if newest and newest < oldest else "waiting"


def refusals(state: State) -> list[sqlite3.Row]:
    """Refusals of all sources that no run has recorded yet."""
    return state.rows("select * from refusals where is_recorded = 0 order by refusal_id")


def mark_recorded(state: State, refusal_ids: Iterable[int]) -> None:
    """These refusals stand in core.rejects now."""
    with state.transaction() as transaction:
        transaction.executemany(
            "update refusals set is_recorded = 1 where refusal_id = ?", [(one,) for one in refusal_ids]
        )
