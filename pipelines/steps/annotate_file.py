"""JSONL of articles to JSONL of annotations, without lake or Dagster."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from pipelines.ingest.furniture import find_furniture
from pipelines.ingest.prose import refusal_of
from pipelines.knowledge import Knowledge
from pipelines.steps.ingesting import Progress
from pipelines.steps.workers import failure
from pipelines.text.annotator import Annotator
from pipelines.text.publication import PublicationDay, infer_published_on
from pipelines.text.spans import Annotation, Quote, Span
from pipelines.transforms.annotated_speakers import link_speakers
from pipelines.transforms.known import Link


class BadLine(ValueError):
    """A line of the input is not an article; the message names it."""


@dataclass(slots=True)
class FileReport:
    """Articles of a file: all that were read, and by reason those that were refused."""

    articles: int = 0
    rejected: Counter[str] = field(default_factory=Counter)


def annotate_file(source: Path, output: Path, progress: Progress) -> FileReport:
    """Annotate the articles of ``source`` into ``output``, line by line in input order.

    The output is written aside and renamed when it is whole. An article that is refused, by the rules of `ingest`, or
    that the engine fails on has a line too, with empty lists and ``rejected``: the reason (of core.rejects) and words.

    Raises:
        BadLine: a line is not a JSON object with ``article_id`` and ``text``.
    """
    annotator, report = Annotator.load(), FileReport()
    with source.open("rb") as lines:
        total = sum(1 for line in lines if line.strip())
    aside = output.with_name(f"{output.name}.partial")
    try:
        with aside.open("w", encoding="utf-8") as written:
            for article in _articles(source):
                found = _annotated_or_failed(annotator, article)
                written.write(json.dumps(found, ensure_ascii=False) + "\n")
                report.articles += 1
                report.rejected.update([found["rejected"]["reason"]] if "rejected" in found else [])
                progress("annotations", report.articles, total)
        aside.replace(output)
    finally:
        aside.unlink(missing_ok=True)
    return report


def _annotated_or_failed(annotator: Annotator, article: dict[str, Any]) -> dict[str, Any]:
    try:
        return annotate_record(annotator, article)
    except Exception as error:  # whatever one article brings up, the others are annotated
        return _rejected(article, *failure(error))


def annotate_record(annotator: Annotator, article: dict[str, Any]) -> dict[str, Any]:
    """The annotation of one article as plain values; offsets count characters of its ``text``."""
    text = article["text"]
    if refusal := refusal_of(text, str(article.get("title") or "")):
        return _rejected(article, *refusal)
    furniture = [Span(start, end) for start, end in find_furniture(text)]
    published_on = _published_on(article)
    annotation = annotator.annotate(text, article.get("title"), published_on, furniture, _authors(article))
    links = link_speakers(text, annotation, published_on, _knowledge()).speakers
    return {
        "article_id": article["article_id"],
        "attributions": [_attribution(quote, links.get(f"{at:06}")) for at, quote in enumerate(annotation.quotes)],
        "mentions": _mentions(annotation),
        "topics": [{"id": one.topic_id, "label": one.label, "score": one.score} for one in annotation.topics],
        "dates": [{"start": one.span.start, "end": one.span.end, "value": one.value} for one in annotation.dates],
    }


def _authors(article: dict[str, Any]) -> list[str]:
    """The names of the byline: ``authors`` is a list of them, or one."""
    authors = article.get("authors") or []
    return [one for one in ([authors] if isinstance(authors, str) else authors) if isinstance(one, str)]


def _rejected(article: dict[str, Any], reason: str, detail: str) -> dict[str, Any]:
    empty: dict[str, Any] = {name: [] for name in ("attributions", "mentions", "topics", "dates")}
    return {"article_id": article["article_id"], **empty, "rejected": {"reason": reason, "detail": detail}}


@cache
def _knowledge() -> Knowledge:
    return Knowledge.load()


def _articles(source: Path) -> Iterator[dict[str, Any]]:
    with source.open("rb") as lines:
        for number, line in enumerate(lines, 1):
            if line.strip():
                yield _article(line, f"{source}, line {number}")


def _article(line: bytes, place: str) -> dict[str, Any]:
    try:
        article = json.loads(line)
    except (ValueError, RecursionError) as error:  # neither JSON nor, perhaps, UTF-8
        raise BadLine(f"{place}: not JSON ({error})") from error
    if not isinstance(article, dict) or not isinstance(article.get("text"), str) or "article_id" not in article:
        raise BadLine(f"{place}: an article needs article_id and text")
    if any("\ud800" <= mark <= "\udfff" for mark in article["text"]):
        raise BadLine(f"{place}: the text holds half a character (a lone surrogate)")
    return article


def _attribution(quote: Quote, link: Link | None) -> dict[str, Any]:
    one, speaker = quote.attribution, quote.speaker
    return {
        "source": _pairs(one.source),
        "cue": _pairs([one.cue] if one.cue else []),
        "content": _pairs(one.content),
        "type": one.kind,
        "speaker": {
            "name": speaker.name,
            "kind": speaker.kind,
            "entity_id": link.known.entity_id if link else None,
        },
        "said_on": quote.said_on.isoformat() if quote.said_on else None,
        "confidence": round(one.confidence, 4),
    }


def _mentions(annotation: Annotation) -> list[dict[str, Any]]:
    names = {chain.number: chain.name for chain in annotation.chains}
    return [
        {
            "start": one.span.start,
            "end": one.span.end,
            "type": one.kind,
            "form": one.form,
            "name": names[one.chain],
        }
        for one in annotation.mentions
    ]


def _pairs(spans: Sequence[Span]) -> list[list[int]]:
    return [[span.start, span.end] for span in spans]


def _published_on(article: dict[str, Any]) -> date | None:
    """The day that the record gives, else the one that its text settles."""
    told = _day(article.get("published_at")) or infer_published_on(article["text"])
    return told.day if isinstance(told, PublicationDay) else told


def _day(published_at: object) -> date | None:
    try:
        return datetime.fromisoformat(str(published_at)).date() if published_at else None
    except ValueError:
        return None
