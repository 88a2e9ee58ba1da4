"""Parquet files: a row is a document, its content the row as a JSON object. Read in small batches."""

from __future__ import annotations

import io
import math
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, BinaryIO, cast

import pyarrow as pa
import pyarrow.parquet as pq

from pipelines.ingest.formats.source_file import Found, SourceFile
from pipelines.ingest.formats.table import require_text_column, row_content
from pipelines.ingest.limits import exceeded
from pipelines.ingest.record_articles import MESSAGE_CHARS
from pipelines.ingest.records import Document, RefusalError, Rejected

SUFFIXES = (".parquet", ".pq")
MAGIC = b"PAR1"
BATCH_ROWS = 256
_DAMAGE = (pa.ArrowException, OSError)  # what damage raises depends on where it is


def read(source: SourceFile) -> Found:
    """A document for each row. Behind a damaged page reading goes on at the next row group: pages cannot be parted.

    Raises `RefusalError` corrupt for a file without a sound footer, too_large for a compressed one.
    """
    with _seekable(source) as file:
        try:
            table = pq.ParquetFile(file, page_checksum_verification=True)
        except _DAMAGE as error:
            raise _corrupt(f"the footer cannot be read: {error}") from None
        require_text_column(list(table.schema_arrow.names), source)
        first = 1
        for number in range(table.num_row_groups):
            rows = max(0, table.metadata.row_group(number).num_rows)
            if source.course.enter(source.depth, _uri(source, first, first + rows - 1)):
                yield from _read_group(source, table, number, range(first, first + rows))
            first += rows


def _read_group(source: SourceFile, table: pq.ParquetFile, number: int, places: range) -> Found:
    """The rows of one group, each entered before it is had; what cannot be had is one refusal.

    Where the reader broke in this group, it is not tried again behind that place: the way there leads through it.
    """
    if source.course.is_resumed(source.depth + 1):
        last = source.course.behind[source.depth + 1]
        if last < len(places):
            why = _corrupt("behind a row that broke the reader, in its row group")
            yield why.at(_uri(source, places[last], places[-1]), "read")
        return
    rows = _rows(table, number)
    for place in places:
        if not source.course.enter(source.depth + 1, f"{source.uri}#R{place}"):
            continue
        try:
            row = next(rows, None)
        except _DAMAGE as error:
            row, why = None, _corrupt(f"row group {number + 1}: {error}")
        else:
            why = _corrupt(f"row group {number + 1} is shorter than the footer says")
        if row is None:
            yield why.at(_uri(source, place, places[-1]), "read")
            return
        yield _record(source, place, row)


def _record(source: SourceFile, place: int, row: dict[str, object]) -> Document | Rejected:
    content = row_content(row)
    if over := exceeded(source.limits, "document_bytes", len(content)):
        return RefusalError("too_large", f"bytes in one row: {over}").at(f"{source.uri}#R{place}", "read")
    return source.record(f"R{place}", content)


def _uri(source: SourceFile, first: int, last: int) -> str:
    return f"{source.uri}#R{first}" + (f"-{last}" if last > first else "")


def _corrupt(words: str) -> RefusalError:
    return RefusalError("corrupt", f"damaged Parquet data: {words[:MESSAGE_CHARS]}")


def _seekable(source: SourceFile) -> BinaryIO:
    """The file itself, where it lies open on the disk; else all its bytes, up to a limit: its index is at its end."""
    file = source.stored.open()
    if source.depth == 0 and file.read(len(MAGIC)) == MAGIC:
        return file
    file.close()
    return io.BytesIO(source.whole("file_bytes"))


def _rows(table: pq.ParquetFile, group: int) -> Iterator[dict[str, object]]:
    for batch in table.iter_batches(batch_size=BATCH_ROWS, row_groups=[group]):
        for row in _values(batch):
            yield {name: _plain(value) for name, value in row.items()}


def _values(batch: pa.RecordBatch) -> list[dict[str, Any]]:
    try:
        return cast("list[dict[str, Any]]", batch.to_pylist())
    except (ValueError, OverflowError):  # a date in the year 300,000, a text that is not UTF-8
        return [
            {name: _cell(column[place]) for name, column in zip(batch.schema.names, batch.columns, strict=True)}
            for place in range(batch.num_rows)
        ]


def _cell(scalar: pa.Scalar) -> object:
    """The value of one cell; None for what Python has no value for."""
    try:
        return scalar.as_py()
    except UnicodeDecodeError:
        return scalar.cast(pa.binary()).as_py() if pa.types.is_string(scalar.type) else None
    except (ValueError, OverflowError):
        return None


def _plain(value: object) -> object:
    """The value as JSON knows it; NaN, with which tables mark what is missing, is none."""
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {str(name): _plain(item) for name, item in value.items()}
    return value


def sniff(head: bytes) -> bool:
    """Whether the bytes begin as a Parquet file does."""
    return head.startswith(MAGIC)
