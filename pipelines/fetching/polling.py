"""One poll of a feed or sitemap: ask it for its list if that is due, then fetch what waits, and keep the bytes.

Belongs here: the order of things, and that one process at a time polls a source. Does not belong here: lists
(`list_turn`), entries (`entry_turn`).
"""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from pipelines.fetching.client import Client
from pipelines.fetching.clock import Clock
from pipelines.fetching.entry_turn import EntryTurn
from pipelines.fetching.forgotten import Forgotten
from pipelines.fetching.list_turn import ListTurn
from pipelines.fetching.source_state import SourceState
from pipelines.fetching.sources import WebSource
from pipelines.fetching.state import State
from pipelines.fetching.store import Store
from pipelines.fetching.turn import Poll, Turn


class SourceBusy(RuntimeError):
    """Another process polls this source."""


@dataclass(frozen=True)
class Poller:
    """Polls sources, each in its own rows of the state and its own folder of the store.

    What is ``forgotten`` is neither asked for nor kept.
    """

    client: Client
    state: State
    store: Store
    clock: Clock
    forgotten: Forgotten = field(default_factory=Forgotten)

    def poll(self, source: WebSource, seconds: float, *, at_once: bool = False) -> Poll:
        """Poll a source. No request leaves after ``seconds``; what is left over waits for the next poll.

        ``at_once`` asks for the list before its interval is over; a pause that the server asked for is kept even so.
        Whatever a server does ends in the report, not as an exception.

        Raises:
            SourceBusy: another process polls the source.
        """
        state, report = SourceState(self.state, source.name), Poll(source.name)
        end = self.clock.stopwatch() + seconds
        turn = Turn(self.client, self.store, self.clock, source, state, report, end, self.forgotten)
        with _alone(self.store.root, source.name):
            if self.forgotten:
                state.purge(self.forgotten.holds_entry)
            ListTurn(turn).run(at_once=at_once)
            EntryTurn(turn).run()
            report.waiting, report.documents = state.waiting_count(), state.documents()
        return report


@contextmanager
def _alone(root: Path, source: str) -> Iterator[None]:
    root.mkdir(parents=True, exist_ok=True)
    with (root / f".{source}.lock").open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise SourceBusy(f"{source} is being polled by another process") from None
        yield
