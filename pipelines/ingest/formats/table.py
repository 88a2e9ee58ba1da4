"""Comma- and tab-separated tables with a header: a row is a document, its content the row as a JSON object."""

from __future__ import annotations

import codecs
import csv
import json
import re
from collections.abc import Iterator
from pathlib import PurePath

from pipelines.ingest.decoding import DETECTION_BYTES, MIXED, detect_encoding, is_damaged_utf8
from pipelines.ingest.fields import FieldReader, field_map_of
from pipelines.ingest.formats.csv_rows import Lines, read_rows
from pipelines.ingest.formats.source_file import Found, SourceFile
from pipelines.ingest.identity import web_address
from pipelines.ingest.limits import exceeded
from pipelines.ingest.records import Document, RefusalError, Rejected
from pipelines.ingest.streams import wide_encoding

SUFFIXES = (".csv", ".tsv")
_MARKS = ",;\t|"
NAMES_SHOWN = 200
# What trafilatura writes as CSV has no header.
TRAFILATURA = (
    "url",
    "id",
    "fingerprint",
    "hostname",
    "title",
    "image",
    "date",
    "text",
    "comments",
    "license",
    "pagetype",
)
_STATED_MARK = re.compile(r"\ufeff?sep=(.)\r?\n?$")


def read(source: SourceFile) -> Found:
    """A document for each row; a row of another width than the header, or with broken quoting, is refused."""
    csv.field_size_limit(source.limits.document_bytes)
    lines = Lines(_text_lines(source), source.limits.document_bytes)
    header_line = next((line for line in lines if line.strip()), None)
    if header_line is None:
        raise RefusalError("empty", "no header and no rows")
    mark = "\t" if ".tsv" in PurePath(source.stored.name).suffixes else max(_MARKS, key=header_line.count)
    if stated := _STATED_MARK.match(header_line):  # Excel's own first line
        mark, header_line = stated[1], next(lines, "")
    names = [name.strip() for name in next(csv.reader([header_line], delimiter=mark), [])]
    if mark == "\t" and web_address(names[0]):
        names = list(TRAFILATURA)
        lines.give_back(0)
    require_text_column(names, source)
    for number, row in enumerate(read_rows(lines, mark, len(names), lambda place: source.enter(f"R{place}")), 1):
        if isinstance(row, RefusalError):
            yield row.at(f"{source.uri}#R{number}", "read")
        elif row:
            yield _row(source, number, names, row)


def _row(source: SourceFile, number: int, names: list[str], row: list[str]) -> Document | Rejected:
    if len(row) < len(names) or any(cell.strip() for cell in row[len(names) :]):
        refusal = RefusalError("malformed_row", f"{len(row)} cells under a header of {len(names)}")
        return refusal.at(f"{source.uri}#R{number}", "read")
    return source.record(f"R{number}", row_content(dict(zip(names, row, strict=False))))


def row_content(row: dict[str, object] | dict[str, str]) -> bytes:
    """A row as compact JSON in the order of its columns, ASCII only."""
    return json.dumps(row, ensure_ascii=True, separators=(",", ":"), default=str).encode()


def require_text_column(names: list[str], source: SourceFile) -> None:
    """Refuse a table once, and not each of its rows, where no column can hold the text."""
    reader = FieldReader(dict.fromkeys(names, ""), field_map_of(source.record_metadata))
    if not reader.has("text") and not reader.has("teaser"):
        shown = ", ".join(names)[:NAMES_SHOWN]
        raise RefusalError("missing_field", f"no column holds the text; the columns are: {shown}")


def _text_lines(source: SourceFile) -> Iterator[str]:
    """Decoded lines with their ends. The file is read twice where it is not UTF-8: once to see that."""
    decoder = codecs.getincrementaldecoder(_encoding(source))(errors=MIXED)
    rest, end = "", "\n"
    for number, chunk in enumerate(source.chunks()):
        text = decoder.decode(chunk)
        if number == 0 and "\r" in text and "\n" not in text:
            end = "\r"
        *lines, rest = (rest + text).replace("\0", "").split(end)
        yield from (line + "\n" for line in lines)
        if over := exceeded(source.limits, "document_bytes", len(rest)):
            raise RefusalError("too_large", f"characters in one line: at least {over}")
    rest += decoder.decode(b"", final=True)
    if rest:
        yield rest


def _encoding(source: SourceFile) -> str:
    decoder = codecs.getincrementaldecoder("utf-8")()
    sample = b""
    for number, chunk in enumerate(source.chunks()):
        if number == 0 and (wide := wide_encoding(chunk)):
            return wide
        try:
            decoder.decode(chunk)
        except UnicodeDecodeError:
            sample += chunk
            break
        sample = chunk[-DETECTION_BYTES:]
    else:
        return "utf-8-sig"
    if is_damaged_utf8(sample):
        return "utf-8-sig"
    detected = detect_encoding(sample)
    if detected is None:
        raise RefusalError("undecodable", "not UTF-8 and no other encoding fits")
    return detected
