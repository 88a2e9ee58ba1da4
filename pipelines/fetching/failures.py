"""Why something was not fetched, and whether trying again may help.

Belongs here: the closed list of reasons and the two errors. Does not belong here: when to try again (`polling`).
"""

from __future__ import annotations

from typing import Literal, get_args

FetchReason = Literal[
    "unreachable",  # no connection, a broken answer or a server's error, each time that it was tried
    "timed_out",  # the answer took longer than the source's limit, each time
    "too_large",  # the answer is beyond the source's limit of bytes
    "gone",  # the server says that there is no such page (404, 410)
    "denied",  # the server refuses (401, 403 and other 4xx)
    "robots_disallowed",  # the site's robots.txt does not want it fetched
    "foreign_address",  # a link or redirect to what is not the source's: host, port, scheme
    "private_address",  # the host's address lies in a private, loopback, link-local or reserved range
    "untrusted",  # the host's certificate is not valid for its name
    "not_an_article",  # what came is no page: a PDF, an image, the site's front page
    "not_a_feed",  # what came under a feed's address is none
]
FETCH_REASONS: tuple[str, ...] = get_args(FetchReason)


class FetchError(Exception):
    """Something was not fetched. ``detail`` is printable whatever a server sent."""

    def __init__(self, reason: FetchReason, detail: str) -> None:
        self.reason: FetchReason = reason
        self.detail = "".join(character if character.isprintable() else "\ufffd" for character in detail)[:300]
        super().__init__(f"{reason}: {self.detail}")


class Refused(FetchError):
    """It will not be had: asking again would change nothing."""


class Failed(FetchError):
    """It was not had this time. ``tries`` says how often to try in all; ``retry_after`` (seconds) what the server asks.

    ``busy`` is True where the server asks every visitor to come back later (429, 503).
    """

    def __init__(
        self, reason: FetchReason, detail: str, tries: int = 10, retry_after: float | None = None, busy: bool = False
    ) -> None:
        super().__init__(reason, detail)
        self.tries, self.retry_after, self.busy = tries, retry_after, busy
