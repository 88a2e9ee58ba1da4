"""Fetching what waits: the pages of entries, or their texts out of the feed.

Belongs here: what is taken from where, what counts as changed, cut off or no article, when a failed one is tried again.
Does not belong here: lists (`list_turn`), files (`store`).
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import timedelta

from pipelines.fetching.client import Fetched, Wait
from pipelines.fetching.failures import Failed, FetchError, Refused
from pipelines.fetching.places import place_of
from pipelines.fetching.source_state import Waiting
from pipelines.fetching.store import page_suffix
from pipelines.fetching.turn import FIRST_RETRY, Turn, not_before

LONGEST_RETRY = timedelta(hours=6)
_END = re.compile(rb"</(?:html|body)\s*>", re.IGNORECASE)
_TAIL = 4096


@dataclass(frozen=True)
class EntryTurn:
    """The entries of a source in one poll."""

    turn: Turn

    def run(self) -> None:
        """Fetch what is due, the one that has waited longest first, until the time is up."""
        held: set[str] = set()
        for waiting in self.turn.state.due(self.turn.now()):
            if self.turn.is_over:
                return
            host = _host(waiting.entry.link)
            if host not in held and self._take(waiting):
                held.add(host)

    def _take(self, waiting: Waiting) -> Wait | None:
        """Take one entry; a `Wait` where its host's turn is too far off."""
        try:
            if self._stands_in_feed(waiting):
                self._take_text(waiting)
                return None
            conditions = waiting.conditions if waiting.page_sha256 else {}
            found = self.turn.get(waiting.entry.link, self.turn.source.limits.page_bytes, conditions)
            if isinstance(found, Wait):
                return found
            self._take_page(waiting, found)
        except Refused as error:
            self._refuse(waiting, error)
        except Failed as error:
            self._retry(waiting, error)
        return None

    def _stands_in_feed(self, waiting: Waiting) -> bool:
        wanted, entry = self.turn.source.text, waiting.entry
        return wanted == "feed" or not entry.link or (wanted == "auto" and entry.has_full_text)

    def _take_text(self, waiting: Waiting) -> None:
        entry, source = waiting.entry, self.turn.source
        if not (entry.text or entry.summary):
            raise Refused(
                "not_an_article", f"{entry.link or entry.entry_id}: the feed gives no text, and no page is read"
            )
        sha256 = self.turn.store.keep_entry(source.name, entry, source.publisher, self.turn.now())
        self._taken(waiting, None, sha256)

    def _take_page(self, waiting: Waiting, found: Fetched) -> None:
        if found.is_unchanged:
            if not waiting.page_sha256:
                raise Failed("unreachable", f"{found.url}: HTTP status 304, which was not asked for", tries=3)
            self._taken(waiting, found, waiting.page_sha256)
            return
        _refuse_front_page(waiting.entry.link, found.url)
        sha256 = hashlib.sha256(found.content).hexdigest()
        self._require_end(waiting, found, sha256)
        page_suffix(found)
        if self.turn.forgotten.holds_page(found, waiting.entry):
            self.turn.state.drop(waiting)
            return
        if sha256 != waiting.page_sha256:
            source = self.turn.source
            self.turn.store.keep_page(source.name, found, waiting.entry, source.publisher, self.turn.now())
        self._taken(waiting, found, sha256)

    def _require_end(self, waiting: Waiting, found: Fetched, sha256: str) -> None:
        """Where only the closed connection says that a page is at its end, its markup must say so too.

        Many pages leave the closing tags out, as HTML allows: one that comes twice in the same bytes is taken.
        """
        if found.is_framed or _END.search(found.content[-_TAIL:]) or waiting.cut_sha256 == sha256:
            return
        self.turn.state.note_cut(waiting, sha256)
        raise Failed("unreachable", f"{found.url}: the page may be cut off; a second answer will show")

    def _taken(self, waiting: Waiting, found: Fetched | None, sha256: str) -> None:
        is_new = sha256 != waiting.page_sha256
        self.turn.state.take(waiting, found, sha256, is_new=is_new)
        self.turn.report.stored += is_new
        self.turn.report.unchanged += not is_new

    def _retry(self, waiting: Waiting, error: Failed) -> None:
        if waiting.attempts + 1 >= error.tries:
            self._refuse(waiting, error)
            return
        wait = not_before(min(FIRST_RETRY * 2**waiting.attempts, LONGEST_RETRY), error)
        self.turn.state.put_off(waiting, self.turn.now() + wait)
        self.turn.report.failed += 1
        self.turn.report.problems.append(f"to be tried again: {error}")

    def _refuse(self, waiting: Waiting, error: FetchError) -> None:
        self.turn.state.refuse(waiting.entry.link or waiting.key, error, self.turn.now(), waiting)
        self.turn.report.refused += 1
        self.turn.report.problems.append(f"refused: {error}")


def _host(link: str) -> str:
    """The host of a link; empty for what is none, which `Client.get` will refuse."""
    try:
        return place_of(link).host
    except Refused:
        return ""


def _refuse_front_page(link: str, url: str) -> None:
    """A link that leads to the site's front page is an article that is no more."""
    if place_of(url).path == "/" and place_of(link).path != "/":
        raise Refused("not_an_article", f"{link}: redirects to the site's front page")
