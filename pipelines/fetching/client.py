"""GET with manners: robots.txt, turns at hosts, redirects checked at each hop, conditional requests, Retry-After.

Belongs here: what must hold for each request whoever makes it. Does not belong here: sockets (`connections`), what is
done with the content (`polling`).
"""

from __future__ import annotations

import re
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from pipelines.fetching.addresses import Resolver, pinned_addresses
from pipelines.fetching.bodies import ACCEPTED, decoded
from pipelines.fetching.clock import Clock
from pipelines.fetching.connections import Answer, Deadline, exchange
from pipelines.fetching.failures import Failed, Refused
from pipelines.fetching.host_clocks import HostClocks
from pipelines.fetching.places import Place, place_of, require_own
from pipelines.fetching.robots import AGENT, MAX_BYTES, Robots, robots_text

MAX_REDIRECTS = 5
MOVED, MOVED_FOR_GOOD = {301, 302, 303, 307, 308}, {301, 308}
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{1,40})", re.IGNORECASE)
FEW_TRIES = 3  # of what a server refuses: it may be a mistake of a moment


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a source allows its requests.

    ``home`` and ``hosts``: see `require_own`. ``seconds``: for one `Client.get`. ``delay``: seconds between two
    requests to a host, where its robots.txt does not ask for more.
    """

    home: Place
    hosts: tuple[str, ...]
    allow_private: bool
    seconds: float
    delay: float


@dataclass(frozen=True, slots=True)
class Fetched:
    """What was had. ``content`` is decompressed; ``is_framed`` as in `Answer`.

    ``moved_to`` is set where there were redirects and all of them were permanent.
    """

    url: str
    status: int
    headers: Mapping[str, str]
    content: bytes
    is_framed: bool = True
    moved_to: str | None = None

    @property
    def charset(self) -> str | None:
        """The charset of the Content-Type header."""
        found = _CHARSET.search(self.headers.get("content-type", ""))
        return found[1] if found else None

    @property
    def is_unchanged(self) -> bool:
        """Whether the server says that what we have is still right."""
        return self.status == 304


def user_agent(version: str, contact: str) -> str:
    """Who asks, and how to reach them, in the form that sites' logs are read in."""
    return f"{AGENT}/{version} (+{contact if '://' in contact else f'mailto:{contact}'})"


@dataclass(frozen=True, slots=True)
class Wait:
    """The host's next turn is too far off to wait for."""

    seconds: float


@dataclass(slots=True)
class _Time:
    """Seconds that are left for the exchanges of one `Client.get`; waiting for turns does not count."""

    left: float


