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
from pipelines.ingest.fields import one_text
from pipelines.ingest.html_linked_data import Node, addresses_of, article_node, linked_nodes, resolved
from pipelines.ingest.html_titles import Wordings, page_titles, wording
from pipelines.ingest.identity import host, web_address
from pipelines.ingest.names import author_names

# The time that readers see: in the article, else in one block with the headline, else in the main part of the page.
_TIMES = (
    "//article//time[@datetime]",
    "//h1/..//time[@datetime]",
    "//h1/../..//time[@datetime]",
    "//main//time[@datetime]",
)
_PUBLISHED = re.compile(r"(?:first\s+)?(?:published|posted)\b(?:\s+(?:on|at)\b)?\s*:?\s*", re.IGNORECASE)
_AFTER_DATE = re.compile(r"(?:last\s*)?(?:updated|modified|edited)|[•|]|\d+\s+min", re.IGNORECASE)
MAX_DATE_LINE = 120
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
    publisher = _publisher(article, by_id, meta)
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
    for tag in _select(root, "//meta[@content]"):
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
        headings=tuple(map(_content, _select(root, "//h1")[:MAX_HEADINGS])),
        window=next(map(_content, _select(root, "//title")[:1]), None),
    )


def _publisher(article: Node, by_id: Mapping[str, Node], meta: Mapping[str, list[str]]) -> str | None:
    named = one_text(resolved(article.get("publisher"), by_id))
    candidates = [named, *_named(meta, "publisher")]
    return next((name for name in candidates if name and not web_address(name)), None)


def _authors(
    root: etree._Element, article: Node, by_id: Mapping[str, Node],
    meta: Mapping[str, list[str]],
) -> tuple[str, ...]:  # fmt: skip
    authors = article.get("author") or article.get("creator")
    listed = authors if isinstance(authors, list) else [authors]
    names = author_names([resolved(author, by_id) for author in listed])
    marked = [_content(element) for element in _select(root, "//*[@rel='author' or @itemprop='author']")[:5]]
    candidates: list[object] = [*(meta[name] for name in _META["authors"] if name in meta), marked]
    return names or next((found for value in candidates if (found := author_names(value))), ())


def _dates(
    root: etree._Element, article: Node, meta: Mapping[str, list[str]], linked: str, ours: str
) -> Iterator[object]:
    yield from (value for value in [article.get(linked)] if value)
    yield from _named(meta, ours)
    marked = f"//*[@itemprop='{linked}']"
    yield from (element.get("datetime") or element.get("content") for element in _select(root, marked))
    if ours == "published":
        yield from (element.get("datetime") for path in _TIMES for element in _select(root, path)[:1])
        yield from _written_dates(root)


def _written_dates(root: etree._Element) -> Iterator[str]:
    """What stands behind the word on lines such as "Published Jun 05, 2026 • 3 minute read"."""
    for element in root.iter("span", "div", "p", "time", "li", "small"):
        if _PUBLISHED.match((element.text or "").lstrip()):
            line = _PUBLISHED.sub("", _content(element)[:MAX_DATE_LINE], count=1)
            yield _AFTER_DATE.split(line)[0]


def _address(root: etree._Element, article: Node, meta: Mapping[str, list[str]]) -> str | None:
    """The canonical address: the first that leads to a page and not to a site's front."""
    candidates = [_attribute(root, "//link[@rel='canonical']/@href"), *_named(meta, "url"), *addresses_of(article)]
    addresses = [address for candidate in candidates if (address := web_address(candidate))]
    return next((address for address in addresses if re.search(r"//[^/]+/.", address)), None)


def _select(root: etree._Element, path: str) -> list[etree._Element]:
    found = root.xpath(path)
    return [item for item in found if isinstance(item, etree._Element)] if isinstance(found, list) else []


def _attribute(root: etree._Element, path: str) -> str | None:
    found = root.xpath(path)
    return str(found[0]).strip() or None if isinstance(found, list) and found else None


def _content(element: etree._Element) -> str:
    return clean_line("".join(str(piece) for piece in element.itertext())) or ""
