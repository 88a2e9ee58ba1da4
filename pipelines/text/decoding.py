"""The network's numbers to token ranges: cues, names, the source and the content of each cue.

Belongs here: choosing ranges from logits, over the tokens of one window. Does not belong here: characters, quotation
marks or anything else that looks at the text (see `attribution`).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from math import exp, log

import numpy as np
from numpy.typing import NDArray

from pipelines.text.spans import EntityKind

Floats = NDArray[np.float32]

CUE_THRESHOLD = 0.6  # chosen on PolNeAR dev
SPEECH_THRESHOLD = 0.5  # a cue that is a word of speech and has a source need only be likelier than not
WEAK_CUE_THRESHOLD = 0.15  # a cue between the two counts only where it explains a quotation that no other cue took
TOKENS_A_CUE = 6  # cues stand no closer on average; in the densest 382 tokens of 120 articles of PolNeAR train, 14
LIKELY_ENDS = 6  # of a source's first token, and of its last, that are tried with one another
SOURCE_LIMIT = 60  # tokens; the longest source in PolNeAR train has 57
EDGE_WEIGHT = 1.0  # of a border's logit against the membership logits beside it; chosen on PolNeAR dev
EDGE_BIAS = log(6.0)  # borders weighed six times as much in training: taken back here
NAME_KINDS: tuple[EntityKind, ...] = ("person", "organisation", "place", "event", "other")
SOURCE_START, SOURCE_END, CONTENT, CONTENT_START, CONTENT_END = range(5)


@dataclass(frozen=True, slots=True)
class TokenRange:
    """Tokens ``start..end`` (half-open) with the probability that they are what they are taken for."""

    start: int
    end: int
    probability: float

    def moved(self, shift: int) -> TokenRange:
        """The same range counted from ``shift`` tokens earlier."""
        return TokenRange(self.start + shift, self.end + shift, self.probability)


def softmax(logits: Floats) -> Floats:
    """Probabilities over the last axis."""
    powers = np.exp(logits - logits.max(axis=-1, keepdims=True))
    shares: Floats = powers / powers.sum(axis=-1, keepdims=True)
    return shares


def by_word(shares: Floats, word: NDArray[np.int64]) -> Floats:
    """Probabilities (length, labels) over O, B, I, B, I ... averaged over the pieces of each word.

    ``word`` (length,) numbers the words. Only the first piece of a word may begin something: what the others have for a
    B goes to the I beside it.
    """
    if not len(word):
        return shares
    first = np.flatnonzero(np.diff(word, prepend=word[0] - 1))
    counts = np.diff(np.append(first, len(word)))
    means = np.add.reduceat(shares, first, axis=0) / counts[:, None]
    spread: Floats = np.repeat(means, counts, axis=0).astype(shares.dtype)
    later = np.ones(len(word), dtype=np.bool_)
    later[first] = False
    spread[later, 2::2] += spread[later, 1::2]
    spread[later, 1::2] = 0
    return spread


def find_cues(shares: Floats, threshold: float = WEAK_CUE_THRESHOLD) -> list[TokenRange]:
    """Cues from probabilities (length, 3) over O, B, I, in text order.

    A run of tokens that are likelier inside a cue than not; where there is none, a run of those above ``threshold``.
    Where there is more than one in `TOKENS_A_CUE` tokens, the likeliest: each costs time for every token around it.
    """
    inside = 1 - shares[:, 0]
    begins = shares[:, 1] > shares[:, 2]
    likely = _runs(inside > 0.5, begins)
    possible = [(start, end) for start, end in _runs(inside > threshold, begins) if inside[start:end].max() <= 0.5]
    found = [TokenRange(start, end, float(inside[start:end].min())) for start, end in sorted(likely + possible)]
    likeliest = sorted((cue for cue in found if cue.probability >= threshold), key=lambda cue: -cue.probability)
    return sorted(likeliest[: 1 + len(shares) // TOKENS_A_CUE], key=lambda cue: cue.start)


def _runs(inside: NDArray[np.bool_], begins: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Half-open runs of ``inside``, cut before each place that begins a new one."""
    before, after = np.concatenate([[False], inside[:-1]]), np.concatenate([inside[1:], [False]])
    starts = inside & (begins | ~before)
    ends = inside & ~(after & ~np.concatenate([begins[1:], [False]]))
    return list(zip(np.flatnonzero(starts).tolist(), (np.flatnonzero(ends) + 1).tolist(), strict=True))


