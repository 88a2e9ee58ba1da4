"""Parquet files: a row is a document, its content the row as a JSON object. Read in small batches."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date, datetime
from typing import BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq

from pipelines.ingest.formats.source_file import Found, SourceFile
from pipelines.ingest.formats.table import require_text_column, row_content
from pipelines.ingest.limits import exceeded
from pipelines.ingest.records import RefusalError

SUFFIXES = (".parquet", ".pq")
MAGIC = b"PAR1"
BATCH_ROWS = 256


def read(source: SourceFile) -> Found:
    """A document for each row. Raises `RefusalError` corrupt for a damaged file, too_large for a compressed one."""
    number = 0
    with _seekable(source) as file:
        try:
            for number, row in enumerate(_rows(source, file), 1):
                content = row_content(row)
                if over := exceeded(source.limits, "document_bytes", len(content)):
                    yield RefusalError("too_large", f"bytes in one row: {over}").at(f"{source.uri}#R{number}", "read")
                else:
                    yield source.record(f"R{number}", content)
        except (pa.ArrowException, OSError) as error:  # what damage raises depends on where it is
            raise RefusalError("corrupt", f"damaged Parquet data after row {number}: {str(error)[:200]}") from None


def _seekable(source: SourceFile) -> BinaryIO:
    """The file itself, where it lies open on the disk; else all its bytes, up to a limit: its index is at its end."""
    file = source.stored.open()
    if source.depth == 0 and file.read(len(MAGIC)) == MAGIC:
        return file
    file.close()
    return io.BytesIO(source.whole("file_bytes"))


def _rows(source: SourceFile, file: BinaryIO) -> Iterator[dict[str, object]]:
    with pq.ParquetFile(file) as table:
        require_text_column(list(table.schema_arrow.names), source)
        for batch in table.iter_batches(batch_size=BATCH_ROWS):
            for row in batch.to_pylist():
                yield {name: _plain(value) for name, value in row.items()}


def _plain(value: object) -> object:
    if isinstance(value, date | datetime):
        return value.isoformat()
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
