"""What a site's robots.txt allows (RFC 9309), by Protego.

Belongs here: the meaning of a robots.txt and of its absence. Does not belong here: fetching it (`client`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from protego import Protego

AGENT = "ontherecord"  # the name by which a robots.txt may speak of us
KEPT_FOR = timedelta(hours=24)  # RFC 9309, 2.4
MAX_BYTES = 512 * 1024  # RFC 9309, 2.5: at least 500 KiB must be read
MAX_DELAY = 3600.0  # seconds; a longer crawl-delay would be a way of saying no, for which there is Disallow


@dataclass(frozen=True, slots=True)
class Robots:
    """The text of a robots.txt; an empty one allows everything."""

    text: str

    def allows(self, url: str) -> bool:
        """Whether we may fetch the address."""
        return bool(Protego.parse(self.text).can_fetch(url, AGENT))

    def delay(self) -> float:
        """Seconds between two requests that the site asks for by Crawl-delay or Request-rate; 0 where it does not."""
        parsed = Protego.parse(self.text)
        rate = parsed.request_rate(AGENT)
        asked = [parsed.crawl_delay(AGENT) or 0.0, rate.seconds / rate.requests if rate and rate.requests else 0.0]
        return min(max(asked), MAX_DELAY)


def robots_text(content: bytes) -> str:
    """A robots.txt as text, whatever bytes it holds. A web page in its place says nothing."""
    text = content[:MAX_BYTES].decode("utf-8", "replace").removeprefix("\ufeff")
    return "" if text.lstrip()[:1] == "<" else text
