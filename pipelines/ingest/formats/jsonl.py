"""JSON lines: a line is a document. A broken line is refused on its own; the rest goes on."""

from __future__ import annotations

import re

from pipelines.ingest.formats.source_file import Found, SourceFile
from pipelines.ingest.limits import exceeded
from pipelines.ingest.record_articles import parse_object
from pipelines.ingest.records import Document, RefusalError, Rejected
from pipelines.ingest.streams import as_utf8, split_lines

SUFFIXES = (".jsonl", ".ndjson")
_START = re.compile(rb"^(?:\xef\xbb\xbf)?\s*\{\s*\"[^\n]*\}\s*\n\s*\{")


def read(source: SourceFile) -> Found:
    """A document for each line that is a JSON object; blank lines are passed over without a word."""
    limit = source.limits.document_bytes
    for number, line in split_lines(as_utf8(source.chunks()), limit):
        if (line is None or line.strip()) and source.enter(f"L{number}"):
            yield _line(source, number, line)


def _line(source: SourceFile, number: int, line: bytes | None) -> Document | Rejected:
    fragment = f"L{number}"
    try:
        if line is None:
            over = exceeded(source.limits, "document_bytes", source.limits.document_bytes + 1)
            raise RefusalError("too_large", f"bytes in one line: at least {over}")
        parse_object(line)
    except RefusalError as refusal:
        return refusal.at(f"{source.uri}#{fragment}", "read")
    return source.record(fragment, line)


def sniff(head: bytes) -> bool:
    """Whether the bytes begin with one JSON object a line."""
    return bool(_START.match(head))
