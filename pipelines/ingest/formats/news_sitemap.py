"""News sitemaps and plain ones: addresses of articles. The text is not in them: each address is refused as link_only.

Belongs here: reading a sitemap as a file. Does not belong here: fetching what it points at.
"""

from __future__ import annotations

from lxml import etree

from pipelines.ingest.formats.source_file import Found, SourceFile
from pipelines.ingest.formats.xml_items import Item, read_items
from pipelines.ingest.records import RefusalError
from pipelines.ingest.xml_tree import first_element, local_name

SUFFIXES = (".xml",)
MAX_ADDRESS = 500


def read(source: SourceFile) -> Found:
    """A refusal for each address, with what the sitemap says of it. Raises `RefusalError` for what is no XML."""
    _, items = read_items(source, frozenset({"url", "sitemap"}))
    for item in items:
        refusal = item.refusal or _link(item)
        yield refusal.at(f"{source.uri}#{item.fragment}", "read")


def _link(item: Item) -> RefusalError:
    found = _texts(item.element) if item.element is not None else {}
    words = [found.get(name, "")[:MAX_ADDRESS] for name in ("loc", "publication_date", "title")]
    return RefusalError("link_only", " | ".join(word for word in words if word) or "no address")


def _texts(element: etree._Element) -> dict[str, str]:
    """The text of each element inside, by local name; the first of a name counts."""
    found: dict[str, str] = {}
    for inner in element.iter():
        found.setdefault(local_name(inner), " ".join((inner.text or "").split()))
    return found


def sniff(head: bytes) -> bool:
    """Whether the first element is a sitemap's."""
    return first_element(head)[0] in ("urlset", "sitemapindex")
