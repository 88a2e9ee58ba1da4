"""Sitemaps and news sitemaps to entries; an index of sitemaps to its parts.

Belongs here: reading the bytes (sitemaps.org 0.9, Google's news extension 0.9). Does not belong here: fetching them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

from lxml import etree

from pipelines.fetching.bodies import GZIP_MAGIC, gunzip
from pipelines.fetching.entries import Entry
from pipelines.fetching.failures import Failed, Refused
from pipelines.fetching.places import place_of
from pipelines.fetching.xml_prolog import root_element

LONGEST_FIELD = 1_000


@dataclass(frozen=True, slots=True)
class Part:
    """A sitemap that an index names."""

    address: str
    modified_at: str | None


def read_sitemap(content: bytes, url: str, max_bytes: int) -> list[Entry] | list[Part]:
    """The entries of a sitemap or the parts of an index, in their order; gzipped ones too.

    Raises:
        Failed: not_a_feed; unreachable for one that is broken or breaks off.
        Refused: too_large after decompression; not_a_feed for one that declares entities.
    """
    plain = gunzip(content, max_bytes) if content.startswith(GZIP_MAGIC) else content
    root = root_element(plain)
    if root not in ("urlset", "sitemapindex"):
        raise Failed("not_a_feed", f"{url}: no sitemap, but {root or 'no XML'}")
    try:
        found = list(_nodes(plain, "url" if root == "urlset" else "sitemap"))
    except etree.XMLSyntaxError as error:
        raise Failed("unreachable", f"{url}: the sitemap is broken or breaks off: {error}") from error
    places = [(address, fields) for fields in found if (address := _address(fields.get("loc"), url))]
    if root == "sitemapindex":
        return [Part(address, fields.get("lastmod")) for address, fields in places]
    return [_entry(address, fields) for address, fields in places]


def _nodes(content: bytes, wanted: str) -> Iterator[dict[str, str]]:
    """For each wanted element the texts of its children, and of those of its ``news`` part, by local name."""
    events = etree.iterparse(
        BytesIO(content), events=("end",), resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    for _, element in events:
        if etree.QName(element).localname == wanted:
            yield _texts(element)
            element.clear()


def _texts(element: etree._Element) -> dict[str, str]:
    """Images and videos have a ``loc`` and ``title`` too: their parts are left out."""
    found: dict[str, str] = {}
    for child in element.iterchildren(etree.Element):
        name = etree.QName(child).localname
        for inner in child.iter(etree.Element) if name == "news" else [child]:
            if inner.text and inner.text.strip():
                found.setdefault(etree.QName(inner).localname, " ".join(inner.text.split())[:LONGEST_FIELD])
    return found


def _entry(address: str, fields: dict[str, str]) -> Entry:
    return Entry(
        entry_id=address,
        link=address,
        title=fields.get("title"),
        published_at=fields.get("publication_date"),
        modified_at=fields.get("lastmod"),
        language=fields.get("language"),
        publisher=fields.get("name"),
    )


def _address(value: str | None, url: str) -> str | None:
    try:
        return place_of(value, url).url if value else None
    except Refused:
        return None
