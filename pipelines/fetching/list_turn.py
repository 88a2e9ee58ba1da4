"""Asking for a feed or sitemap, and for the parts of an index of sitemaps.

Belongs here: when a list is asked, what is remembered of it, what becomes of one that fails. Does not belong here:
reading lists (`feeds`, `sitemaps`), fetching their entries (`entry_turn`).
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from pipelines.fetching.client import Fetched, Wait
from pipelines.fetching.entries import Entry, instant
from pipelines.fetching.failures import FetchError, Refused
from pipelines.fetching.feeds import read_feed
from pipelines.fetching.sitemaps import Part, read_sitemap
from pipelines.fetching.source_state import ListState
from pipelines.fetching.turn import FIRST_RETRY, Turn, not_before

LONGEST_RETRY = timedelta(days=1)
PATIENT_FAILURES = 6  # after more of them in a row a list is asked less and less often
MOVED_FAILURES = 3  # after so many the address that a list moved to is given up for the one in sources.toml
MAX_PARTS = 50  # of an index, the latest first
NEVER = datetime.max.timestamp() / 2


@dataclass(frozen=True)
class ListTurn:
    """The lists of a source in one poll."""

    turn: Turn

    def run(self, *, at_once: bool) -> None:
        """Ask for those lists that are due."""
        address = self.turn.source.place.url
        known = self.turn.state.list_state(address)
        if known.gone_at is not None:
            self.turn.report.list_status = "gone: the server said that it is no more (410)"
            return
        if at_once or known.due_at <= self.turn.now().timestamp():
            self.turn.report.list_status = self._ask(known)
        for part in self.turn.state.due_parts(address, self.turn.now()):
            if self.turn.is_over:
                return
            self._ask(part)

    def _ask(self, known: ListState) -> str:
        """Ask for a list; returns how that went, in words."""
        try:
            found = self.turn.get(known.moved_to or known.address, self._max_bytes, known.conditions)
            if isinstance(found, Wait):
                return f"waiting for its host's turn, {found.seconds:,.0f} s"
            if found.is_unchanged:
                self.turn.state.keep_list(self._well(known, found), self.turn.now())
                return "unchanged"
            return self._take(known, found)
        except FetchError as error:
            return self._failed(known, error)

    @property
    def _max_bytes(self) -> int:
        return self.turn.source.limits.feed_bytes

    def _take(self, known: ListState, found: Fetched) -> str:
        sha256 = hashlib.sha256(found.content).hexdigest()
        if sha256 != known.content_sha256 and not self._shows_forgotten(found):
            self.turn.store.keep_list(self.turn.source.name, found, self.turn.now())
        after = replace(
            self._well(known, found),
            etag=found.headers.get("etag"),
            last_modified=found.headers.get("last-modified"),
            content_sha256=sha256,
        )
        read = self._read(found)
        parts = [one for one in read if isinstance(one, Part)]
        if parts:
            return self._take_parts(after, parts)
        return self._take_entries(after, [one for one in read if isinstance(one, Entry)])

    def _read(self, found: Fetched) -> list[Entry] | list[Part]:
        if self.turn.source.kind == "feed":
            return read_feed(found.content, found.url, found.charset)
        return read_sitemap(found.content, found.url, self._max_bytes)

    def _shows_forgotten(self, found: Fetched) -> bool:
        """Whether the list holds an article, or the beginning of one, that is forgotten; it is not kept as it came."""
        if not self.turn.forgotten:
            return False
        try:
            entries = [one for one in self._read(found) if isinstance(one, Entry)]
        except FetchError:
            return False
        return any(map(self.turn.forgotten.holds_entry, entries))

    def _take_entries(self, after: ListState, entries: list[Entry]) -> str:
        entries = [entry for entry in entries if not self.turn.forgotten.holds_entry(entry)]
        latest = sorted(entries, key=_latest_first)[: self.turn.source.limits.entries]
        after = replace(after, last_id=latest[0].entry_id if latest else after.last_id)
        new, changed = self.turn.state.take_list(after, latest, self.turn.now(), self._oldest())
        self.turn.report.new += new
        self.turn.report.changed += changed
        return f"{len(latest):,} entries" + (f" of {len(entries):,}" if len(latest) < len(entries) else "")

    def _take_parts(self, after: ListState, parts: list[Part]) -> str:
        """Put the latest parts of an index on the list of what is due. Indexes inside an index are not followed."""
        if after.part_of:
            raise Refused("not_a_feed", f"{after.address}: an index of sitemaps inside an index of sitemaps")
        fresh = [part for part in parts if not ((at := instant(part.modified_at)) and at < self._oldest())]
        latest = sorted(fresh, key=lambda part: instant(part.modified_at) or datetime.max.astimezone(), reverse=True)
        self.turn.state.keep_list(after, self.turn.now())
        self.turn.state.note_parts(after.address, [(one.address, one.modified_at) for one in latest[:MAX_PARTS]])
        return f"{len(latest[:MAX_PARTS]):,} of {len(parts):,} sitemaps"

    def _oldest(self) -> datetime:
        return self.turn.now() - timedelta(days=self.turn.source.limits.age_days)

    def _well(self, known: ListState, found: Fetched) -> ListState:
        """The list answered. A part is due again when the index gives it another date."""
        due = (self.turn.now() + self.turn.source.interval).timestamp()
        due = NEVER if known.part_of and known.part_modified_at else due
        return replace(known, due_at=due, failures=0, failure=None, moved_to=found.moved_to or known.moved_to)

    def _failed(self, known: ListState, error: FetchError) -> str:
        """Ask again soon, then less often; what is gone is never asked again."""
        failures, now, interval = known.failures + 1, self.turn.now(), self.turn.source.interval
        retry = min(FIRST_RETRY * 2 ** min(failures - 1, 20), interval)
        if failures > PATIENT_FAILURES:
            retry = max(interval, min(interval * 2 ** min(failures - PATIENT_FAILURES, 20), LONGEST_RETRY))
        is_final = isinstance(error, Refused)
        gone = is_final and error.reason == "gone" and not known.moved_to
        after = replace(
            known,
            failures=failures,
            failure=str(error),
            due_at=NEVER if gone else (now + not_before(retry, error)).timestamp(),
            moved_to=None if is_final or failures >= MOVED_FAILURES else known.moved_to,
            gone_at=now.timestamp() if gone else None,
        )
        self.turn.state.keep_list(after, now)
        if is_final and failures == 1:
            self.turn.state.refuse(known.address, error, now)
        self.turn.report.is_list_failed = True
        if known.part_of:
            self.turn.report.problems.append(str(error))
        return str(error)


def _latest_first(entry: Entry) -> float:
    newest = entry.newest_at
    return -newest.timestamp() if newest else float("-inf")  # an undated entry may be the newest
