"""What a web page says about itself: JSON-LD first, then OpenGraph and other meta tags, then the page's own headings.

Belongs here: title, dates, authors, publisher, section, language and address out of markup.
Does not belong here: the body text (`html_articles`), the meaning of dates (`dates`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

from pipelines.ingest.cleaning import clean_line
from pipelines.ingest.fields import one_text
from pipelines.ingest.identity import host, web_address
from pipelines.ingest.names import author_names, headline

_ARTICLE_TYPES = re.compile(
    r"(?:News|Report|Analysis\w*|Opinion\w*|Review\w*|Background\w*|Reportage\w*|AskPublicNews|Satirical|Scholarly|Tech)?"
    r"Article|BlogPosting|LiveBlogPosting|SocialMediaPosting|Review|Report",
)
_NOISE = re.compile(r"^\s*(?:<!--|//<!\[CDATA\[|<!\[CDATA\[)|(?:-->|//\]\]>|\]\]>)\s*;?\s*$")
MAX_NODES = 2_000
MAX_VALUES = 20  # of one meta tag
# Properties that hold articles or posts other than the page's own.
_OTHER_ARTICLES = {"liveBlogUpdate", "itemListElement", "comment", "mentions", "isBasedOn", "citation"}

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
    nodes = list(_linked_data(root))
    by_id = {node_id: node for node in nodes if isinstance(node_id := node.get("@id"), str) and len(node) > 1}
    article = _article_node(nodes)
    meta = _meta_tags(root)
    url = _address(root, article, meta)
    publisher = _publisher(article, by_id, meta)
    titles = _titles(root, article, meta, publisher, host(url))
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


def _linked_data(root: etree._Element) -> Iterator[Mapping[str, object]]:
    """All objects of all JSON-LD blocks, ``@graph`` and nested ones included, in document order."""
    left = MAX_NODES
    for script in _select(root, "//script[contains(@type, 'ld+json')]"):
        stack = [_loads(script.text or "")]
        while stack and left:
            value = stack.pop()
            if isinstance(value, dict):
                left -= 1
                yield value
                inner = [item for name, item in value.items() if name not in _OTHER_ARTICLES]
                stack.extend(reversed([item for item in inner if isinstance(item, dict | list)]))
            elif isinstance(value, list):
                stack.extend(reversed(value))


def _loads(source: str) -> object:
    try:
        return json.loads(_NOISE.sub("", _NOISE.sub("", source)), strict=False)
    except (ValueError, RecursionError):
        return None


def _article_node(nodes: list[Mapping[str, object]]) -> Mapping[str, object]:
    """The node of an article type that says most; an empty one if there is none."""
    articles = [node for node in nodes if any(_ARTICLE_TYPES.fullmatch(kind) for kind in _types(node))]
    wanted = ("headline", "datePublished", "author", "publisher", "articleBody")
    return max(articles, key=lambda node: sum(bool(node.get(name)) for name in wanted), default={})


def _types(node: Mapping[str, object]) -> list[str]:
    stated = node.get("@type")
    kinds = stated if isinstance(stated, list) else [stated]
    return [kind.rpartition("/")[2] for kind in kinds if isinstance(kind, str)]


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


def _titles(
    root: etree._Element, article: Mapping[str, object], meta: Mapping[str, list[str]], publisher: str | None,
    site: str | None,
) -> list[str]:  # fmt: skip
    """All wordings of the headline: JSON-LD's first, then OpenGraph's, then what readers see.

    JSON-LD's comes second where its own alternative is the wording that both OpenGraph and readers have.
    """
    shared, linked = _named(meta, "title"), one_text(article.get("headline"))
    headings = [_content(heading) for heading in _select(root, "//h1")[:3]]
    doubtful = one_text(article.get("alternativeHeadline")) in set(shared[:1]) & set(headings)
    raw = [*shared[:1], linked, *shared[1:]] if doubtful else [linked, *shared]
    raw += headings
    raw += [_content(title) for title in _select(root, "//title")[:1]]
    own = (headline(title, publisher=publisher, site=site) for title in raw)
    return list(dict.fromkeys(title for title in own if title))


def _publisher(
    article: Mapping[str, object], by_id: Mapping[str, Mapping[str, object]], meta: Mapping[str, list[str]]
) -> str | None:
    named = one_text(_resolved(article.get("publisher"), by_id))
    candidates = [named, *_named(meta, "publisher")]
    return next((name for name in candidates if name and not web_address(name)), None)


def _authors(
    root: etree._Element, article: Mapping[str, object], by_id: Mapping[str, Mapping[str, object]],
    meta: Mapping[str, list[str]],
) -> tuple[str, ...]:  # fmt: skip
    authors = article.get("author") or article.get("creator")
    listed = authors if isinstance(authors, list) else [authors]
    names = author_names([_resolved(author, by_id) for author in listed])
    marked = [_content(element) for element in _select(root, "//*[@rel='author' or @itemprop='author']")[:5]]
    candidates: list[object] = [*(meta[name] for name in _META["authors"] if name in meta), marked]
    return names or next((found for value in candidates if (found := author_names(value))), ())


def _resolved(value: object, by_id: Mapping[str, Mapping[str, object]]) -> object:
    """The node that ``{"@id": ...}`` points at, without using the id itself as a name."""
    if isinstance(value, list):
        return [_resolved(item, by_id) for item in value]
    if isinstance(value, Mapping) and "name" not in value:
        return {"name": by_id.get(str(value.get("@id")), {}).get("name")}
    return value


def _dates(
    root: etree._Element, article: Mapping[str, object], meta: Mapping[str, list[str]], linked: str, ours: str
) -> Iterator[object]:
    yield from (value for value in [article.get(linked)] if value)
    yield from _named(meta, ours)
    marked = f"//*[@itemprop='{linked}']"
    yield from (element.get("datetime") or element.get("content") for element in _select(root, marked))
    if ours == "published":
        yield from (element.get("datetime") for element in _select(root, "//article//time[@datetime]")[:1])


def _address(root: etree._Element, article: Mapping[str, object], meta: Mapping[str, list[str]]) -> str | None:
    """The canonical address: the first that leads to a page and not to a site's front."""
    page = article.get("mainEntityOfPage")
    linked = page.get("@id") or page.get("url") if isinstance(page, Mapping) else page
    candidates = [_attribute(root, "//link[@rel='canonical']/@href"), *_named(meta, "url"), linked, article.get("url")]
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
