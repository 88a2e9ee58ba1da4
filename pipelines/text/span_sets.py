"""A set of spans that is asked again and again whether it holds a place.

Belongs here: look-ups in logarithmic time. Does not belong here: what the spans are (page furniture, mostly).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence

from pipelines.text.spans import Span

_CELL = 1024  # characters


class SpanSet:
    """The characters of some spans, which may overlap and stand in any order."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        for span in sorted(spans):
            if self._ends and span.start <= self._ends[-1]:
                self._ends[-1] = max(self._ends[-1], span.end)
            else:
                self._starts.append(span.start)
                self._ends.append(span.end)

    def touches(self, span: Span) -> bool:
        """Whether the set shares a character with the span."""
        at = bisect_left(self._starts, span.end)
        return at > 0 and self._ends[at - 1] > span.start

    def holds(self, offset: int) -> bool:
        """Whether the character at an offset is in the set."""
        at = bisect_right(self._starts, offset)
        return at > 0 and self._ends[at - 1] > offset


class SpanIndex:
    """A list of spans, by where they stand. Empty spans are nowhere."""

    def __init__(self, spans: Sequence[Span]) -> None:
        self._cells: dict[int, list[int]] = {}
        for number, span in enumerate(spans):
            for cell in _cells(span):
                self._cells.setdefault(cell, []).append(number)

    def near(self, span: Span) -> Sequence[int]:
        """Numbers, in order, of the spans that share a character with this one, and of some others close to it."""
        found = [self._cells.get(cell, []) for cell in _cells(span)]
        return found[0] if len(found) == 1 else sorted({number for numbers in found for number in numbers})


def _cells(span: Span) -> range:
    return range(span.start // _CELL, (span.end - 1) // _CELL + 1) if span.start < span.end else range(0)
