"""Polling with the real clock, the system's resolver and its certificates.

Belongs here: putting a `Poller` together from settings, and a poll in words.
Does not belong here: polling itself (`pipelines.fetching`).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version

from pipelines.assets.clock import SystemClock
from pipelines.fetching import Poll, Poller
from pipelines.fetching.addresses import system_resolver
from pipelines.fetching.client import Client, user_agent
from pipelines.fetching.forgotten import Forgotten
from pipelines.fetching.host_clocks import HostClocks
from pipelines.fetching.state import State
from pipelines.fetching.store import Store
from pipelines.settings import Settings
from pipelines.steps.fetched_files import STATE_FILE
from pipelines.transforms.tombstones import Tombstones, read_tombstones


@contextmanager
def open_poller(settings: Settings, contact: str, patience: float) -> Iterator[Poller]:
    """A poller over the data folder; ``patience`` is the longest wait, in seconds, for a turn at a host.

    Raises BadTombstones where the file of what is forgotten cannot be used: then nothing may be fetched.
    """
    forgotten = Forgotten(Tombstones.of(read_tombstones(settings.forgotten)).articles)
    state, clock = State(settings.fetched / STATE_FILE), SystemClock()
    agent = user_agent(version("ontherecord"), contact)
    client = Client(clock, HostClocks(state), system_resolver, agent, patience=patience)
    try:
        yield Poller(client, state, Store(settings.fetched), clock, forgotten)
    finally:
        state.close()


def in_words(poll: Poll) -> str:
    """What a poll did, in one line."""
    counts = {
        "new": poll.new, "changed": poll.changed, "stored": poll.stored, "unchanged": poll.unchanged,
        "failed": poll.failed, "refused": poll.refused, "waiting": poll.waiting,
    }  # fmt: skip
    return "; ".join([poll.list_status, *(f"{count:,} {name}" for name, count in counts.items() if count)])
