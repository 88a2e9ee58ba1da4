"""JSON Feed 1 and 1.1: an item is a document, with the feed's outlet, language and authors where it has none itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from urllib.parse import urljoin, urlsplit

from pipelines.ingest.feed_articles import FULL_TEXT_WORDS
from pipelines.ingest.fields import FieldReader
from pipelines.ingest.identity import web_address

_VERSION = "https://jsonfeed.org/version/"
_INHERITED = ("language", "authors", "author")


def is_feed(value: object) -> bool:
    """Whether a JSON value is a JSON Feed."""
    return isinstance(value, Mapping) and str(value.get("version", "")).startswith(_VERSION)


def is_link(item: object) -> bool:
    """Whether an item has no text of its own, and a teaser at most."""
    if not isinstance(item, Mapping) or next(FieldReader(item).values("text"), None):
        return False
    return len(str(item.get("summary") or "").split()) < FULL_TEXT_WORDS


def items(feed: Mapping[str, object]) -> Iterator[object]:
    """The items as records under names that `fields` knows; what is no object comes as it is."""
    found = feed.get("items")
    for item in found if isinstance(found, list) else []:
        yield item_of(feed, item)


def item_of(feed: Mapping[str, object], item: object) -> object:
    """One item as such a record."""
    if not isinstance(item, Mapping):
        return item
    of_feed = {name: feed[name] for name in _INHERITED if feed.get(name)}
    own = {name: value for name, value in item.items() if value not in (None, "", [])}
    home = web_address(feed.get("home_page_url")) or web_address(feed.get("feed_url"))
    if home and isinstance(url := own.get("url"), str) and not urlsplit(url).scheme:
        own["url"] = urljoin(home, url)
    return {"publisher": feed.get("title"), **of_feed, **own}
