"""Examples to batches: windows shifted at random, padded, with the targets of the cues in them.

Belongs here: tensors of one step. Does not belong here: what an example is (`examples`), losses.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from pipelines.text.inference import BEFORE
from pipelines.training.examples import CueTarget, Example
from pipelines.training.network import NAME_LABELS, REACH, SPAN_LOGITS, Around

IGNORED = -100
MASKED = 0.1  # share of the tokens that the network sees as [MASK] in training, so that it leans on more than one word
NO_SPAN = -1  # a pointer target: the cue has no source
NEAR_EDGE = 48  # a cue this close to a cut edge may have lost its spans: its span loss does not count


@dataclass(frozen=True)
class Cut:
    """Tokens ``start..end`` of an example."""

    example: Example
    start: int
    end: int


def cut(examples: Sequence[Sequence[Example]], generator: random.Random, size: int) -> list[Cut]:
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
            start += size - NEAR_EDGE
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
class Lesson:
    """What the teacher says of a batch: logits and vectors (batch, length, ...), of spans (cues, ...)."""

    cues: Tensor
    names: Tensor
    vectors: Tensor
    spans: Tensor
    none: Tensor


@dataclass(frozen=True)
class Batch:
    """Tensors of one step; token arrays (batch, length), span arrays (cues, ...). ``lesson`` where there is one."""

    features: dict[str, Tensor]
    mask: Tensor
    cue_labels: Tensor
    name_labels: Tensor
    around: Around
    cue_weights: Tensor
    pointers: Tensor
    content: Tensor
    lesson: Lesson | None


Row = tuple[int, Cut, int]  # a window's number, the window, the number of a target of its example


def collate(pieces: Sequence[Cut], start_token: int, end_token: int) -> Batch:
    """Pad the cuts of a batch, with [CLS] and [SEP] around each, and gather the targets of its cues."""
    length = max(piece.end - piece.start for piece in pieces) + 2
    features = {name: torch.zeros(len(pieces), length, dtype=torch.long) for name in ("ids", "quote", "case", "line")}
    cue_labels, name_labels = (torch.full((len(pieces), length), IGNORED) for _ in range(2))
    mask = torch.zeros(len(pieces), 1, 1, length, dtype=torch.bool)
    rows: list[Row] = []
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
        rows += [(place, piece, number) for number in _counted(piece)]
    return Batch(features, mask, cue_labels, name_labels, *_span_tensors(rows, length), _lesson(pieces, rows, length))


def masked(ids: Tensor, mask_token: int) -> Tensor:
    """``ids`` with a random share of `MASKED` replaced by the mask token."""
    return torch.where(torch.rand(ids.shape) < MASKED, mask_token, ids)


def _span_tensors(rows: Sequence[Row], length: int) -> tuple[Around, Tensor, Tensor, Tensor]:
    window = torch.tensor([row[0] for row in rows], dtype=torch.long)
    places, weights = torch.zeros(len(rows), REACH, dtype=torch.long), torch.zeros(len(rows), length)
    real = torch.zeros(len(rows), REACH, dtype=torch.bool)
    pointers = torch.full((len(rows), 2), IGNORED)
    content = torch.full((len(rows), REACH, 3), -1.0)
    for row, (_, piece, number) in enumerate(rows):
        target, shift, count = piece.example.targets[number], piece.start - 1, piece.end - piece.start
        first, last = target.cue[0] - shift, target.cue[1] - shift
        weights[row, first:last] = 1 / (last - first)
        low = (first + last - 1) // 2 - BEFORE
        at = torch.arange(low, low + REACH)
        real[row], places[row] = (at >= 1) & (at <= count), at.clamp(1, count)
        if target.known:
            pointers[row] = _pointer(target, shift + low, real[row])
            content[row] = _content(target, shift + low)
    content[~real] = -1
    return Around(window, places, real), weights, pointers, content


def _content(target: CueTarget, shift: int) -> Tensor:
    """Whether each token around a cue is in its content, the first of a fragment, the last of one."""
    content = torch.zeros(REACH, 3)
    for start, end in target.content:
        start, end = start - shift, end - shift
        content[max(0, start) : max(0, end), 0] = 1
        if 0 <= start < REACH:
            content[start, 1] = 1
        if 0 < end <= REACH:
            content[end - 1, 2] = 1
    return content


def _pointer(target: CueTarget, shift: int, real: Tensor) -> Tensor:
    """The places of the first and last token of a source among the tokens around its cue."""
    if target.source is None:
        return torch.tensor([NO_SPAN, NO_SPAN])
    start, end = target.source[0] - shift, target.source[1] - 1 - shift
    inside = start >= 0 and end < REACH and bool(real[start]) and bool(real[end])
    return torch.tensor([start, end]) if inside else torch.tensor([IGNORED, IGNORED])


def _counted(piece: Cut) -> Iterator[int]:
    """Numbers of the targets whose cue stands in a window, and either all of their spans or much of what is around."""
    total = len(piece.example.encoding)
    for number, target in enumerate(piece.example.targets):
        if target.cue[0] < piece.start or target.cue[1] > piece.end:
            continue
        spans = [target.cue, *target.content, *([target.source] if target.source else [])]
        whole = min(s for s, _ in spans) >= piece.start and max(e for _, e in spans) <= piece.end
        central = (piece.start == 0 or target.cue[0] - piece.start >= NEAR_EDGE) and (
            piece.end == total or piece.end - target.cue[1] >= NEAR_EDGE
        )
        if central or (whole and target.known):
            yield number


def _lesson(pieces: Sequence[Cut], rows: Sequence[Row], length: int) -> Lesson | None:
    taught = [piece.example.taught for piece in pieces]
    if not all(taught):
        return None
    width = taught[0].vectors.shape[1] if taught[0] else 0
    cues, names, vectors = (
        torch.zeros(len(pieces), length, size, dtype=torch.float16) for size in (3, len(NAME_LABELS), width)
    )
    for place, (piece, one) in enumerate(zip(pieces, taught, strict=True)):
        inside = slice(1, piece.end - piece.start + 1)
        for tensor, values in ((cues, one.cues), (names, one.names), (vectors, one.vectors)) if one else ():
            tensor[place, inside] = torch.tensor(values[piece.start : piece.end])
    spans, none = torch.zeros(len(rows), REACH, len(SPAN_LOGITS)), torch.zeros(len(rows), 2)
    for row, (_, piece, number) in enumerate(rows):
        if piece.example.taught:
            spans[row] = torch.tensor(piece.example.taught.spans[number])
            none[row] = torch.tensor(piece.example.taught.none[number])
    return Lesson(cues.float(), names.float(), vectors.float(), spans, none)
