"""A turn at a source: what its parts share.

Belongs here: the report of a poll, and the source with its client, state, store, clock and end of time. Does not belong
here: what is done with them (`list_turn`, `entry_turn`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from pipelines.fetching.client import Bounds, Client, Fetched, Wait
from pipelines.fetching.clock import Clock
from pipelines.fetching.failures import Failed, FetchError
from pipelines.fetching.forgotten import Forgotten
from pipelines.fetching.host_clocks import LONGEST_PAUSE
from pipelines.fetching.source_state import SourceState
from pipelines.fetching.sources import WebSource
from pipelines.fetching.store import Store

FIRST_RETRY = timedelta(minutes=1)  # doubled with each failure


@dataclass(slots=True)
class Poll:
    """What a poll did. ``list_status`` and ``problems`` (what failed or was refused) are for people to read.

    ``new`` and ``changed`` entries were seen; ``stored`` ones gave documents, ``unchanged`` ones had not changed after
    all; ``waiting`` are still to be fetched. ``documents``: stored by this source since it is followed.
    """

    source: str
    list_status: str = "not due yet"
    new: int = 0
    changed: int = 0
    stored: int = 0
    unchanged: int = 0
    failed: int = 0
    refused: int = 0
    waiting: int = 0
    documents: int = 0
    is_list_failed: bool = False
    problems: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Turn:
    """``end``: the stopwatch's reading after which no request leaves."""

    client: Client
    store: Store
    clock: Clock
    source: WebSource
    state: SourceState
    report: Poll
    end: float
    forgotten: Forgotten = field(default_factory=Forgotten)

    @property
    def is_over(self) -> bool:
        """Whether the time is up."""
        return self.clock.stopwatch() >= self.end

    def now(self) -> datetime:
        """The instant, in UTC."""
        return self.clock.now()

    def get(self, url: str, max_bytes: int, conditions: Mapping[str, str]) -> Fetched | Wait:
        """GET an address within the source's bounds; see `Client.get`."""
        source = self.source
        bounds = Bounds(
            source.place, source.hosts, source.allow_private, source.limits.seconds, source.limits.delay_seconds
        )
        return self.client.get(url, bounds, max_bytes, conditions)


def not_before(wait: timedelta, error: FetchError) -> timedelta:
    """The wait, or the longer one that the server asks for, up to a week."""
    asked = error.retry_after if isinstance(error, Failed) else None
    return max(wait, min(timedelta(seconds=min(asked or 0.0, 1e9)), LONGEST_PAUSE))
