"""Web pages: a file is a document."""

from __future__ import annotations

import re

from pipelines.ingest.formats.source_file import Found, SourceFile

SUFFIXES = (".html", ".htm", ".xhtml")
_START = re.compile(rb"^(?:\xef\xbb\xbf)?\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S)


def read(source: SourceFile) -> Found:
    """One document. Raises `RefusalError` too_large."""
    yield source.unmapped().document("text/html", source.whole("html_bytes"))


def sniff(head: bytes) -> bool:
    """Whether the bytes begin as a web page does."""
    return bool(_START.match(head[:4096]))
