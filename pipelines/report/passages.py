"""The passage of an article around a quote, cut into pieces that say what is marked.

Belongs here: where a passage begins and ends, and its pieces. Does not belong here: markup (the template's).
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from pipelines.report.contents import Marks

PieceKind = Literal["plain", "said", "source", "cue"]
CONTEXT = 320  # characters around the quote, at most, of its paragraph
LONGEST = 1600  # characters of a passage; what goes on beyond is cut, and an ellipsis says so
CUT = "…"


@dataclass(frozen=True, slots=True)
class Piece:
    """Some characters of the passage, all marked alike."""

    kind: PieceKind
    words: str


def pieces(text: str, marks: Marks) -> list[Piece]:
    """The passage in order: the paragraphs that hold the quote, with source and cue where they are close to it.

    All offsets are into ``text``. An ellipsis stands where a paragraph goes on before or after.
    """
    first, last = _bounds(marks)
    start = max(text.rfind("\n", 0, first) + 1, _word_start(text, first - CONTEXT))
    paragraph_end = text.find("\n", last)
    end = min(len(text) if paragraph_end < 0 else paragraph_end, _word_end(text, last + CONTEXT), start + LONGEST)
    found = list(_cut(text, marks, start, end))
    if start > text.rfind("\n", 0, first) + 1:
        found.insert(0, Piece("plain", CUT))
    if end < (len(text) if paragraph_end < 0 else paragraph_end):
        found.append(Piece("plain", CUT))
    return found


def _bounds(marks: Marks) -> tuple[int, int]:
    """First and last character that must be shown: of the words said, and of source and cue where they are near."""
    first, last = marks.said[0][0], marks.said[-1][1]
    for mark in (marks.source, marks.cue):
        if mark and first - CONTEXT <= mark[0] and mark[1] <= last + CONTEXT:
            first, last = min(first, mark[0]), max(last, mark[1])
    return first, last


def _cut(text: str, marks: Marks, start: int, end: int) -> list[Piece]:
    """The passage at each border of a mark. Where marks overlap, the words said go before source, source before cue."""
    spans: list[tuple[PieceKind, tuple[int, int]]] = [("said", span) for span in marks.said]
    spans += [("source", marks.source)] if marks.source else []
    spans += [("cue", marks.cue)] if marks.cue else []
    inner = {border for _, span in spans for border in span if start < border < end}
    borders = [start, *sorted(inner), end]
    found = []
    for left, right in pairwise(borders):
        kind: PieceKind = next((kind for kind, span in spans if span[0] <= left and right <= span[1]), "plain")
        found.append(Piece(kind, text[left:right]))
    return found


def _word_start(text: str, place: int) -> int:
    """The place, or after the space that follows it within a word's length."""
    if place <= 0:
        return 0
    space = text.find(" ", place, place + 40)
    return place if space < 0 else space + 1


def _word_end(text: str, place: int) -> int:
    if place >= len(text):
        return len(text)
    space = text.rfind(" ", place - 40, place)
    return place if space < 0 else space
