"""How far confidence can be trusted: of the attributions with such a confidence, how many are right.

Belongs here: bins, shares, their uncertainty. Does not belong here: drawing (`plot`).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import sqrt

from pipelines.evaluation.rates import share
from pipelines.evaluation.units import Pairs, same_source

EDGES = tuple(tenth / 10 for tenth in range(1, 10))
FIRM = (0.8, 0.9)
Z95 = 1.959964  # the 97.5% point of the normal distribution
Judgement = tuple[float, bool]  # a prediction's confidence, and whether content and source are right


@dataclass(frozen=True, slots=True)
class Bin:
    """Predictions with a confidence from ``low`` (inclusive) to ``high`` (exclusive; 1 is inclusive)."""

    low: float
    high: float
    count: int
    right: int
    confidence_sum: float

    @property
    def right_share(self) -> float | None:
        """Share (0..1) that is right end to end: content overlaps and source is right. None of none."""
        return share(self.right, self.count)

    @property
    def mean_confidence(self) -> float | None:
        """Mean confidence (0..1). None of none."""
        return self.confidence_sum / self.count if self.count else None

    @property
    def interval(self) -> tuple[float, float]:
        """The 95% interval (0..1) of the share that is right, after Wilson (1927), JASA 22, 209-212."""
        if not self.count:
            return 0.0, 1.0
        rate, square = self.right / self.count, Z95**2 / self.count
        middle = (rate + square / 2) / (1 + square)
        width = Z95 * sqrt(rate * (1 - rate) / self.count + square / (4 * self.count)) / (1 + square)
        return max(0.0, middle - width), min(1.0, middle + width)


@dataclass(frozen=True, slots=True)
class Reliability:
    """Ten bins of a tenth each, in order; then what holds at or above firm thresholds, and for all."""

    bins: tuple[Bin, ...]
    firm: tuple[Bin, ...]
    everything: Bin

    @property
    def calibration_error(self) -> float | None:
        """Mean distance (0..1) of a bin's mean confidence from its share right, weighted by count. None of none.

        The expected calibration error of Naeini, Cooper and Hauskrecht (2015), AAAI 29, 2901-2907.
        """
        if not self.everything.count:
            return None
        return sum(abs(one.confidence_sum - one.right) for one in self.bins) / self.everything.count


def reliability(articles: Iterable[Pairs]) -> Reliability:
    """Reliability over the predictions that tell a confidence."""
    judged = [
        (unit.claim.confidence, partner is not None and same_source(unit.claim, partner.claim))
        for pairs in articles
        for unit, partner in pairs.found
        if unit.claim.confidence is not None
    ]
    members: list[list[Judgement]] = [[] for _ in range(len(EDGES) + 1)]
    for confidence, is_right in judged:
        members[bisect_right(EDGES, confidence)].append((confidence, is_right))
    bins = tuple(_bin(low, high, held) for low, high, held in zip((0.0, *EDGES), (*EDGES, 1.0), members, strict=True))
    firm = tuple(_bin(low, 1.0, [one for one in judged if one[0] >= low]) for low in FIRM)
    return Reliability(bins, firm, _bin(0.0, 1.0, judged))


def _bin(low: float, high: float, members: Sequence[Judgement]) -> Bin:
    right = sum(is_right for _, is_right in members)
    return Bin(low, high, len(members), right, sum(confidence for confidence, _ in members))
