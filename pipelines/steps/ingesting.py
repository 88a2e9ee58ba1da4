"""Sources to raw.documents, and raw.documents to core.articles."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Literal

import polars as pl

from pipelines.contracts import polars_schema, table
from pipelines.ingest import ArticleRecord, Document, Hints, Rejected, extract_articles_apart, read_sources_apart
from pipelines.steps.freshness import article_content
from pipelines.steps.gating import Gate, RunContext, TableReport, record_rejects, reject_rows
from pipelines.transforms.ids import part_name
from pipelines.transforms.tombstones import Tombstones
from pipelines.warehouse.lake import CONTENT, Lake

Progress = Callable[[str, int, int | None], None]  # what is going on, how much of it is done, of how much

FUTURE_TOLERANCE = timedelta(days=1)  # clocks and time zones differ; a later date is a mistake


@dataclass(slots=True)
class IngestReport:
    """Documents of a step: all that were read = those that are new + duplicates + refusals (core.rejects)."""

    documents_read: int = 0
    documents_new: int = 0
    duplicates: int = 0
    rejects: list[Rejected] = field(default_factory=list)
    reports: list[TableReport] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class PartLimits:
    """A part file ends at whichever comes first."""

    documents: int
    bytes: int


def ingest_documents(
    lake: Lake, run: RunContext, paths: Sequence[Path], hints: Hints, limits: PartLimits, progress: Progress
) -> IngestReport:
    """Read sources and publish those documents that the lake does not hold yet, part file by part file."""
    known, report = known_documents(lake), IngestReport()
    new = _new_documents(read_sources_apart(paths, hints), known, run.tombstones, report, progress)
    for batch in _batches(new, limits):
        frame = _document_rows(batch, report.documents_new, run)
        gate = Gate(lake, run)
        gate.add("raw.documents", part_name(frame["document_id"]), frame, {})
        report.reports.extend(gate.publish())
        report.documents_new += frame.height
    rows = [(one.source_uri, one.stage, one.reason, one.detail) for one in report.rejects]
    record_rejects(lake, run, reject_rows(rows, run.now))
    return report


def build_articles(lake: Lake, run: RunContext, progress: Progress) -> IngestReport:
    """Understand the documents of the run's day that have no articles yet, and publish the articles."""
    done = {reference.part for reference in lake.parts("core.articles", run.ingest_date)}
    due = [part for part in lake.parts("raw.documents", run.ingest_date) if part.part not in done]
    report, gate = IngestReport(), Gate(lake, run)
    known = known_versions(lake)
    for number, part in enumerate(due):
        progress("articles", number, len(due))
        documents = lake.scan("raw.documents", [part]).sort("sequence").collect()
        frame, forgotten = _article_rows(documents, known, run.tombstones, report)
        if forgotten:
            documents = documents.filter(~pl.col("document_id").is_in(forgotten))
            lake.stage("raw.documents", part.ingest_date, part.part, documents).publish()
        references = {"raw.documents": documents.select("document_id", "source_uri")}
        gate.add("core.articles", part.part, frame, references, {CONTENT: article_content(frame)})
    report.reports = gate.publish()
    rows = [(one.source_uri, one.stage, one.reason, one.detail) for one in report.rejects]
    record_rejects(lake, run, reject_rows(rows, run.now))
    return report


def _new_documents(
    sources: Iterable[Document | Rejected],
    known: set[str],
    tombstones: Tombstones,
    report: IngestReport,
    progress: Progress,
) -> Iterator[Document]:
    for found in sources:
        report.documents_read += 1
        if report.documents_read % 500 == 0:
            progress("documents", report.documents_read, None)
        if isinstance(found, Rejected):
            report.rejects.append(found)
        elif found.document_id in tombstones.documents:
            report.rejects.append(_forgotten("read", found.document_id))
        elif found.document_id in known:
            report.duplicates += 1
        else:
            known.add(found.document_id)
            yield found


def known_documents(lake: Lake) -> set[str]:
    """Ids of the documents that the lake holds."""
    return set(lake.scan("raw.documents").select("document_id").collect()["document_id"])


def known_versions(lake: Lake) -> set[str]:
    """Ids of the versions of articles that the lake holds."""
    return set(lake.scan("core.articles").select("version_id").collect()["version_id"])


def _forgotten(stage: Literal["read", "extract"], document_id: str) -> Rejected:
    """The refusal of a document that holds a forgotten article; it does not say where that lay or what it was."""
    return Rejected(f"document {document_id}", stage, "forgotten", "removed by otr forget")


def _batches(documents: Iterator[Document], limits: PartLimits) -> Iterator[list[Document]]:
    batch: list[Document] = []
    size = 0
    for document in documents:
        batch.append(document)
        size += len(document.content)
        if len(batch) >= limits.documents or size >= limits.bytes:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _document_rows(batch: Sequence[Document], first: int, run: RunContext) -> pl.DataFrame:
    rows = [
        {
            "document_id": document.document_id,
            "source_uri": document.source_uri,
            "media_type": document.media_type,
            "metadata": document.metadata_json,
            "sequence": first + place,
            "ingested_at": run.now,
            "content": document.content,
            "content_sha256": document.content_sha256,
            "byte_count": len(document.content),
        }
        for place, document in enumerate(batch)
    ]
    return pl.DataFrame(rows, schema=polars_schema(table("raw.documents")))


def _article_rows(
    documents: pl.DataFrame, known: set[str], tombstones: Tombstones, report: IngestReport
) -> tuple[pl.DataFrame, list[str]]:
    """Rows of core.articles, and the ids of documents that hold a forgotten article.

    A version that the lake or the run already holds is a duplicate and gives no row.
    """
    rows: list[dict[str, Any]] = []
    forgotten: list[str] = []
    report.documents_read += documents.height
    places = documents.select("document_id", "sequence", "ingested_at").iter_rows()
    articles = extract_articles_apart(_dated(documents))
    for (document_id, sequence, ingested_at), article in zip(places, articles, strict=True):
        if isinstance(article, Rejected):
            report.rejects.append(article)
        elif article.article_id in tombstones.articles:
            forgotten.append(document_id)
            report.rejects.append(_forgotten("extract", document_id))
        elif article.version_id in known:
            report.duplicates += 1
        else:
            known.add(article.version_id)
            rows.append(_article_row(article) | {"sequence": sequence, "ingested_at": ingested_at})
    report.documents_new += len(rows)
    return pl.DataFrame(rows, schema=polars_schema(table("core.articles"))), forgotten


def _dated(documents: pl.DataFrame) -> Iterator[tuple[Document, datetime]]:
    """Documents of rows, each with the instant after which no date in it can be right."""
    for row in documents.iter_rows(named=True):
        document = Document(row["source_uri"], row["media_type"], row["content"], json.loads(row["metadata"]))
        yield document, row["ingested_at"] + FUTURE_TOLERANCE


def _article_row(article: ArticleRecord) -> dict[str, Any]:
    row = {name: getattr(article, name) for name in ArticleRecord.__slots__}
    row["authors"] = list(article.authors)
    row["furniture"] = [{"start": start, "end": end} for start, end in article.furniture]
    return row
