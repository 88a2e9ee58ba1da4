"""What is forgotten in one part: its documents, its articles and what was found in them.

Belongs here: frames of a part in, frames of the part out. Does not belong here: part files (see ``forgetting``), rows
of articles (`pipelines.transforms.redaction`).
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from pipelines.ingest import Document, Rejected, extract_article
from pipelines.transforms.blotting import Blotter
from pipelines.transforms.redaction import Frames, Redaction, redact
from pipelines.transforms.tombstones import Tombstones

RAW, ARTICLES = "raw.documents", "core.articles"
_NO_BYTES = hashlib.sha256(b"").hexdigest()


@dataclass(slots=True)
class Removed:
    """What was taken out, or is going to be.

    ``rows`` counts by table; ``blotted`` are the versions of articles in which a name was covered; ``emptied`` counts
    documents whose bytes went for it; ``documents`` are the ids of documents that went with their articles; ``sources``
    say where documents came from; ``ids`` are those of versions and of rows that went or were changed.
    """

    rows: Counter[str] = field(default_factory=Counter)
    blotted: set[str] = field(default_factory=set)
    emptied: int = 0
    documents: set[str] = field(default_factory=set)
    sources: set[str] = field(default_factory=set)
    ids: set[str] = field(default_factory=set)

    def __bool__(self) -> bool:
        """Whether there was anything to forget."""
        return bool(self.rows or self.blotted or self.emptied)


def redact_part(before: Mapping[str, pl.DataFrame], tombstones: Tombstones, removed: Removed) -> Frames:
    """The tables of a part that change, as they are to be; what goes is added to ``removed``.

    ``before`` has raw.documents, and core.articles and its annotations as far as they are there.
    """
    found = {name: frame for name, frame in before.items() if name != RAW}
    redaction = redact(found, tombstones) if ARTICLES in found else Redaction({})
    after = {**redaction.frames, RAW: _redact_documents(before, redaction, tombstones, removed)}
    changed = {name: frame for name, frame in after.items() if not frame.equals(before[name])}
    for name, frame in changed.items():
        removed.rows.update({name: before[name].height - frame.height})
    removed.rows += Counter()  # tables of which nothing went are left out
    removed.blotted |= redaction.blotted
    removed.ids |= redaction.removed | redaction.blotted | set(_ids_of_rows(before, changed))
    return changed


def _ids_of_rows(before: Mapping[str, pl.DataFrame], after: Mapping[str, pl.DataFrame]) -> Iterator[str]:
    for key, name in (("quote_id", "core.quotes"), ("mention_id", "core.mentions"), ("date_id", "core.dates")):
        if name in after:
            yield from set(before[name][key]) - set(after[name][key])


def _redact_documents(
    before: Mapping[str, pl.DataFrame], redaction: Redaction, tombstones: Tombstones, removed: Removed
) -> pl.DataFrame:
    documents = before[RAW]
    articles = before.get(ARTICLES, pl.DataFrame(schema={"document_id": pl.String, "version_id": pl.String}))
    versions = dict(articles.select("document_id", "version_id").iter_rows())
    named = _source_names(redaction.frames.get(ARTICLES))
    rows = []
    for row in documents.iter_rows(named=True):
        version = versions.get(row["document_id"])
        if row["document_id"] in tombstones.documents or _is_forgotten(row, version, redaction, tombstones):
            removed.documents.add(row["document_id"])
            removed.sources.add(row["source_uri"])
            continue
        names = _hidden_in(row, tombstones)
        if names or version in redaction.blotted:
            removed.sources.add(row["source_uri"])
            source = named.get(row["document_id"]) or Blotter(names).address(row["source_uri"])
            removed.emptied += row["byte_count"] > 0
            row |= {
                "content": b"",
                "content_sha256": _NO_BYTES,
                "byte_count": 0,
                "metadata": "{}",
                "source_uri": source,
            }
        rows.append(row)
    return pl.DataFrame(rows, schema=documents.schema)


def _source_names(articles: pl.DataFrame | None) -> dict[str, str]:
    return {} if articles is None else dict(articles.select("document_id", "source_uri").iter_rows())


def _is_forgotten(row: Mapping[str, Any], version: str | None, redaction: Redaction, tombstones: Tombstones) -> bool:
    """Whether a document holds a forgotten article; one that gave no row, as a duplicate does, is read once more."""
    if version is not None:
        return version in redaction.removed
    if not tombstones.articles or not row["byte_count"]:
        return False
    document = Document(row["source_uri"], row["media_type"], row["content"], json.loads(row["metadata"]))
    article = extract_article(document)
    return not isinstance(article, Rejected) and article.article_id in tombstones.articles


def _hidden_in(row: Mapping[str, Any], tombstones: Tombstones) -> frozenset[str]:
    """The names to forget in the bytes of a document, wherever in it they are, or in what came beside it."""
    if not tombstones.hides_names:
        return frozenset()
    words = row["content"].decode("utf-8", "replace")
    return frozenset(tombstones.hidden_names(words) | tombstones.hidden_names(row["metadata"]))
