"""Addresses of pages, and which of them belong to a source.

Belongs here: reading a URL into what a request needs; scheme, host and port rules. Does not belong here: network
addresses (`addresses`), sameness of articles (`pipelines.ingest.identity`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote, urljoin, urlsplit

from pipelines.fetching.failures import Refused

MAX_URL = 2048
_PORTS = {"http": 80, "https": 443}
_SAFE = "/:@!$&'()*+,;=-._~%?[]"  # ``%`` too: what is encoded stays as it is
_UNWANTED = re.compile(r"[\x00-\x20\x7f]")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a request goes. ``host`` is lower case and ASCII; ``path`` begins with ``/`` and holds the query."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def origin(self) -> str:
        """Scheme, host and, where it is not the usual one, port."""
        return f"{self.scheme}://{self.authority}"

    @property
    def authority(self) -> str:
        """The value of the Host header."""
        name = f"[{self.host}]" if ":" in self.host else self.host
        return name if self.port == _PORTS[self.scheme] else f"{name}:{self.port}"

    @property
    def url(self) -> str:
        """The whole address."""
        return self.origin + self.path


def place_of(url: str, base: str | None = None) -> Place:
    """The place of a URL, relative to ``base`` where that is given; a fragment is dropped.

    Raises Refused: foreign_address for what is no http or https address, names a user, or is too long.
    """
    try:
        joined = urljoin(base, url.strip()) if base else url.strip()
        parts = urlsplit(joined)
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise Refused("foreign_address", f"not a web address: {url[:100]} ({error})") from error
    if parts.scheme not in _PORTS or not host or port == 0:
        raise Refused("foreign_address", f"not a web address: {joined[:100] or 'nothing'}")
    if parts.username is not None or parts.password is not None or _UNWANTED.search(host):
        raise Refused("foreign_address", f"an address with a user's name or odd signs: {joined[:100]}")
    path = quote(parts.path or "/", safe=_SAFE) + (f"?{quote(parts.query, safe=_SAFE)}" if parts.query else "")
    place = Place(parts.scheme, _ascii_host(host), port or _PORTS[parts.scheme], path if path[0] == "/" else f"/{path}")
    if len(place.url) > MAX_URL:
        raise Refused("foreign_address", f"an address of {len(place.url):,} signs: {place.url[:100]}")
    return place


def _ascii_host(host: str) -> str:
    try:
        return (host if host.isascii() else host.encode("idna").decode("ascii")).lower().rstrip(".")
    except UnicodeError as error:
        raise Refused("foreign_address", f"not a host's name: {host[:100]}") from error


def require_own(place: Place, source: Place, hosts: Iterable[str]) -> None:
    """Refuse a place that is not the source's.

    The source's own host, with or without ``www.``, is; so are hosts below it, and ``hosts`` and all below them. The
    port must be the scheme's usual one or the source's.

    Raises Refused: foreign_address.
    """
    allowed = {source.host.removeprefix("www."), *(host.removeprefix("www.") for host in hosts)}
    if not any(place.host == host or place.host.endswith(f".{host}") for host in allowed):
        raise Refused(
            "foreign_address", f"{place.url} is not the source's; add {place.host!r} to its hosts to allow it"
        )
    if place.port not in {_PORTS[place.scheme], source.port}:
        raise Refused("foreign_address", f"{place.url}: port {place.port} is not the source's")
