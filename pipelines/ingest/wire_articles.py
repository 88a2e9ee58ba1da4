"""News agencies' XML to drafts: NITF 3 documents and NewsML-G2 news items.

Belongs here: what the elements of the two IPTC standards mean. Does not belong here: parting a message into items
(`formats.newsml`), ninjs (`ninjs`). Element names: NITF 3.6 and NewsML-G2 2.35, https://iptc.org/std.
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

_COMPACT = re.compile(r"^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)?(Z|[+-]\d\d:?\d\d)?$")
_DIGITS = re.compile(r"^\s*\d{8}T\d+\s*$")
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


def draft_from_nitf(document: Document) -> Draft:
    """The draft of a NITF document. Raises `RefusalError`: no_text, and those of `xml_text` and `parse_xml`."""
    root = parse_xml(xml_text(document.content))
    body = _first(root, "body.content")
    published = next(_inside(root, "pubdata"), None)
    issued = [_instant(one.get("norm")) for one in _inside(root, "date.issue", "story.date")]
    bylines = list(_inside(root, "byline"))
    people = [_line(person) for byline in bylines for person in _inside(byline, "person")]
    return Draft(
        text=_markup_text(body),
        title=_line(_first(root, "hl1")) or _line(_first(root, "title")),
        publisher=published.get("name") if published is not None else None,
        authors=author_names(people) or author_names([_line(byline) for byline in bylines]),
        section=published.get("position.section") if published is not None else None,
        url=web_address(published.get("ex-ref")) if published is not None else None,
        published=(*issued, _instant(published.get("date.publication")) if published is not None else None),
        modified=tuple(_instant(one.get("norm")) for one in _inside(root, "date.release")),
        language=root.get(_LANGUAGE),
    )


def draft_from_newsml(document: Document) -> Draft:
    """The draft of a news item. Raises `RefusalError`: no_text, and those of `xml_text` and `parse_xml`."""
    root = parse_xml(xml_text(document.content))
    meta, described = _first(root, "itemMeta"), _first(root, "contentMeta")
    content = _first(root, "contentSet")
    links = (one.get("href") for one in _inside(content, "link") if one.get("rel") == "canonical")
    outlet = _first(meta, "provider")
    language = next((one.get("tag") for one in _inside(described, "language")), None)
    return Draft(
        text=_newsml_text(content),
        title=_line(_first(described, "headline")),
        publisher=(_line(_first(outlet, "name")) or outlet.get("literal")) if outlet is not None else None,
        authors=_newsml_authors(described),
        url=next((url for link in links if (url := web_address(link))), None),
        published=tuple(
            _line(one)
            for one in (
                *_inside(meta, "firstCreated"),
                *_inside(described, "contentCreated"),
                *_inside(meta, "versionCreated"),
            )
        ),
        modified=tuple(_line(one) for one in _inside(meta, "versionCreated")),
        language=language or root.get(_LANGUAGE),
    )


def _newsml_authors(described: etree._Element | None) -> tuple[str, ...]:
    named = [_line(_first(one, "name")) or one.get("literal") for one in _inside(described, "creator", "contributor")]
    return author_names([name for name in named if name]) or author_names(_line(_first(described, "by")))


def _newsml_text(content: etree._Element | None) -> str:
    """The text of inline XHTML or NITF, else of inline data. Raises `RefusalError` no_text."""
    inline = _first(content, "inlineXML")
    if inline is not None:
        return _markup_text(next((one for one in _inside(inline, "body.content", "body")), inline))
    data = _first(content, "inlineData")
    text = _markup_text(data) if data is not None else ""
    return (
        fragment_text(text) if text and "html" in (data.get("contenttype") or "" if data is not None else "") else text
    )


def _markup_text(element: etree._Element | None) -> str:
    """Paragraphs and lists of the element as text. Raises `RefusalError` no_text."""
    text = ""
    if element is not None and len(element):
        text = fragment_text(etree.tostring(_unqualified(element), encoding="unicode", method="html", with_tail=False))
    elif element is not None:
        text = (element.text or "").strip()
    if not text:
        raise RefusalError("no_text", "the item has no text")
    return text


def _unqualified(element: etree._Element) -> etree._Element:
    """The element without namespaces, as HTML knows none."""
    for inner in element.iter():
        if isinstance(inner.tag, str):
            inner.tag = local_name(inner)
    etree.cleanup_namespaces(element)
    return element


def _inside(parent: etree._Element | None, *names: str) -> Iterator[etree._Element]:
    """The elements of these names at any depth, in the order of the names."""
    for name in names if parent is not None else ():
        yield from (one for one in parent.iter() if local_name(one) == name) if parent is not None else ()


def _first(parent: etree._Element | None, name: str) -> etree._Element | None:
    return next(_inside(parent, name), None)


def _line(element: etree._Element | None) -> str | None:
    text = " ".join("".join(map(str, element.itertext())).split()) if element is not None else ""
    return text or None


def _instant(norm: str | None) -> str | None:
    """NITF's ``20240413T183000+0200`` as ISO 8601 with marks; None for digits that are none (a zone without a sign)."""
    found = _COMPACT.match((norm or "").strip())
    if not found:
        return None if _DIGITS.match(norm or "") else norm
    year, month, day, hour, minute, second, zone = found.groups()
    return f"{year}-{month}-{day}T{hour}:{minute}:{second or '00'}{zone or ''}"
