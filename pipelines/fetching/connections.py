"""One HTTP exchange over one connection to a pinned address, within one limit of time.

Belongs here: sockets, TLS, reading the answer's head and bytes. Does not belong here: redirects, manners, what the
bytes mean. It is the only module that opens a socket. The environment's proxy settings are not read.
"""

from __future__ import annotations

import http.client
import io
import socket
import ssl
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from pipelines.fetching.failures import Failed, Refused
from pipelines.fetching.places import Place

CHUNK = 1 << 16


@dataclass(frozen=True, slots=True)
class Deadline:
    """An instant of the stopwatch by which everything must be over."""

    stopwatch: Callable[[], float]
    at: float

    def left(self) -> float:
        """Seconds left. Raises TimeoutError when there are none."""
        left = self.at - self.stopwatch()
        if left <= 0:
            raise TimeoutError
        return left


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back. ``content`` is as sent: not decompressed. Names of headers are in lower case.

    ``is_framed``: the answer itself told where it ends, so that a broken connection would have been noticed.
    """

    status: int
    headers: Mapping[str, str]
    content: bytes
    is_framed: bool = True


def exchange(
    place: Place,
    addresses: Sequence[str],
    headers: Mapping[str, str],
    deadline: Deadline,
    max_bytes: int,
    tls: ssl.SSLContext,
) -> Answer:
    """GET the place from the first of the addresses that takes the connection.

    The limit is for the whole exchange, whether the server sends nothing or a byte a second. A certificate must be
    valid for the host's name, although the connection goes to the address.

    Raises:
        Failed: no connection, a certificate that is not valid, no proper HTTP, an answer cut off, or the time is over.
        Refused: too_large.
    """
    with _told_plainly(place):
        timed = _TimedSocket(_connection(place, addresses, deadline, tls), deadline)
        try:
            connection = http.client.HTTPConnection(place.host, place.port)
            connection.sock = timed
            connection.request("GET", place.path, headers={"Host": place.authority, "Connection": "close", **headers})
            response = connection.getresponse()
            declared = response.length
            content = b"".join(_pieces(response, max_bytes))
            _require_whole(timed, declared, len(content))
            return Answer(response.status, _headers(response), content, declared is not None or bool(response.chunked))
        finally:
            timed.hang_up()


@contextmanager
def _told_plainly(place: Place) -> Iterator[None]:
    try:
        yield
    except TimeoutError as error:
        raise Failed("timed_out", f"{place.url}: not finished within the limit of time") from error
    except ssl.SSLCertVerificationError as error:
        raise Failed("untrusted", f"{place.host}: {error.verify_message}") from error
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise Failed("unreachable", f"{place.url}: {type(error).__name__}: {error}") from error


def _connection(place: Place, addresses: Sequence[str], deadline: Deadline, tls: ssl.SSLContext) -> socket.socket:
    plain = _connect(addresses, place.port, deadline)
    try:
        plain.settimeout(deadline.left())
        return tls.wrap_socket(plain, server_hostname=place.host) if place.scheme == "https" else plain
    except BaseException:
        plain.close()
        raise


def _connect(addresses: Sequence[str], port: int, deadline: Deadline) -> socket.socket:
    errors: list[OSError] = []
    for number, address in enumerate(addresses):
        share = deadline.left() / (len(addresses) - number)
        try:
            return socket.create_connection((address, port), timeout=share)
        except OSError as error:
            errors.append(error)
    raise errors[-1]


def _pieces(response: http.client.HTTPResponse, max_bytes: int) -> Iterator[bytes]:
    if response.length is not None and response.length > max_bytes:
        raise Refused("too_large", f"{response.length:,} bytes announced, the limit is {max_bytes:,}")
    size = 0
    while piece := response.read1(CHUNK):
        size += len(piece)
        if size > max_bytes:
            raise Refused("too_large", f"at least {size:,} bytes, the limit is {max_bytes:,}")
        yield piece


def _require_whole(timed: _TimedSocket, declared: int | None, received: int) -> None:
    """Refuse an answer whose length is not the one that its head declares."""
    if declared is not None and received < declared:
        raise Failed("unreachable", f"the answer breaks off: {received:,} of {declared:,} bytes")
    if declared is not None and timed.has_surplus():
        raise Failed("unreachable", f"the answer is longer than the {declared:,} bytes that it declares")


def _headers(response: http.client.HTTPResponse) -> dict[str, str]:
    """Headers by lower-case name; of a repeated one the first, so that nothing can be appended to it."""
    found: dict[str, str] = {}
    for name, value in response.getheaders():
        found.setdefault(name.lower(), " ".join(value.split()))
    return found


class _TimedSocket:
    """What `http.client` needs of a socket, with the time that is left as the limit of every single call."""

    def __init__(self, inner: socket.socket, deadline: Deadline) -> None:
        self._inner, self._deadline = inner, deadline
        self._reader: _Kept | None = None

    def sendall(self, data: bytes) -> None:
        self._inner.settimeout(self._deadline.left())
        self._inner.sendall(data)

    def makefile(self, mode: str) -> io.BufferedReader:
        self._reader = _Kept(_TimedReader(self._inner, self._deadline))
        return self._reader

    def has_surplus(self) -> bool:
        """Whether bytes have come beyond the end of the answer; only those that are there already are seen."""
        self._inner.setblocking(False)
        try:
            return bool(self._reader and self._reader.peek(1))
        except OSError:
            return False

    def close(self) -> None:
        """Nothing: `http.client` closes early what is still to be looked at; see `hang_up`."""

    def hang_up(self) -> None:
        """Close the connection."""
        self._inner.close()


class _TimedReader(io.RawIOBase):
    def __init__(self, inner: socket.socket, deadline: Deadline) -> None:
        self._inner, self._deadline = inner, deadline

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        if self._inner.gettimeout() != 0:
            self._inner.settimeout(self._deadline.left())
        return self._inner.recv_into(buffer)


class _Kept(io.BufferedReader):
    """`http.client` closes its file at the answer's end; what came after that is to be looked at first."""

    def close(self) -> None:
        """Nothing: the socket is closed with its connection."""
