"""JSON Feed 1 and 1.1: an item is a document, with the feed's outlet, language and authors where it has none itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

_VERSION = "https://jsonfeed.org/version/"
_INHERITED = ("language", "authors", "author")


def is_feed(value: object) -> bool:
    """Whether a JSON value is a JSON Feed."""
    return isinstance(value, Mapping) and str(value.get("version", "")).startswith(_VERSION)


def items(feed: Mapping[str, object]) -> Iterator[object]:
    """The items as records under names that `fields` knows; what is no object comes as it is."""
    found = feed.get("items")
    of_feed = {name: feed[name] for name in _INHERITED if feed.get(name)}
    for item in found if isinstance(found, list) else []:
        if not isinstance(item, Mapping):
            yield item
            continue
        own = {name: value for name, value in item.items() if value not in (None, "", [])}
        yield {"publisher": feed.get("title"), **of_feed, **own}
