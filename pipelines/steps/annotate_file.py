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
from pipelines.text.spans import Annotation, Chain, Quote, Span, Speaker
from pipelines.transforms.entities import NAMED_KINDS
from pipelines.transforms.ids import entity_id, name_key


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
        "attributions": [_attribution(quote, annotation.chains) for quote in annotation.quotes],
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


def _attribution(quote: Quote, chains: Sequence[Chain]) -> dict[str, Any]:
    one, speaker = quote.attribution, quote.speaker
    return {
        "source": _pairs(one.source),
        "cue": _pairs([one.cue] if one.cue else []),
        "content": _pairs(one.content),
        "type": one.kind,
        "speaker": {
            "name": speaker.name,
            "kind": speaker.kind,
            "entity_id": _entity_id(speaker, chains),
        },
        "said_on": quote.said_on.isoformat() if quote.said_on else None,
        "confidence": round(one.confidence, 4),
    }


def _entity_id(speaker: Speaker, chains: Sequence[Chain]) -> str | None:
    """The id that the warehouse gives too: by the kind of the speaker's chain where that bears the speaker's name."""
    if speaker.name is None or speaker.kind not in NAMED_KINDS:
        return None
    chain = None if speaker.chain is None else chains[speaker.chain]
    same = chain is not None and chain.name is not None and name_key(chain.name) == name_key(speaker.name)
    return entity_id(speaker.name, chain.kind if chain is not None and same else speaker.kind)


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
