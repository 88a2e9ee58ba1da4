"""Counts and the rates that follow from them.

Belongs here: precision, recall, F1, percent. Does not belong here: what is counted.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rates:
    """Precision and recall from four counts.

    The two counts of right ones may differ: a prediction is right for its own kind, a gold unit for its own.
    """

    right_found: int = 0
    found: int = 0
    right_gold: int = 0
    gold: int = 0

    @property
    def precision(self) -> float:
        """Share (0..1) of what was found that is right; 0 where nothing was found."""
        return self.right_found / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """Share (0..1) of gold that was found right; 0 where there is no gold."""
        return self.right_gold / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    def __add__(self, other: Rates) -> Rates:
        return Rates(
            self.right_found + other.right_found,
            self.found + other.found,
            self.right_gold + other.right_gold,
            self.gold + other.gold,
        )


def share(part: int, whole: int) -> float | None:
    """The share (0..1), None of nothing."""
    return part / whole if whole else None


def percent(value: float | None) -> float | None:
    """A share as percent with one digit after the point."""
    return None if value is None else round(100 * value, 1)
