"""RSS, Atom and JSON Feed to entries.

Belongs here: reading a feed's bytes. Does not belong here: fetching them; sitemaps (`sitemaps`); feeds as articles
(`pipelines.ingest.formats`).
"""

from __future__ import annotations

import calendar
import html
import json
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

import feedparser

from pipelines.fetching.entries import Entry
from pipelines.fetching.failures import Failed, Refused
from pipelines.fetching.places import place_of
from pipelines.fetching.xml_prolog import root_element

_ROOTS = {"rss", "feed", "RDF"}
_TAG = re.compile(r"</?[A-Za-z][^<>]{0,500}>")
_TAIL = 400  # bytes in which the end of the root element must lie
LONGEST_FIELD = 1_000


def read_feed(content: bytes, url: str, charset: str | None = None) -> list[Entry]:
    """The entries of a feed, in its order; those without any link or id are left out.

    The language that a whole feed declares is left out: templates often get it wrong, and the text tells it better.
    A feed that is not well-formed is read as far as it goes, but one that breaks off is not read at all: its last entry
    would be half an article.

    Raises:
        Failed: not_a_feed; unreachable for one that breaks off.
        Refused: not_a_feed for one that declares entities.
    """
    if content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return list(_json_entries(content, url))
    root = root_element(content)
    if root not in _ROOTS:
        raise Failed("not_a_feed", f"{url}: neither RSS, Atom nor JSON Feed, but {root or 'no XML'}")
    if not _ends(content, root):
        raise Failed("unreachable", f"{url}: the feed breaks off before its end")
    return [entry for raw in _parsed(content, url, charset) if (entry := _entry(raw, url))]


def _parsed(content: bytes, url: str, charset: str | None) -> list[Any]:
    """feedparser's entries. Whatever it raises on a hostile feed says that the feed cannot be read now."""
    headers = {"content-type": f"application/xml; charset={charset}" if charset else "application/xml"}
    try:
        parsed = feedparser.parse(content, response_headers=headers, resolve_relative_uris=False, sanitize_html=False)
    except Exception as error:
        raise Failed("not_a_feed", f"{url}: the feed breaks its parser: {type(error).__name__}") from error
    return list(parsed.entries)


def _ends(content: bytes, root: str) -> bool:
    tail = content[-_TAIL:].replace(b"\0", b"")
    return bool(re.search(rb"</(?:[\w.-]+:)?" + root.encode() + rb"\s*>", tail)) or b"/>" in tail[-3:]


def _entry(raw: Any, url: str) -> Entry | None:
    link = _link(_text(raw.get("link")), url)
    entry_id = _text(raw.get("id")) or link
    if not entry_id:
        return None
    tags = [label for tag in raw.get("tags", []) if not tag.get("scheme") and (label := _text(tag.get("term")))]
    return Entry(
        entry_id=entry_id,
        link=link or _link(entry_id) or "",
        title=_title(raw),
        published_at=_date(raw, "published") or _date(raw, "created"),
        modified_at=_date(raw, "updated"),
        authors=tuple(name for one in raw.get("authors", []) if (name := _text(one.get("name")))),
        section=tags[0] if tags else None,
        language=_text(raw.get("language")),
        summary=raw.get("summary") or None,
        text=max((part.get("value") or "" for part in raw.get("content", [])), key=len, default="") or None,
    )


def _title(raw: Any) -> str | None:
    """The title without the markup that it may have."""
    title = raw.get("title")
    is_markup = isinstance(title, str) and raw.get("title_detail", {}).get("type") != "text/plain"
    return _text(html.unescape(_TAG.sub("", title)) if is_markup else title)


def _date(raw: Any, name: str) -> str | None:
    """ISO 8601 where feedparser can read the date, else the feed's own words."""
    if name not in raw:  # feedparser lends `published` to `updated` with a warning
        return None
    parsed = raw.get(f"{name}_parsed")
    if parsed is None:
        return _text(raw.get(name))
    return datetime.fromtimestamp(calendar.timegm(parsed), UTC).isoformat()


def _json_entries(content: bytes, url: str) -> Iterator[Entry]:
    """JSON Feed 1.0 and 1.1 (jsonfeed.org/version/1.1)."""
    try:
        feed = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise Failed("unreachable", f"{url}: the JSON is broken or breaks off: {str(error)[:100]}") from error
    if not isinstance(feed, dict) or "jsonfeed.org" not in str(feed.get("version")):
        raise Failed("not_a_feed", f"{url}: JSON, but no JSON Feed")
    items = feed.get("items")
    for item in items if isinstance(items, list) else []:
        if isinstance(item, dict) and (entry := _json_entry(item, url)):
            yield entry


def _json_entry(item: Mapping[str, Any], url: str) -> Entry | None:
    link = _link(_text(item.get("url")), url)
    entry_id = _text(item.get("id")) or link
    if not entry_id:
        return None
    authors = item.get("authors") or [item.get("author")]
    text = item.get("content_html") or item.get("content_text")
    summary = item.get("summary")
    return Entry(
        entry_id=entry_id,
        link=link or _link(entry_id) or "",
        title=_text(item.get("title")),
        published_at=_text(item.get("date_published")),
        modified_at=_text(item.get("date_modified")),
        authors=tuple(n for one in authors if isinstance(one, dict) and (n := _text(one.get("name")))),
        language=_text(item.get("language")),
        summary=summary if isinstance(summary, str) else None,
        text=text if isinstance(text, str) else None,
    )


def _link(value: str | None, url: str | None = None) -> str | None:
    """A web address, relative to that of the feed where it is given; None for anything else."""
    try:
        return place_of(value, url).url if value else None
    except Refused:
        return None


def _text(value: object) -> str | None:
    """One line of text, not too long; numbers as text."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str):
        return None
    whole = value.encode("utf-8", "replace").decode("utf-8")  # JSON may hold halves of surrogate pairs
    return " ".join(whole.split())[:LONGEST_FIELD] or None
