"""A web server on loopback that answers as it is told: properly, slowly, cut off, lying, endlessly or not at all.

Belongs here: the server, its answers, a clock that tests set, a poller over a temporary folder. No tests.
"""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pipelines.fetching import Poller, WebSource
from pipelines.fetching.addresses import Resolver, system_resolver
from pipelines.fetching.client import Bounds, Client, user_agent
from pipelines.fetching.host_clocks import HostClocks
from pipelines.fetching.places import place_of
from pipelines.fetching.sources import SourceLimits, TextFrom, WebKind
from pipelines.fetching.state import State
from pipelines.fetching.store import Store

START = datetime(2031, 5, 6, 9, 30, tzinfo=UTC)
AGENT = user_agent("0.1.0", "desk@velmark-courier.example")
HTML = {"Content-Type": "text/html; charset=utf-8"}


@dataclass(frozen=True)
class Request:
    """What a client sent; names of headers in lower case."""

    path: str
    headers: Mapping[str, str]


Answer = Callable[[Request], Iterator[bytes]]  # pieces of bytes, sent one by one; the connection is closed at the end


def reply(content: bytes | str = b"", status: int = 200, /, **headers: str) -> Answer:
    """A proper answer. ``content_type="text/html"`` becomes a header; a length is added unless one is given."""
    body = content.encode() if isinstance(content, str) else content
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    named = {"content-length": str(len(body)), **named}
    head = "".join(f"{name}: {value}\r\n" for name, value in named.items())
    whole = f"HTTP/1.1 {status} Told\r\n{head}\r\n".encode() + body
    return lambda request: iter([whole])


def raw(*pieces: bytes) -> Answer:
    """These bytes, whatever they are."""
    return lambda request: iter(pieces)


def dripping(head: bytes, drop: bytes, every: float) -> Answer:
    """The head at once, and then a drop now and then, for ever."""

    def drip(request: Request) -> Iterator[bytes]:
        yield head
        while True:
            time.sleep(every)
            yield drop

    return drip


def endless(head: bytes, piece: bytes) -> Answer:
    """The head, and then the piece as fast as it goes, for ever."""
    return dripping(head, piece, 0)


def redirect(location: str, status: int = 301) -> Answer:
    """Go there instead."""
    return reply(b"", status, location=location)


def with_etag(content: str, etag: str, **headers: str) -> Answer:
    """The content, or 304 to who has it already."""

    def answer(request: Request) -> Iterator[bytes]:
        known = request.headers.get("if-none-match") == etag
        return reply(b"", 304, etag=etag)(request) if known else reply(content, etag=etag, **headers)(request)

    return answer


@dataclass
class Site:
    """The server: ``routes`` by path (without one: 404), and the requests that came."""

    routes: dict[str, Answer] = field(default_factory=dict)
    requests: list[Request] = field(default_factory=list)
    before: Callable[[Request], Answer | None] = lambda request: None
    port: int = 0

    def url(self, path: str = "/", host: str = "127.0.0.1", scheme: str = "http") -> str:
        """An address on the server."""
        return f"{scheme}://{host}:{self.port}{path}"

    def paths(self) -> list[str]:
        """The paths that were asked for, in order, without the robots.txt."""
        return [request.path for request in self.requests if request.path != "/robots.txt"]

    def serve(self, connection: socket.socket) -> None:
        """Answer one request."""
        with contextlib.suppress(OSError), connection:
            connection.settimeout(5)
            request = _read_request(connection)
            if request is None:
                return
            self.requests.append(request)
            answer = self.before(request) or self.routes.get(request.path, reply("no such page", 404))
            for piece in answer(request):
                connection.sendall(piece)


def _read_request(connection: socket.socket) -> Request | None:
    head = b""
    while b"\r\n\r\n" not in head:
        piece = connection.recv(65536)
        if not piece:
            return None
        head += piece
    first, *lines = head.decode("latin-1").split("\r\n\r\n")[0].split("\r\n")
    pairs = [line.split(": ", 1) for line in lines]
    return Request(first.split(" ")[1], {name.lower(): value for name, value in pairs})


@contextlib.contextmanager
def serving(tls: ssl.SSLContext | None = None) -> Iterator[Site]:
    """A site that is up as long as the block lasts."""
    site = Site()
    with socket.create_server(("127.0.0.1", 0), backlog=64) as listener:
        site.port = listener.getsockname()[1]
        threading.Thread(target=_accept, args=(listener, site, tls), daemon=True).start()
        yield site
        listener.shutdown(socket.SHUT_RDWR)  # wakes the accepting thread


