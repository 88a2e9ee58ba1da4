"""Invented articles, and short ways to run them through the ingest layer."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

from pipelines.ingest import ArticleRecord, Document, Hints, Rejected, extract_article, read_sources

SHARED = Path(__file__).resolve().parents[3] / "shared"
AS_OF = datetime(2026, 12, 1, tzinfo=UTC)

TEXT = (
    "The port of Hallmere will stay open, Minister Orla Tevick said on Tuesday.\n"
    "“We will not close it,” she told reporters in Velmark. “Not this year, and not the next.”\n"
    "Her deputy, Jarl Ossery, declined to comment on the cost of the works."
)

PAGE = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">
<title>Hallmere port to stay open | The Velmark Post</title>
<meta property="og:title" content="Hallmere port to stay open | The Velmark Post">
<link rel="canonical" href="https://www.velmark-post.example/2024/05/12/hallmere-port">
<script type="application/ld+json">{"@context": "https://schema.org", "@graph": [
 {"@type": "NewsMediaOrganization", "@id": "#outlet", "name": "The Velmark Post"},
 {"@type": "Person", "@id": "#writer", "name": "Tilda Marrow"},
 {"@type": "NewsArticle", "headline": "Hallmere port to stay open", "datePublished": "2024-05-12T08:30:00+02:00",
  "author": {"@id": "#writer"}, "publisher": {"@id": "#outlet"}, "articleSection": "Politics", "inLanguage": "en-GB"}]}
</script></head><body><nav><a href="/">Home</a></nav><article><h1>Hallmere port to stay open</h1>
<p>The port of Hallmere will stay open, Minister Orla Tevick said on Tuesday after a meeting of the cabinet.</p>
<blockquote><p>“We will not close it. Not this year, and not the next,” she told reporters in Velmark.</p></blockquote>
<p>Her three conditions were read out by her deputy, Jarl Ossery, who declined to comment on the cost:</p>
<ul><li>no night shifts before the autumn,</li><li>a new pilot boat for the outer harbour.</li></ul>
</article><footer><p>Cookie settings. Contact us.</p></footer></body></html>"""


def text_article(text: str | bytes, **metadata: str | list[str]) -> ArticleRecord:
    """The article in a plain text document."""
    content = text if isinstance(text, bytes) else text.encode()
    return taken(extract_article(Document("a.txt", "text/plain", content, metadata), as_of=AS_OF))


def record_outcome(record: object, **metadata: str | list[str]) -> ArticleRecord | Rejected:
    """What becomes of a JSON record."""
    content = json.dumps(record).encode()
    return extract_article(Document("a.jsonl#L1", "application/json", content, metadata), as_of=AS_OF)


def record_article(record: object, **metadata: str | list[str]) -> ArticleRecord:
    """The article in a JSON record."""
    return taken(record_outcome(record, **metadata))


def page_outcome(page: str | bytes) -> ArticleRecord | Rejected:
    """What becomes of a web page."""
    content = page if isinstance(page, bytes) else page.encode()
    return extract_article(Document("a.html", "text/html", content), as_of=AS_OF)


def taken(outcome: ArticleRecord | Rejected) -> ArticleRecord:
    """The article, where there must be one."""
    assert isinstance(outcome, ArticleRecord), outcome
    return outcome


def documents(path: Path, hints: Hints | None = None) -> list[Document]:
    """The documents at a path, refusals left out."""
    return [found for found in read_sources([path], hints or Hints()) if isinstance(found, Document)]


def refusals(path: Path, hints: Hints | None = None) -> list[Rejected]:
    """The refusals at a path, documents left out."""
    return [found for found in read_sources([path], hints or Hints()) if isinstance(found, Rejected)]
