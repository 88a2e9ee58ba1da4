"""NewsML-G2: a news item is a document, alone in its file or one of a message's."""

from __future__ import annotations

from lxml import etree

from pipelines.ingest.formats.source_file import Found, SourceFile
from pipelines.ingest.formats.xml_items import read_items
from pipelines.ingest.xml_tree import first_element

SUFFIXES = (".newsml", ".g2", ".xml")


def read(source: SourceFile) -> Found:
    """A document for each news item; packages hold references only and give none. Raises `RefusalError`."""
    source = source.unmapped()
    _, items = read_items(source, frozenset({"newsItem"}))
    for item in items:
        if item.element is None:
            refusal = item.refusal
            assert refusal is not None
            yield refusal.at(f"{source.uri}#{item.fragment}", "read")
        else:
            content = etree.tostring(item.element, encoding="utf-8", with_tail=False)
            yield source.record(item.fragment, content, "application/vnd.iptc.g2.newsitem+xml")


def sniff(head: bytes) -> bool:
    """Whether the first element is NewsML-G2's."""
    return first_element(head)[0] in ("newsItem", "newsMessage", "packageItem", "knowledgeItem")
