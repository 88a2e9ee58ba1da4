"""An entry of a feed or sitemap: what is to be fetched, and what the feed says about it.

Belongs here: the record, its fingerprint, whether its text is the whole article. Does not belong here: reading feeds
(`feeds`, `sitemaps`).
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime

from pipelines.ingest.identity import canonical_url

FULL_TEXT_CHARS = 500  # without markup; teasers are shorter
_TAG = re.compile(r"<[^<>]{0,1000}>")
_CUT = re.compile(
    r"(?:…|\.\.\.|\[&#8230;\]|\[…\]|read more|continue reading|the post .{1,300} appeared first on .{1,200})\W*$", re.I
)


@dataclass(frozen=True, slots=True)
class Entry:
    """``entry_id``: the feed's id of it, or else its link. Dates are as the feed gives them, in ISO 8601 where it could
    be read. ``text`` is what the feed gives as content, with its markup; ``summary`` what it gives as description.
    """

    entry_id: str
    link: str
    title: str | None = None
    published_at: str | None = None
    modified_at: str | None = None
    authors: tuple[str, ...] = ()
    section: str | None = None
    language: str | None = None
    publisher: str | None = None
    summary: str | None = None
    text: str | None = None

    @property
    def fingerprint(self) -> str:
        """Changes when the words or dates of the entry do; 16 hex characters.

        Ids, links and markup do not count: some feeds make them anew for every reader, with counters in them.
        """
        words = [
            self.title,
            self.published_at,
            self.modified_at,
            *self.authors,
            _plain(self.summary),
            _plain(self.text),
        ]
        return hashlib.sha256("\0".join(word or "" for word in words).encode("utf-8", "replace")).hexdigest()[:16]

    @property
    def has_full_text(self) -> bool:
        """Whether the content is an article and not a teaser: long enough, longer than the summary, and not cut off."""
        plain = _plain(self.text)
        return len(plain) >= max(FULL_TEXT_CHARS, len(_plain(self.summary)) + 1) and not _CUT.search(plain[-600:])

    @property
    def newest_at(self) -> datetime | None:
        """The later of its dates; None where none can be read."""
        instants = [found for value in (self.published_at, self.modified_at) if (found := instant(value))]
        return max(instants, default=None)

    def as_json(self) -> str:
        """The entry as JSON that `entry_from_json` reads."""
        return json.dumps(asdict(self), sort_keys=True, ensure_ascii=True)


def entry_keys(entries: Sequence[Entry]) -> list[str]:
    """What each entry of one feed is known by: its link in canonical form, or its id where several share the link."""
    links = [canonical_url(entry.link) if entry.link else entry.entry_id for entry in entries]
    shared = Counter(links)
    return [link if shared[link] == 1 else entry.entry_id for link, entry in zip(links, entries, strict=True)]


def entry_from_json(written: str) -> Entry:
    """The entry in what `Entry.as_json` wrote."""
    values = json.loads(written)
    known = {field.name: values[field.name] for field in fields(Entry)}
    return Entry(**{**known, "authors": tuple(known["authors"])})


def _plain(markup: str | None) -> str:
    return " ".join(_TAG.sub(" ", markup or "").split())


def instant(value: str | None) -> datetime | None:
    """A date in ISO 8601 as an aware instant; None for what is none. Without a zone it is taken as UTC."""
    try:
        found = datetime.fromisoformat(value) if value else None
    except ValueError:
        return None
    return found if found is None or found.tzinfo else found.replace(tzinfo=UTC)