def find_names(shares: Floats) -> Iterator[tuple[TokenRange, EntityKind]]:
    """Names from probabilities (length, 11) over O and B/I of `NAME_KINDS`; the kind is that of the largest mass."""
    runs = _runs(shares[:, 0] < 0.5, shares[:, 1::2].sum(axis=1) > shares[:, 2::2].sum(axis=1))
    by_kind = shares[:, 1::2] + shares[:, 2::2]
    for start, end in runs:
        mass = np.add.reduce(by_kind[start:end]) / (end - start)
        kind = int(mass.argmax())
        yield TokenRange(start, end, float(mass[kind])), NAME_KINDS[kind]


def find_sources(logits: Floats, none: Floats, allowed: NDArray[np.bool_]) -> list[TokenRange | None]:
    """The likeliest source of each cue; None where that there is none is likelier.

    ``logits`` (cues, length, 2) of the pointers, ``none`` (cues, 2) of their slot for "none"; ``allowed`` is False for
    tokens that cannot be part of a source. Of equal ones the first start, then the first end.
    """
    pointers = np.where(allowed[:, :, None], logits, -1e4).swapaxes(1, 2)
    shares = softmax(np.concatenate([none[:, :, None], pointers], axis=2))
    places = np.argsort(-shares[:, :, 1:], axis=2, kind="stable")[:, :, :LIKELY_ENDS]
    places.sort(axis=2)
    likely = np.take_along_axis(shares, places + 1, axis=2)
    lengths = places[:, 1, None, :] - places[:, 0, :, None]
    pairs = np.where((lengths >= 0) & (lengths < SOURCE_LIMIT), likely[:, 0, :, None] * likely[:, 1, None, :], 0.0)
    best = pairs.reshape(len(pairs), -1).argmax(axis=1)
    return [_source(*found) for found in zip(places, pairs, best, shares[:, 0, 0] * shares[:, 1, 0], strict=True)]


def _source(places: NDArray[np.int64], pairs: Floats, best: int, none: float) -> TokenRange | None:
    first, last = divmod(int(best), pairs.shape[1])
    probability = float(pairs[first, last])
    return TokenRange(int(places[0, first]), int(places[1, last]) + 1, probability) if probability > none else None


def find_contents(
    logits: Floats, allowed: NDArray[np.bool_], edge_weight: float = EDGE_WEIGHT
) -> list[list[TokenRange]]:
    """For each cue the fragments of its content: the best path in and out of the content, over all its tokens.

    ``logits`` (cues, length, 5), ``allowed`` (cues, length). A path scores the membership logit of each token inside
    and the border logits where it enters and leaves (Viterbi over two states). A fragment's probability is the mean
    membership of its tokens times that of its borders.
    """
    count, length, _ = logits.shape
    scores = logits.swapaxes(0, 1).astype(np.float64)
    member = np.where(allowed.T, scores[:, :, CONTENT], -1e4)
    enter, leave = (edge_weight * (scores[:, :, border] - EDGE_BIAS) for border in (CONTENT_START, CONTENT_END))
    outside, inside = np.zeros(count), np.full(count, -1e9)
    entering, leaving = np.empty(count), np.empty(count)
    came_in, went_out = np.zeros((length, count), dtype=bool), np.zeros((length + 1, count), dtype=bool)
    for place in range(length):  # in place: new arrays would take half of the time
        np.add(outside, enter[place], out=entering)
        np.greater(entering, inside, out=came_in[place])
        np.maximum(entering, inside, out=inside)
        np.add(inside, member[place], out=inside)
        np.add(inside, leave[place], out=leaving)
        np.greater(leaving, outside, out=went_out[place + 1])
        np.maximum(outside, leaving, out=outside)
    shares = 1 / (1 + np.exp(-logits[:, :, CONTENT]))
    return [_trace(came_in[:, cue], went_out[:, cue], logits[cue], shares[cue]) for cue in range(count)]


def _trace(came_in: NDArray[np.bool_], went_out: NDArray[np.bool_], logits: Floats, shares: Floats) -> list[TokenRange]:
    """The path read from its end: it left where it could, and had come in at the last place before that it could."""
    starts, fragments, end = np.flatnonzero(came_in).tolist(), list[TokenRange](), len(came_in)
    for left in reversed(np.flatnonzero(went_out).tolist()):
        if left <= end:
            end = starts[bisect_right(starts, left - 1) - 1]
            fragments.append(TokenRange(end, left, _fragment_probability(logits[end:left], shares[end:left])))
    return fragments[::-1]


def _fragment_probability(logits: Floats, shares: Floats) -> float:
    member = float(np.add.reduce(shares) / len(shares))
    borders = (logits[0, CONTENT_START], logits[-1, CONTENT_END])
    first, last = (1 / (1 + exp(-max(-30.0, float(logit) - EDGE_BIAS))) for logit in borders)
    return member * float((first * last) ** 0.5)