def _accept(listener: socket.socket, site: Site, tls: ssl.SSLContext | None) -> None:
    while True:
        try:
            connection, _ = listener.accept()
        except OSError:
            return
        threading.Thread(target=_serve, args=(connection, site, tls), daemon=True).start()


def _serve(connection: socket.socket, site: Site, tls: ssl.SSLContext | None) -> None:
    with contextlib.suppress(OSError):
        site.serve(tls.wrap_socket(connection, server_side=True) if tls else connection)


@dataclass
class SetClock:
    """A clock that stands still unless it is told to go on; sleeping lets it jump. The stopwatch is the real one."""

    instant: datetime = START
    slept: list[float] = field(default_factory=list)

    def now(self) -> datetime:
        return self.instant

    def stopwatch(self) -> float:
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.instant += timedelta(seconds=seconds)

    def go_on(self, **span: float) -> None:
        """Let so much time pass."""
        self.instant += timedelta(**span)


@dataclass(frozen=True)
class Desk:
    """A client and a poller over one folder, with a clock of their own."""

    clock: SetClock
    client: Client
    poller: Poller
    state: State
    root: Path

    def get(self, url: str, *, max_bytes: int = 100_000, **changes: object) -> object:
        """GET an address within the bounds of a source that lies there."""
        return self.client.get(url, bounds(url, **changes), max_bytes)

    def files(self, pattern: str = "**/*") -> list[Path]:
        """The documents that were stored: no hidden files, no sidecars."""
        found = [path for path in sorted(self.root.glob(pattern)) if path.is_file()]
        shown = [path for path in found if not any(part.startswith(".") for part in path.relative_to(self.root).parts)]
        return [path for path in shown if path.name in ("entry.json", "page.html.gz", "page.txt.gz")]


@contextlib.contextmanager
def desk(root: Path, resolve: Resolver = system_resolver, tls: ssl.SSLContext | None = None) -> Iterator[Desk]:
    """A desk over a folder; opened again over the same one it goes on where the last one ended."""
    clock, state = SetClock(), State(root / ".state.sqlite")
    client = Client(
        clock, HostClocks(state), resolve, AGENT, tls or ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT), patience=60
    )
    yield Desk(clock, client, Poller(client, state, Store(root), clock), state, root)
    state.close()


def without_waiting_for_the_disk(patch: pytest.MonkeyPatch) -> None:
    """There is no power cut in these tests: let files reach the disk when they will."""
    patch.setattr("pipelines.fetching.store._flush", lambda path: None)
    patch.setattr("pipelines.fetching.state.SYNCHRONOUS", "off")


def bounds(url: str, **changes: object) -> Bounds:
    """Bounds of a source on loopback: a second for a request, no pause between two."""
    values: dict[str, object] = {
        "home": place_of(url), "hosts": (), "allow_private": True, "seconds": 1.0, "delay": 0.0, **changes,
    }  # fmt: skip
    return Bounds(**values)  # type: ignore[arg-type]


def source(
    url: str, kind: WebKind = "feed", text: TextFrom = "auto", limits: SourceLimits | None = None, **changes: object
) -> WebSource:
    """A source on loopback."""
    limits = limits or SourceLimits(delay_seconds=0, seconds=2)
    values: dict[str, object] = {"publisher": "Velmark Courier", "allow_private": True, **changes}
    return WebSource("courier", kind, place_of(url), text=text, limits=limits, **values)  # type: ignore[arg-type]


def article_page(number: int, words: str = "will open in June") -> str:
    """A page about a bridge."""
    said = f"“The bridge number {number} {words},” said Orla Vint. The minister spoke in Port Velmark on Monday. "
    more = f"Reporters asked about the cost of bridge {number}, and the ferry that it replaces, and got no answer. " * 3
    return (
        f"<!doctype html><html><head><title>Bridge {number}</title></head><body><article><h1>Bridge {number}</h1>"
        f"<p>{said}</p><p>{more}</p></article></body></html>"
    )


def rss(items: str) -> str:
    """An RSS feed with these items."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>All</title>{items}</channel></rss>'
    )


def rss_item(link: str, title: str, day: str = "Tue, 06 May 2031 08:00:00 GMT", more: str = "") -> str:
    """An item."""
    return f"<item><title>{title}</title><link>{link}</link><guid>{link}</guid><pubDate>{day}</pubDate>{more}</item>"
