"""The store of what was fetched: raw bytes as files, from which everything can be read again without the network.

    fetched/SOURCE/2031-05-06/1f0c.../page.html.gz         the page as it came, and beside it page.html.json: what the
                                      .response.json       feed said of it; the head of the answer
    fetched/SOURCE/2031-05-06/77ab.../entry.json           an article whose whole text stood in the feed
    fetched/SOURCE/2031-05-06/.lists/9d31....gz            feeds and sitemaps as they came

Belongs here: names and bytes of these files. Does not belong here: what is fetched when (`polling`). Names that begin
with a dot are none of `pipelines.ingest`'s documents.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import shutil
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from pipelines.fetching.client import Fetched
from pipelines.fetching.entries import Entry
from pipelines.fetching.failures import Failed, Refused

LISTS = ".lists"  # in a day's folder: feeds and sitemaps as they came
_BINARY = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"PK\x03\x04", b"RIFF", b"ID3", b"\x1f\x8b", b"\x00\x00\x00")
_HEAD = 2048


class Store:
    """The files below one folder."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def keep_list(self, source: str, fetched: Fetched, now: datetime) -> None:
        """Keep a feed or sitemap as it came."""
        folder = self._day(source, now) / LISTS
        name = digest(fetched.content)
        _write(folder, f"{name}.gz", gzip.compress(fetched.content, mtime=0))
        _write(folder, f"{name}.json", _response(fetched, now))

    def keep_page(self, source: str, fetched: Fetched, entry: Entry, publisher: str | None, now: datetime) -> Path:
        """Keep a page with what its entry says of it; returns its folder, which appears whole or not at all."""
        suffix = page_suffix(fetched)
        beside = page_metadata(fetched, entry, publisher)
        files = {
            f"page{suffix}.gz": gzip.compress(fetched.content, mtime=0),
            f"page{suffix}.json": _json(beside),
            ".response.json": _response(fetched, now),
        }
        return self._publish(
            self._day(source, now), digest(fetched.url.encode(), _json(beside), fetched.content), files
        )

    def keep_entry(self, source: str, entry: Entry, publisher: str | None, now: datetime) -> str:
        """Keep an article whose text stands in the feed; returns the SHA-256 of its content."""
        record = entry_record(entry, publisher)
        self._publish(self._day(source, now), digest(record), {"entry.json": record})
        return hashlib.sha256(record).hexdigest()

    def _day(self, source: str, now: datetime) -> Path:
        return self.root / source / now.date().isoformat()

    def _publish(self, day: Path, name: str, files: Mapping[str, bytes]) -> Path:
        """A folder with these files, written under a hidden name first. One that is there already is left alone."""
        target, aside = day / name, day / f".{name}.new"
        if target.exists():
            return target
        shutil.rmtree(aside, ignore_errors=True)
        for file, content in files.items():
            _write(aside, file, content)
        _flush(aside)
        aside.replace(target)
        _flush(day)
        return target


def page_metadata(fetched: Fetched, entry: Entry, publisher: str | None) -> dict[str, object]:
    """What goes beside a page: what its entry says of it, and how it was served."""
    served = {"url": fetched.url} | ({"charset": fetched.charset} if fetched.charset else {})
    return _metadata(entry, publisher) | served


def entry_record(entry: Entry, publisher: str | None) -> bytes:
    """An article whose text stands in the feed, as a JSON record."""
    return _json(_metadata(entry, publisher) | {"url": entry.link, "text": entry.text or entry.summary or ""})


def page_suffix(fetched: Fetched) -> str:
    """``.html`` or ``.txt``, by what the bytes are; what the server calls them counts only for text without markup.

    Raises:
        Refused: not_an_article for images, PDFs and other data.
        Failed: an answer without content.
    """
    head = fetched.content[:_HEAD]
    said = fetched.headers.get("content-type", "no type").partition(";")[0].strip()
    if not head.strip():
        raise Failed("unreachable", f"{fetched.url}: an empty answer", tries=3)
    if head.startswith(_BINARY) or (b"\0" in head and head[:2] not in (b"\xff\xfe", b"\xfe\xff")):
        raise Refused("not_an_article", f"{fetched.url}: binary data ({said})")
    if b"<" in head:
        return ".html"
    if said != "text/plain":
        raise Refused("not_an_article", f"{fetched.url}: neither a page nor plain text ({said})")
    return ".txt"


def digest(*parts: bytes) -> str:
    """16 hex characters of the parts."""
    found = hashlib.sha256()
    for part in parts:
        found.update(len(part).to_bytes(8, "big") + part)
    return found.hexdigest()[:16]


def _metadata(entry: Entry, publisher: str | None) -> dict[str, object]:
    """What the feed says of an article, under the names that `pipelines.ingest.fields` knows."""
    said = {
        "title": entry.title,
        "published_at": entry.published_at,
        "modified_at": entry.modified_at,
        "authors": list(entry.authors),
        "section": entry.section,
        "language": entry.language,
        "publisher": publisher or entry.publisher,
    }
    return {name: value for name, value in said.items() if value}


def _response(fetched: Fetched, now: datetime) -> bytes:
    return _json(
        {"url": fetched.url, "status": fetched.status, "headers": dict(fetched.headers), "fetched_at": now.isoformat()}
    )


def _json(values: Mapping[str, object]) -> bytes:
    return json.dumps(values, sort_keys=True, ensure_ascii=True).encode()


def _write(folder: Path, name: str, content: bytes) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    aside = folder / f".{name}.part"
    aside.write_bytes(content)
    _flush(aside)
    aside.replace(folder / name)


def _flush(path: Path) -> None:
    """Wait until a file's content or a folder's entries are on disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
