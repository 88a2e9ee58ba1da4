"""RSS 0.9x, 1.0 and 2.0, and Atom: an item is a document, kept as XML with the namespaces that it needs.

Belongs here: parting a feed into items and what the feed says of all of them (outlet, language). Does not belong here:
what an item's elements mean (`feed_articles`).
"""

from __future__ import annotations

from urllib.parse import urljoin, urlsplit

from lxml import etree

from pipelines.ingest.formats.source_file import Found, SourceFile
from pipelines.ingest.formats.xml_items import read_items
from pipelines.ingest.identity import web_address
from pipelines.ingest.limits import exceeded
from pipelines.ingest.records import MediaType, Metadata, RefusalError
from pipelines.ingest.xml_tree import first_element, local_name

RSS_SUFFIXES, ATOM_SUFFIXES = (".rss", ".rdf", ".xml"), (".atom", ".xml")
_XML_BASE = "{http://www.w3.org/XML/1998/namespace}base"
_XML_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


def read_rss(source: SourceFile) -> Found:
    """A document for each item of an RSS feed. Raises `RefusalError` for what is no XML at all."""
    return _read(source, "application/rss+xml", frozenset({"item"}))


def read_atom(source: SourceFile) -> Found:
    """A document for each entry of an Atom feed. Raises `RefusalError` for what is no XML at all."""
    return _read(source, "application/atom+xml", frozenset({"entry"}))


def _read(source: SourceFile, media_type: MediaType, names: frozenset[str]) -> Found:
    source = source.unmapped()
    root, items = read_items(source, names)
    of_feed, home = _of_feed(root, names), _home(root)
    for item in items:
        content = etree.tostring(item.element, encoding="utf-8", with_tail=False) if item.element is not None else b""
        if item.refusal is not None:
            yield item.refusal.at(f"{source.uri}#{item.fragment}", "read")
        elif over := exceeded(source.limits, "document_bytes", len(content)):
            yield RefusalError("too_large", f"bytes in one item: {over}").at(f"{source.uri}#{item.fragment}", "read")
        else:
            beside = {**of_feed, **_address(item.element, home), **source.record_metadata}
            yield source.record(item.fragment, content, media_type, beside)


def _home(root: etree._Element) -> str | None:
    """The address that relative ones of the items begin from."""
    head = next((child for child in root if local_name(child) == "channel"), root)
    links = [child for child in head if local_name(child) == "link"]
    stated = [root.get(_XML_BASE), *(link.get("href") or link.text for link in links)]
    return next((url for value in stated if (url := web_address(value))), None)


def _address(item: etree._Element | None, home: str | None) -> Metadata:
    """The item's address where its own is relative; whole ones are the item's own matter."""
    links = [] if item is None else [child for child in item if local_name(child) == "link"]
    for link in links:
        own = (link.get("href") or link.text or "").strip()
        if own and home and link.get("rel", "alternate") == "alternate" and not urlsplit(own).scheme:
            url = web_address(urljoin(home, own))
            return {"url": url} if url else {}
    return {}


def _of_feed(root: etree._Element, names: frozenset[str]) -> Metadata:
    """The outlet's name and the language, from the channel (RSS) or the feed (Atom); an entry by itself has none."""
    if local_name(root) in names:
        return {}
    head = next((child for child in root if local_name(child) == "channel"), root)
    found = {local_name(child): (child.text or "").strip() for child in reversed(head) if not len(child)}
    language = found.get("language") or root.get(_XML_LANGUAGE) or ""
    named = {"publisher": found.get("title", ""), "language": language}
    return {name: value for name, value in named.items() if value}


def is_rss(head: bytes) -> bool:
    """Whether the first element is RSS's."""
    return first_element(head)[0] in ("rss", "RDF")


def is_atom(head: bytes) -> bool:
    """Whether the first element is Atom's."""
    name, attributes = first_element(head)
    return name == "feed" or (name == "entry" and "http://www.w3.org/2005/Atom" in attributes)
