"""Plain text and Markdown: a file is a document."""

from __future__ import annotations

from pipelines.ingest.formats.source_file import Found, SourceFile

SUFFIXES = (".txt", ".text", ".md")


def read(source: SourceFile) -> Found:
    """One document. Raises `RefusalError` too_large."""
    yield source.unmapped().document("text/plain", source.whole("document_bytes"))
