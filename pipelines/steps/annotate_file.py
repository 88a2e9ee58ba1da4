"""JSONL of articles to JSONL of annotations, without lake or Dagster."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from pipelines.ingest.furniture import find_furniture
from pipelines.steps.ingesting import Progress
from pipelines.text.annotator import Annotator
from pipelines.text.spans import Annotation, Quote, Span
from pipelines.transforms.ids import digest, name_key


class BadLine(ValueError):
    """A line of the input is not an article; the message names it."""


def annotate_file(source: Path, output: Path, progress: Progress) -> int:
    """Annotate the articles of ``source`` into ``output``, line by line in input order; returns how many.

    The output is written aside and renamed when it is whole.

    Raises:
        BadLine: a line is not a JSON object with ``article_id`` and ``text``.
    """
    annotator = Annotator.load()
    with source.open("rb") as lines:
        total = sum(1 for line in lines if line.strip())
    aside = output.with_name(f"{output.name}.partial")
    try:
        with aside.open("w", encoding="utf-8") as written:
            for count, article in enumerate(_articles(source), 1):
                written.write(json.dumps(annotate_record(annotator, article), ensure_ascii=False) + "\n")
                progress("annotations", count, total)
        aside.replace(output)
    finally:
        aside.unlink(missing_ok=True)
    return total


def annotate_record(annotator: Annotator, article: dict[str, Any]) -> dict[str, Any]:
    """The annotation of one article as plain values; offsets count characters of its ``text``."""
    text = article["text"]
    furniture = [Span(start, end) for start, end in find_furniture(text)]
    annotation = annotator.annotate(text, article.get("title"), _day(article.get("published_at")), furniture)
    return {
        "article_id": article["article_id"],
        "attributions": [_attribution(quote) for quote in annotation.quotes],
        "mentions": _mentions(annotation),
        "topics": [{"id": one.topic_id, "label": one.label, "score": one.score} for one in annotation.topics],
        "dates": [{"start": one.span.start, "end": one.span.end, "value": one.value} for one in annotation.dates],
    }


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


def _attribution(quote: Quote) -> dict[str, Any]:
    one, speaker = quote.attribution, quote.speaker
    named = speaker.name is not None and speaker.kind in ("person", "organisation")
    return {
        "source": _pairs(one.source),
        "cue": _pairs([one.cue] if one.cue else []),
        "content": _pairs(one.content),
        "type": one.kind,
        "speaker": {
            "name": speaker.name,
            "kind": speaker.kind,
            "entity_id": digest("entity", speaker.kind, name_key(speaker.name)) if named and speaker.name else None,
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


def _day(published_at: object) -> date | None:
    try:
        return datetime.fromisoformat(str(published_at)).date() if published_at else None
    except ValueError:
        return None
