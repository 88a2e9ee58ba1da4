"""A quote in the document that it was read from: the proof behind the proof.

Belongs here: from a quote's id to the characters of its original. Does not belong here: the map itself
(`pipelines.ingest.originals`), printing.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import polars as pl

from pipelines.ingest import Document
from pipelines.ingest.originals import decoded_original, locate, map_to_original
from pipelines.warehouse.lake import Lake

CONTEXT = 120  # characters of the original shown on either side


class NoSuchQuote(LookupError):
    """The lake holds no quote of this id."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A segment of a quote. ``start`` and ``end`` count characters of the decoded original; None where it has no place.

    ``before``, ``words`` and ``after`` are the original's own characters, markup and escapes included.
    """

    segment: str
    start: int | None
    end: int | None
    before: str = ""
    words: str = ""
    after: str = ""


def show_original(lake: Lake, quote_id: str) -> tuple[str, list[Shown]]:
    """Where the quote's document lay, and each segment of the quote in it. Raises `NoSuchQuote`."""
    quote = _row(lake, "core.quotes", "quote_id", quote_id, ["version_id", "segments"])
    article = _row(lake, "core.articles", "version_id", quote["version_id"], ["document_id", "text"])
    columns = ["source_uri", "media_type", "content", "metadata"]
    row = _row(lake, "raw.documents", "document_id", article["document_id"], columns)
    document = Document(row["source_uri"], row["media_type"], row["content"], json.loads(row["metadata"]))
    original, runs = decoded_original(document), map_to_original(document, article["text"])
    shown = []
    for segment in quote["segments"]:
        words = article["text"][segment["start"] : segment["end"]]
        found = locate(runs, segment["start"], segment["end"])
        if found is None:
            shown.append(Shown(words, None, None))
            continue
        start, end = found
        around = original[max(0, start - CONTEXT) : start], original[start:end], original[end : end + CONTEXT]
        shown.append(Shown(words, start, end, *around))
    return document.source_uri, shown


def _row(lake: Lake, table: str, key: str, value: str, columns: list[str]) -> dict[str, Any]:
    found = lake.scan(table).filter(pl.col(key) == value).select(columns).head(1).collect()
    if found.is_empty():
        raise NoSuchQuote(f"{table} has no {key} {value!r}")
    return found.row(0, named=True)
