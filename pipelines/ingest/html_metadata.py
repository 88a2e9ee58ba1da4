"""What a web page says about itself: JSON-LD first, then OpenGraph and other meta tags, then the page's own headings.

Belongs here: title, dates, authors, publisher, section, language and address out of markup.
Does not belong here: the body text (`html_articles`), the meaning of dates (`dates`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

from pipelines.ingest.cleaning import clean_line
from pipelines.ingest.dates import first_instant
from pipelines.ingest.fields import one_text
from pipelines.ingest.html_linked_data import Node, addresses_of, article_node, linked_nodes, resolved
from pipelines.ingest.html_shown import shown_authors, shown_times, written_dates
from pipelines.ingest.html_text import elements, selected
from pipelines.ingest.html_titles import Wordings, page_titles, wording
from pipelines.ingest.identity import host, web_address
from pipelines.ingest.names import author_names

MAX_VALUES = 20  # of one meta tag
MAX_HEADINGS = 10

_META = {
    "title": ("og:title", "twitter:title", "parsely-title", "dc.title", "sailthru.title"),
    "published": ("article:published_time", "og:article:published_time", "article:published", "datepublished",
                  "parsely-pub-date", "sailthru.date", "dc.date.issued", "dcterms.created", "dcterms.date",
                  "publishdate", "publish-date", "publish_date", "pubdate", "publication_date",
                  "cxenseparse:recs:publishtime", "date.issued", "article.published", "originalpublicationdate",
                  "displaydate", "rnews:datepublished", "dc.date", "og:pubdate", "date"),
    "modified": ("article:modified_time", "og:updated_time", "datemodified", "last-modified", "dcterms.modified"),
    "authors": ("author", "article:author", "parsely-author", "sailthru.author", "dc.creator", "byl",
                "article:author_name"),
    "publisher": ("og:site_name", "article:publisher", "application-name", "dc.publisher", "cre", "publisher",
                  "twitter:app:name:iphone"),
    "section": ("article:section", "parsely-section", "section", "sailthru.section", "cxenseparse:recs:category"),
    "language": ("og:locale", "content-language", "dc.language", "language"),
    "url": ("og:url", "twitter:url", "parsely-link"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class PageMetadata:
    """Raw values of a page; ``titles`` are all wordings of its headline, ``body`` is JSON-LD's ``articleBody``."""

    title: str | None = None
    titles: tuple[str, ...] = ()
    publisher: str | None = None
    authors: tuple[str, ...] = ()
    section: str | None = None
    url: str | None = None
    published: tuple[object, ...] = ()
    modified: tuple[object, ...] = ()
    language: str | None = None
    language_guess: str | None = None
    body: str | None = field(default=None, repr=False)


def page_metadata(root: etree._Element) -> PageMetadata:
    """Everything the page says about itself. Broken JSON-LD counts as none."""
    nodes = list(linked_nodes(root))
    by_id = {node_id: node for node in nodes if isinstance(node_id := node.get("@id"), str) and len(node) > 1}
    meta = _meta_tags(root)
    shown = _wordings(root, {}, meta)
    article = article_node(nodes, _address(root, {}, meta), (*shown.shared, *shown.headings))
    url = _address(root, article, meta)
    publisher = _publisher(root, article, by_id, meta)
    titles = page_titles(_wordings(root, article, meta), publisher, host(url))
    return PageMetadata(
        title=titles[0] if titles else None,
        titles=tuple(titles),
        publisher=publisher,
        authors=_authors(root, article, by_id, meta),
        section=one_text(article.get("articleSection")) or next(iter(_named(meta, "section")), None),
        url=url,
        published=tuple(_dates(root, article, meta, "datePublished", "published")),
        modified=tuple(_dates(root, article, meta, "dateModified", "modified")),
        language=one_text(article.get("inLanguage")),
        language_guess=next(iter(_named(meta, "language")), None) or _attribute(root, "//html/@lang"),
        body=one_text(article.get("articleBody")),
    )


