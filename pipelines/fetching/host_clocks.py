"""One clock a host: when the next request to it may leave, whichever source or process asks.

Belongs here: turns, pauses that a host asked for, what its robots.txt said. Does not belong here: sleeping until then.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from pipelines.fetching.robots import KEPT_FOR, Robots
from pipelines.fetching.state import State

LONGEST_PAUSE = timedelta(days=7)  # that a Retry-After can ask for
FIRST_PAUSE = timedelta(minutes=5)  # after a 429 or 503 that names none; doubled each time


class HostClocks:
    """Turns at hosts, kept in the state."""

    def __init__(self, state: State) -> None:
        self._state = state

    def wait_for(self, host: str, now: datetime) -> float:
        """Seconds until a request to the host may leave; nothing is taken."""
        rows = self._state.rows("select next_at, held_until from hosts where host = ?", host)
        return max(0.0, max(rows[0]["next_at"], rows[0]["held_until"]) - now.timestamp()) if rows else 0.0

    def take_turn(self, host: str, now: datetime, delay: float) -> float:
        """Take the next turn, and put the one after it ``delay`` seconds later. Returns the seconds until the turn."""
        with self._state.transaction() as transaction:
            transaction.execute("insert or ignore into hosts (host) values (?)", (host,))
            row = transaction.execute("select next_at, held_until from hosts where host = ?", (host,)).fetchone()
            turn = max(now.timestamp(), row["next_at"], row["held_until"])
            transaction.execute("update hosts set next_at = ? where host = ?", (turn + delay, host))
        return float(turn - now.timestamp())

    def pause(self, host: str, now: datetime, seconds: float | None) -> None:
        """The host wants no request for so many seconds; None: it did not say how many."""
        with self._state.transaction() as transaction:
            transaction.execute("insert or ignore into hosts (host) values (?)", (host,))
            failures = transaction.execute("select failures from hosts where host = ?", (host,)).fetchone()["failures"]
            own = FIRST_PAUSE.total_seconds() * 2 ** min(failures, 10)
            until = now.timestamp() + min(own if seconds is None else seconds, LONGEST_PAUSE.total_seconds())
            transaction.execute(
                "update hosts set held_until = max(held_until, ?), failures = failures + 1 where host = ?",
                (until, host),
            )

    def well(self, host: str) -> None:
        """The host answered as it should."""
        with self._state.transaction() as transaction:
            transaction.execute("update hosts set failures = 0 where host = ? and failures > 0", (host,))

    def robots(self, origin: str, now: datetime) -> Robots | None:
        """The origin's robots.txt as it was within the last 24 hours, else None."""
        rows = self._state.rows("select body, fetched_at from robots where origin = ?", origin)
        if not rows or now - datetime.fromtimestamp(rows[0]["fetched_at"], UTC) > KEPT_FOR:
            return None
        return Robots(rows[0]["body"])

    def keep_robots(self, origin: str, robots: Robots, now: datetime) -> None:
        """Remember an origin's robots.txt."""
        with self._state.transaction() as transaction:
            transaction.execute(
                "insert or replace into robots values (?, ?, ?)", (origin, robots.text, now.timestamp())
            )
