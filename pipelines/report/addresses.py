"""Addresses that articles give: which of them may become links.

Belongs here: that decision. Does not belong here: escaping, which the template does for everything.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

_FORBIDDEN = re.compile(r"[\s\x00-\x20\x7f-\xa0\u200b-\u200f\u2028-\u202e\u2060-\u2069\\]")


@dataclass(frozen=True, slots=True)
class Link:
    """An address that may be followed, and the host that it leads to, for the reader to see before."""

    address: str
    host: str


def link_of(url: str | None) -> Link | None:
    """The link for an address; None for anything but http and https with a host, so also for javascript: and data:.

    Spaces, control signs and signs that turn the direction of writing are not allowed either: browsers drop some of
    them, and what is shown would not be what is followed.
    """
    if not url or _FORBIDDEN.search(url):
        return None
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return None
    return Link(url, host) if parts.scheme in ("http", "https") and host else None