def _meta_tags(root: etree._Element) -> dict[str, list[str]]:
    """Contents of meta tags by lower-case property, name, itemprop or http-equiv."""
    tags: dict[str, list[str]] = {}
    for tag in elements(root, "//meta[@content]"):
        content = (tag.get("content") or "").strip()
        for attribute in ("property", "name", "itemprop", "http-equiv"):
            name = (tag.get(attribute) or "").strip().lower()
            if name and content and len(tags.setdefault(name, [])) < MAX_VALUES:
                tags[name].append(content)
    return tags


def _named(meta: Mapping[str, list[str]], ours: str) -> list[str]:
    return [content for name in _META[ours] for content in meta.get(name, [])]


def _wordings(root: etree._Element, article: Node, meta: Mapping[str, list[str]]) -> Wordings:
    return Wordings(
        linked=wording(article.get("headline")),
        linked_name=wording(article.get("name")),
        alternative=wording(article.get("alternativeHeadline")),
        shared=tuple(line for title in _named(meta, "title") if (line := wording(title))),
        headings=tuple(_headings(root)),
        window=next(map(_content, elements(root, "//title")[:1]), None),
    )


def _headings(root: etree._Element) -> Iterator[str]:
    """The headings of the first level, and the part of one that is called the headline ("Harbour | Port to stay")."""
    for heading in elements(root, "//h1")[:MAX_HEADINGS]:
        yield _content(heading)
        yield from map(
            _content, elements(heading, ".//*[contains(@class, 'headline') or contains(@class, 'title')]")[:1]
        )


def _publisher(
    root: etree._Element, article: Node, by_id: Mapping[str, Node], meta: Mapping[str, list[str]]
) -> str | None:
    named = one_text(resolved(article.get("publisher"), by_id))
    marked = map(_named_item, elements(root, "//*[@itemprop='publisher']")[:1])
    candidates = [named, *_named(meta, "publisher"), *marked]
    return next((name for name in candidates if name and not web_address(name)), None)


def _authors(
    root: etree._Element, article: Node, by_id: Mapping[str, Node],
    meta: Mapping[str, list[str]],
) -> tuple[str, ...]:  # fmt: skip
    authors = article.get("author") or article.get("creator")
    listed = authors if isinstance(authors, list) else [authors]
    names = author_names([resolved(author, by_id) for author in listed])
    marked = [_named_item(element) for element in elements(root, "//*[@rel='author' or @itemprop='author']")[:5]]
    candidates: list[object] = [*(meta[name] for name in _META["authors"] if name in meta), marked]
    return names or next((found for value in candidates if (found := author_names(value))), ()) or shown_authors(root)


def _named_item(element: etree._Element) -> str:
    """The name inside an element of microdata, else all that it says."""
    names = elements(element, ".//*[@itemprop='name']")
    return (names[0].get("content") or _content(names[0])) if names else element.get("content") or _content(element)


def _dates(
    root: etree._Element, article: Node, meta: Mapping[str, list[str]], linked: str, ours: str
) -> Iterator[object]:
    marked = [one.get("datetime") or one.get("content") for one in elements(root, f"//*[@itemprop='{linked}']")]
    stated = [value for value in (article.get(linked), *_named(meta, ours), *marked) if value]
    yield from stated
    if ours == "published":
        shown = list(shown_times(root))
        yield from shown
        if first_instant([*stated, *shown]) is None:  # looking through a page's words takes time
            yield from written_dates(root)


def _address(root: etree._Element, article: Node, meta: Mapping[str, list[str]]) -> str | None:
    """The canonical address: the first that leads to a page and not to a site's front."""
    candidates = [_attribute(root, "//link[@rel='canonical']/@href"), *_named(meta, "url"), *addresses_of(article)]
    addresses = [address for candidate in candidates if (address := web_address(candidate))]
    return next((address for address in addresses if re.search(r"//[^/]+/.", address)), None)


def _attribute(root: etree._Element, path: str) -> str | None:
    found = selected(root, path)
    return str(found[0]).strip() or None if found else None


def _content(element: etree._Element) -> str:
    return clean_line("".join(str(piece) for piece in element.itertext())) or ""
