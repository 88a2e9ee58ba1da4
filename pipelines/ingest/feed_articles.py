"""Items of RSS and entries of Atom to drafts: the full text where the feed gives it.

Belongs here: what an item's elements mean. Does not belong here: parting a feed into items (`formats.feeds`).
A summary counts as the text only where it is as long as an article: an item with a teaser is a link, refused as such.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from pipelines.ingest.drafts import Draft
from pipelines.ingest.html_text import fragment_text
from pipelines.ingest.identity import web_address
from pipelines.ingest.names import author_names
from pipelines.ingest.records import Document, RefusalError
from pipelines.ingest.xml_tree import local_name, parse_xml, xml_text

FULL_TEXT_WORDS = 100  # teasers of feeds have up to about 60 words, the shortest agency items about 100
_CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
_TAG = re.compile(r"</(?:a|b|i|em|strong|span|sup|sub|u|p|q|cite)\s*>|<br\b[^<>]*>", re.IGNORECASE)
_DUBLIN_CORE = "{http://purl.org/dc/elements/1.1/}"
_MEDIA_WORDS = ("{http://search.yahoo.com/mrss/}text",)


def draft_from_rss(document: Document) -> Draft:
    """The draft of an RSS item. Raises `RefusalError`: link_only, no_text, and those of `xml_text` and `parse_xml`."""
    item = parse_xml(xml_text(document.content))
    url = _rss_address(item)
    text = _full_text(_texts(item, _CONTENT), _texts(item, "description", *_MEDIA_WORDS), url)
    return Draft(
        text=text,
        title=next(map(_plain_title, _texts(item, "title")), None),
        authors=author_names(list(_texts(item, _DUBLIN_CORE + "creator")))
        or author_names(list(_texts(item, "author"))),
        section=next((_text(one) for one in _elements(item, "category") if not one.get("domain") and _text(one)), None),
        url=url,
        published=tuple(_texts(item, "pubDate", _DUBLIN_CORE + "date")),
        language=next(_texts(item, _DUBLIN_CORE + "language"), None),
    )


def _plain_title(title: str) -> str:
    """A title without the markup that some feeds put into it; a lone ``<`` is a character."""
    return fragment_text(title) if _TAG.search(title) else title


def _rss_address(item: etree._Element) -> str | None:
    permanent = (_text(guid) for guid in _elements(item, "guid") if guid.get("isPermaLink", "true").lower() == "true")
    return next((url for value in (*_texts(item, "link"), *permanent) if (url := web_address(value))), None)


def draft_from_atom(document: Document) -> Draft:
    """The draft of an Atom entry. Raises `RefusalError` as `draft_from_rss` does."""
    entry = parse_xml(xml_text(document.content))
    links = [link for link in _elements(entry, "link") if link.get("rel", "alternate") == "alternate"]
    url = next((address for link in links if (address := web_address(link.get("href")))), None)
    people = [next(_texts(author, "name"), "") for author in _elements(entry, "author")]
    terms = (category.get("label") or category.get("term") for category in _elements(entry, "category"))
    return Draft(
        text=_full_text(_texts(entry, "content"), _texts(entry, "summary"), url),
        title=next((fragment_text(title) for title in _texts(entry, "title")), None),
        authors=author_names(people),
        section=next((term for term in terms if term), None),
        url=url,
        published=tuple(_texts(entry, "published", "issued", "created")),
        modified=tuple(_texts(entry, "updated", "modified")),
        language=entry.get("{http://www.w3.org/XML/1998/namespace}lang"),
    )


def _full_text(bodies: Iterator[str], summaries: Iterator[str], url: str | None) -> str:
    """The body, else a summary of an article's length. Raises `RefusalError` link_only or no_text."""
    body = next((text for markup in bodies if (text := fragment_text(markup))), "")
    if body:
        return body
    summary = max((fragment_text(markup) for markup in summaries), key=len, default="")
    if len(summary.split()) >= FULL_TEXT_WORDS:
        return summary
    if url:
        raise RefusalError("link_only", url)
    raise RefusalError("no_text", "the item has neither a text nor an address")


def _elements(parent: etree._Element, *names: str) -> Iterator[etree._Element]:
    """The children of these names, in the order of the names; a name without a namespace takes any."""
    for name in names:
        qualified = name.startswith("{")
        yield from (child for child in parent if (child.tag if qualified else local_name(child)) == name)


def _texts(parent: etree._Element, *names: str) -> Iterator[str]:
    yield from (text for child in _elements(parent, *names) if (text := _text(child)))


def _text(element: etree._Element) -> str:
    """The element's text, or its children as markup where it has any (Atom's xhtml)."""
    if not len(element):
        return (element.text or "").strip()
    return "".join(
        [element.text or "", *(etree.tostring(child, encoding="unicode", method="html") for child in element)]
    )
