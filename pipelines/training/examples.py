"""Articles to training examples: their tokens with gold attributions and named spans.

PolNeAR gives attributions: `polnear/train.jsonl.gz`, and for the articles of `train.multi.jsonl.gz` one of their
annotators, another each epoch (an average of two borders would blur both). Names are taught by spaCy's
``en_core_web_sm`` on the same text and on packs without attributions (Reuters, Ukrainian addresses), and by the gold
mentions of every second document of ``wikinews_gum`` (the others are kept for measuring).
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipelines.text.encoding import Encoding, encode
from pipelines.text.subtokens import Subtokens
from pipelines.training.network import NAME_LABELS
from pipelines.training.silver_names import Names, read_names, with_gold_names

Labels = NDArray[np.int64]


@dataclass(frozen=True)
class CueTarget:
    """One attribution in tokens: cue range, source range or None, content ranges (all half-open).

    ``known`` is false for a cue that the teacher proposes: source and content are then only what it says of them.
    """

    cue: tuple[int, int]
    source: tuple[int, int] | None
    content: tuple[tuple[int, int], ...]
    known: bool = True


@dataclass(frozen=True)
class Taught:
    """What a teacher says of an example, as logits in half precision.

    ``cues`` (tokens, 3), ``names`` (tokens, 11), ``vectors`` (tokens, hidden of the teacher); for each target of the
    example ``spans`` (targets, REACH, 5) and ``none`` (targets, 2).
    """

    cues: NDArray[np.float16]
    names: NDArray[np.float16]
    vectors: NDArray[np.float16]
    spans: NDArray[np.float16]
    none: NDArray[np.float16]


@dataclass(frozen=True)
class Example:
    """An encoded article; ``cues`` is None where it has no gold attributions."""

    encoding: Encoding
    names: Labels
    cues: Labels | None
    targets: tuple[CueTarget, ...]
    taught: Taught | None = None


def read_examples(
    data: Path, tokenizer: Subtokens, cache: Path, reuters_count: int, addresses: int
) -> list[list[Example]]:
    """The readings of each article: PolNeAR train with its attributions, and other packs for names alone."""
    reuters = [article for article in read_pack(data / "reuters21578.jsonl.gz") if len(article["text"]) > 300]
    others = reuters[:: len(reuters) // reuters_count][:reuters_count]
    others += read_pack(data / "ua_addresses.jsonl.gz")[:addresses]
    readings: dict[str, list[dict[str, Any]]] = {}
    for article in read_pack(data / "polnear/train.jsonl.gz") + read_pack(data / "polnear/train.multi.jsonl.gz"):
        found = readings.setdefault(article["article_id"], [])
        if article["annotator"] not in {other["annotator"] for other in found}:
            found.append(article)
    gum = read_pack(data / "wikinews_gum_mentions.jsonl.gz")[::2]
    labelled = list(readings.values())
    names = read_names([found[0] for found in labelled] + others + gum, cache)
    examples = [
        [example(tokenizer, article, silver, labelled=True) for article in found]
        for found, silver in zip(labelled, names[: len(labelled)], strict=True)
    ]
    for article, silver in zip(others + gum, names[len(labelled) :], strict=True):
        spans = with_gold_names(silver, article["mentions"]) if "mentions" in article else silver
        examples.append([example(tokenizer, article, spans, labelled=False)])
    return examples


def read_pack(path: Path) -> list[dict[str, Any]]:
    """The articles of a gzip JSONL file."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def example(tokenizer: Subtokens, article: dict[str, Any], names: Names, labelled: bool) -> Example:
    """Encode an article and put its labels on tokens."""
    encoding = encode(tokenizer, article["text"])
    targets = tuple(_targets(encoding, article)) if labelled else ()
    return Example(
        encoding, _name_labels(encoding, names), _cue_labels(encoding, targets) if labelled else None, targets
    )


def _targets(encoding: Encoding, article: dict[str, Any]) -> Iterator[CueTarget]:
    for attribution in article["attributions"]:
        cues = [_tokens(encoding, *span) for span in attribution["cue"]]
        content = [_tokens(encoding, *span) for span in attribution["content"]]
        sources = [_tokens(encoding, *span) for span in attribution["source"]]
        content = [span for span in content if span[0] < span[1]]
        if not cues or cues[0][0] >= cues[0][1] or not content:
            continue
        source = (min(s for s, _ in sources), max(e for _, e in sources)) if sources else None
        yield CueTarget(cues[0], source if source and source[0] < source[1] else None, tuple(content))


def _tokens(encoding: Encoding, start: int, end: int) -> tuple[int, int]:
    first = int(np.searchsorted(encoding.ends, start, side="right"))
    return first, max(first, int(np.searchsorted(encoding.starts, end)))


def _cue_labels(encoding: Encoding, targets: Sequence[CueTarget]) -> Labels:
    labels = np.zeros(len(encoding), dtype=np.int64)
    for target in targets:
        labels[target.cue[0] : target.cue[1]] = 2
    for target in targets:
        labels[target.cue[0]] = 1
    return labels


def _name_labels(encoding: Encoding, names: Names) -> Labels:
    labels = np.zeros(len(encoding), dtype=np.int64)
    for start, end, kind in names:
        first, last = _tokens(encoding, start, end)
        labels[first:last] = NAME_LABELS.index(f"I-{kind}")
        if first < last:
            labels[first] = NAME_LABELS.index(f"B-{kind}")
    return labels
