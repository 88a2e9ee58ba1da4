"""NITF 3: a file is a document."""

from __future__ import annotations

from pipelines.ingest.formats.source_file import Found, SourceFile
from pipelines.ingest.xml_tree import first_element

SUFFIXES = (".nitf", ".xml")


def read(source: SourceFile) -> Found:
    """One document. Raises `RefusalError` too_large."""
    yield source.unmapped().document("application/nitf+xml", source.whole("document_bytes"))


def sniff(head: bytes) -> bool:
    """Whether the first element is NITF's."""
    return first_element(head)[0] in ("nitf",)