@dataclass(frozen=True)
class Client:
    """``patience``: the longest wait, in seconds, for a turn at a host; beyond it `get` returns a `Wait`."""

    clock: Clock
    clocks: HostClocks
    resolve: Resolver
    user_agent: str
    tls: ssl.SSLContext = field(default_factory=ssl.create_default_context)
    patience: float = 10.0

    def get(
        self, url: str, bounds: Bounds, max_bytes: int, conditions: Mapping[str, str] | None = None
    ) -> Fetched | Wait:
        """GET an address of the source, following its redirects.

        Raises:
            Refused: it may not be fetched or will not be had.
            Failed: it was not had this time.
        """
        place, for_good, time = place_of(url), True, _Time(bounds.seconds)
        for hop in range(MAX_REDIRECTS + 1):
            require_own(place, bounds.home, bounds.hosts)
            turn = self._turn(place, bounds, time)
            if isinstance(turn, Wait):
                return turn
            answer = self._exchange(place, bounds, max_bytes, conditions or {}, time)
            if answer.status not in MOVED:
                moved = place.url if hop and for_good else None
                return self._fetched(place, answer, max_bytes, moved)
            for_good = for_good and answer.status in MOVED_FOR_GOOD
            place = _next_place(place, answer)
        raise Failed("unreachable", f"{url}: more than {MAX_REDIRECTS} redirects", FEW_TRIES)

    def _turn(self, place: Place, bounds: Bounds, time: _Time) -> Wait | None:
        """Wait for the turn at the host, having asked its robots.txt first."""
        robots = self.clocks.robots(place.origin, self.clock.now())
        if robots is None:
            if wait := self._sleep_until_turn(place, bounds.delay):
                return wait
            robots = self._read_robots(place, bounds, time)
        if not robots.allows(place.url):
            raise Refused("robots_disallowed", f"{place.origin}/robots.txt does not allow {AGENT} {place.path}")
        return self._sleep_until_turn(place, max(bounds.delay, robots.delay()))

    def _sleep_until_turn(self, place: Place, delay: float) -> Wait | None:
        wait = self.clocks.wait_for(place.authority, self.clock.now())
        if wait > self.patience:
            return Wait(wait)
        wait = self.clocks.take_turn(place.authority, self.clock.now(), delay)
        if wait > 0:
            self.clock.sleep(wait)
        return None

    def _read_robots(self, place: Place, bounds: Bounds, time: _Time) -> Robots:
        """The robots.txt of the origin; a redirected one is followed within the source's hosts.

        None at all (4xx) allows everything; a server that fails (5xx, no answer) allows nothing for now.
        """
        at = Place(place.scheme, place.host, place.port, "/robots.txt")
        for _ in range(MAX_REDIRECTS + 1):
            require_own(at, bounds.home, bounds.hosts)
            answer = self._exchange(at, bounds, MAX_BYTES, {}, time)
            if answer.status not in MOVED:
                break
            at = _next_place(at, answer)
        else:
            answer = Answer(404, {}, b"")
        if answer.status == 429 or answer.status >= 500:
            raise self._failure(at, answer)
        found = answer.status == 200
        robots = Robots(robots_text(decoded(answer, MAX_BYTES)) if found else "")
        self.clocks.keep_robots(place.origin, robots, self.clock.now())
        return robots

    def _exchange(
        self, place: Place, bounds: Bounds, max_bytes: int, conditions: Mapping[str, str], time: _Time
    ) -> Answer:
        addresses = pinned_addresses(place.host, place.port, self.resolve, allow_private=bounds.allow_private)
        headers = {"User-Agent": self.user_agent, "Accept-Encoding": ACCEPTED, "Accept": "*/*", **conditions}
        began = self.clock.stopwatch()
        try:
            deadline = Deadline(self.clock.stopwatch, began + time.left)
            return exchange(place, addresses, headers, deadline, max_bytes, self.tls)
        finally:
            time.left -= self.clock.stopwatch() - began

    def _fetched(self, place: Place, answer: Answer, max_bytes: int, moved: str | None) -> Fetched:
        if answer.status not in (200, 203, 304):
            raise self._failure(place, answer)
        self.clocks.well(place.authority)
        content = decoded(answer, max_bytes) if answer.status != 304 else b""
        return Fetched(place.url, answer.status, answer.headers, content, answer.is_framed, moved)

    def _failure(self, place: Place, answer: Answer) -> Failed | Refused:
        status, said = answer.status, f"{place.url}: HTTP status {answer.status}"
        if status == 410:
            return Refused("gone", said)
        if status == 404:
            return Failed("gone", said, FEW_TRIES)
        after = retry_after(answer.headers.get("retry-after"), self.clock.now())
        if status in (429, 503):
            self.clocks.pause(place.authority, self.clock.now(), after)
            return Failed("unreachable", said, retry_after=after, busy=True)
        if 400 <= status < 500 and status not in (408, 425):
            return Failed("denied", said, FEW_TRIES)
        return Failed("unreachable", said, retry_after=after)


def _next_place(place: Place, answer: Answer) -> Place:
    target = answer.headers.get("location")
    if not target:
        raise Failed("unreachable", f"{place.url}: a redirect to nowhere", FEW_TRIES)
    found = place_of(target, place.url)
    if place.scheme == "https" and found.scheme == "http":
        raise Refused("foreign_address", f"{place.url} redirects to {found.url}, out of https")
    return found


def retry_after(value: str | None, now: datetime) -> float | None:
    """Seconds that a Retry-After asks for, given as such or as a date (RFC 9110, 10.2.3); None for none."""
    if not value:
        return None
    if value.isascii() and value.isdecimal():
        return float(value[:9])
    try:
        until = parsedate_to_datetime(value)
    except ValueError:
        return None
    return max(0.0, ((until if until.tzinfo else until.replace(tzinfo=UTC)) - now).total_seconds())
