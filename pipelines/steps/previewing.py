"""What a run would take in, without writing anything: documents read and understood, and counted by format.

Belongs here: counting. Does not belong here: showing the counts (`pipelines.cli`), taking anything in (`ingesting`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from pipelines.ingest import Hints, Rejected, extract_article_apart, read_sources_apart
from pipelines.steps.ingesting import FUTURE_TOLERANCE, Progress, known_documents, known_versions
from pipelines.warehouse.lake import Lake

UNKNOWN = "unknown"


@dataclass(slots=True)
class Tally:
    """Documents of one format by fate. ``documents`` = ``articles`` + ``duplicates`` + ``rejected``."""

    documents: int = 0
    articles: int = 0
    duplicates: int = 0
    rejected: int = 0


@dataclass(slots=True)
class Preview:
    """Tallies by format, in the order of the formats' first documents, and every refusal."""

    tallies: dict[str, Tally] = field(default_factory=dict)
    rejects: list[Rejected] = field(default_factory=list)

    @property
    def total(self) -> Tally:
        """All formats together."""
        found = self.tallies.values()
        return Tally(*(sum(getattr(one, name) for one in found) for name in Tally.__slots__))


def preview(paths: Sequence[Path], hints: Hints, lake: Lake, now: datetime, progress: Progress) -> Preview:
    """What `ingest_documents` and `build_articles` would do with these sources now. Nothing is written."""
    found = Preview()
    documents, versions = known_documents(lake), known_versions(lake)
    for number, document in enumerate(read_sources_apart(paths, hints), 1):
        if number % 100 == 0:
            progress("documents", number, None)
        tally = found.tallies.setdefault(document.format or UNKNOWN, Tally())
        tally.documents += 1
        if isinstance(document, Rejected):
            outcome: Rejected | str | None = document
        elif document.document_id in documents:
            outcome = None
        else:
            documents.add(document.document_id)
            article = extract_article_apart(document, as_of=now + FUTURE_TOLERANCE)
            outcome = article if isinstance(article, Rejected) else article.version_id
        if isinstance(outcome, Rejected):
            tally.rejected += 1
            found.rejects.append(outcome)
        elif outcome is None or outcome in versions:
            tally.duplicates += 1
        else:
            versions.add(outcome)
            tally.articles += 1
    return found
