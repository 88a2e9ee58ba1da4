"""Gold files to figures: annotate the gold's texts, or read predictions, and compare.

Belongs here: reading JSONL of gold, predictions and canonical speakers; running the engine.
Does not belong here: what is right (`pipelines.evaluation`), printing (`pipelines.cli`).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipelines.evaluation.records import (
    CanonicalSpeaker,
    Claim,
    GoldArticle,
    Unscorable,
    article_id_of,
    canonical_speakers,
    gold_article,
    predicted_claims,
)
from pipelines.evaluation.scoring import Evaluation, evaluate
from pipelines.evaluation.units import Choice
from pipelines.ingest.limits import Limits
from pipelines.ingest.records import RefusalError
from pipelines.ingest.stored import StoredFile
from pipelines.ingest.streams import read_chunks, split_lines
from pipelines.steps.annotate_file import annotate_record
from pipelines.steps.ingesting import Progress
from pipelines.text.annotator import Annotator

NAMED_AT_MOST = 3  # article ids in a message


@dataclass(frozen=True, slots=True)
class Line:
    """A line of JSONL: where it stands, for messages, its article's id, and its value."""

    place: str
    article_id: str
    value: dict[str, Any]


def evaluate_file(
    gold: Path,
    progress: Progress,
    predictions: Path | None = None,
    canon: Path | None = None,
    choice: Choice | None = None,
) -> Evaluation:
    """Compare gold with predictions that ``otr annotate`` wrote or, without such, with what the engine now finds.

    All files are JSONL, also as ``.gz``: gold has ``article_id``, ``text``, ``attributions`` (each ``source``,
    ``cue``, ``content`` as lists of [start, end]; ``id``); canon has ``article_id`` and ``speakers`` (by attribution
    id: ``kind``, ``names``).

    Raises:
        Unscorable: a line is not what it should be, or the files do not go together; the message names file and line.
        ModelDamaged, TopicModelError: the engine cannot be loaded.
    """
    lines = _lines(gold)
    articles = [_read_gold(line) for line in lines.values()]
    if not articles:
        raise Unscorable(f"{gold}: there is no article in it")
    speakers = None if canon is None else _read_canon(canon, articles)
    if predictions is None:
        claims = list(_annotated(lines, articles, progress))
    else:
        claims = _read_predictions(predictions, articles)
    return evaluate(list(zip(articles, claims, strict=True)), speakers, choice)


def _annotated(
    lines: dict[str, Line], articles: Sequence[GoldArticle], progress: Progress
) -> Iterator[Sequence[Claim]]:
    annotator = Annotator.load()
    for count, article in enumerate(articles, 1):
        found = annotate_record(annotator, lines[article.article_id].value)
        yield predicted_claims(found, article.text)
        progress("annotations", count, len(articles))


def _read_gold(line: Line) -> GoldArticle:
    try:
        return gold_article(line.value)
    except Unscorable as error:
        raise Unscorable(f"{line.place}: {error}") from error


def _read_predictions(path: Path, articles: Sequence[GoldArticle]) -> list[Sequence[Claim]]:
    lines = _lines(path)
    if missing := [article.article_id for article in articles if article.article_id not in lines]:
        named = ", ".join(missing[:NAMED_AT_MOST]) + (", ..." if len(missing) > NAMED_AT_MOST else "")
        raise Unscorable(f"{path}: no line for {len(missing)} of {len(articles)} gold articles: {named}")
    claims = list[Sequence[Claim]]()
    for article in articles:
        line = lines[article.article_id]
        try:
            claims.append(predicted_claims(line.value, article.text))
        except Unscorable as error:
            raise Unscorable(f"{line.place} ({line.article_id}): {error}") from error
    return claims


def _read_canon(path: Path, articles: Sequence[GoldArticle]) -> dict[str, dict[str, CanonicalSpeaker]]:
    by_id = {article.article_id: article for article in articles}
    speakers = {}
    for line in _lines(path).values():
        if line.article_id not in by_id:
            raise Unscorable(f"{line.place}: gold has no article {line.article_id}")
        try:
            speakers[line.article_id] = canonical_speakers(line.value, by_id[line.article_id])
        except Unscorable as error:
            raise Unscorable(f"{line.place} ({line.article_id}): {error}") from error
    return speakers


def _lines(path: Path) -> dict[str, Line]:
    """The lines of a JSONL file by article id, in their order. Blank lines are skipped."""
    found: dict[str, Line] = {}
    limits = Limits()
    try:
        for number, content in split_lines(read_chunks(StoredFile(path), limits), limits.document_bytes):
            if content is None or content.strip():
                line = _line(content, f"{path}, line {number}")
                if line.article_id in found:
                    raise Unscorable(f"{line.place}: article {line.article_id} has a line already")
                found[line.article_id] = line
    except (RefusalError, OSError) as error:
        raise Unscorable(f"{path}: {error}") from error
    return found


def _line(content: bytes | None, place: str) -> Line:
    if content is None:
        raise Unscorable(f"{place}: longer than {Limits().document_bytes:,} bytes")
    try:
        value = json.loads(content)
    except (ValueError, RecursionError) as error:  # neither JSON nor, perhaps, UTF-8
        raise Unscorable(f"{place}: not JSON ({error})") from error
    try:
        return Line(place, article_id_of(value), value)
    except Unscorable as error:
        raise Unscorable(f"{place}: {error}") from error
