"""The day on which an article appeared, where its own words settle it.

Belongs here: datelines with a year, lines that hold nothing but a date, and a full date beside *today* or *yesterday*.
Does not belong here: dates in metadata or addresses (see ``pipelines.ingest``), any other time expression (``dates``).
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Literal, NamedTuple

from pipelines.text.dates import find_dates
from pipelines.text.spans import TimeExpression

_HEAD_LINES, _HEAD_REACH, _READ = 4, 600, 20_000
_LABEL = r"(?:(?:first |last )?(?:published|posted|released|issued|date)(?: (?:on|at))?:?|by [\w .'’-]{2,60}?[,|·–—-])"
_TIME = r"(?:,?\s*(?:at |[|·–—-]\s*)?\d{1,2}[:.]\d\d(?:\s*[ap]\.?m\.?)?(?:\s*[A-Z]{2,4})?)?"
_LINE_BEFORE = re.compile(rf"\s*(?:{_LABEL}\s*)?\Z", re.IGNORECASE)
_LINE_AFTER = re.compile(rf"{_TIME}\s*[.|]?\s*(?:\n|\Z)", re.IGNORECASE)
_DATELINE_BEFORE = re.compile(
    r"(?:^|\n)\s*(?:\(?[A-Z][\w.'’/-]*(?:[ ,]+(?:[A-Z(][\w.'’)/-]*|of|and|de|la|am))*[,.]?\s+)?\Z"
)
_DATELINE_AFTER = re.compile(r"\s*(?:\([^()\n]{2,40}\)\s*)?(?:[-–—]{1,2}|:)\s+\S|\s*\((?:[A-Z][A-Za-z]+ ?){1,3}\)\s")
_SHIFTS = {"today": 0, "tonight": 0, "this morning": 0, "this evening": 0, "yesterday": 1, "tomorrow": -1}
_DEICTIC = "|".join(_SHIFTS)
_DEICTIC_BEFORE = re.compile(rf"\b(?P<word>{_DEICTIC})(?:,| \(| is| on|:| -)?\s*(?:the )?\Z", re.IGNORECASE)
_NAMES_A_YEAR = re.compile(r"[12]\d{3}")


class PublicationDay(NamedTuple):
    """A day of publication, and how it is known."""

    day: date
    source: Literal["text", "inferred"]


def infer_published_on(text: str) -> PublicationDay | None:
    """The day of publication and how it is known, or None where the text leaves it open.

    ``text``: one of the first lines says it, alone (*Published 12 January 2022*) or as a dateline (*ORVIK, Jan 12,
    2022 (VPA) -*). ``inferred``: a date with its year stands beside a word that points at publication (*today, 12
    January 2022*), and no other such pair gives another day. A date whose weekday is wrong counts for neither.
    """
    full = [each for each in find_dates(text[:_READ], None) if _is_full(text, each)]
    for each in full:
        if each.span.start > _HEAD_REACH or text.count("\n", 0, each.span.start) > 2 * _HEAD_LINES:
            break
        if _stands_at_the_head(text, each):
            return PublicationDay(each.date_from, "text")
    pinned = {day for each in full if (day := _beside_a_pointer(text, each)) is not None}
    return PublicationDay(pinned.pop(), "inferred") if len(pinned) == 1 else None


def _is_full(text: str, found: TimeExpression) -> bool:
    named = _NAMES_A_YEAR.search(text[found.span.start : found.span.end]) is not None
    return named and found.granularity == "day" and not found.is_contradictory


def _stands_at_the_head(text: str, found: TimeExpression) -> bool:
    start, end = found.span.start, found.span.end
    line = text[text.rfind("\n", 0, start) + 1 : start]
    if _LINE_BEFORE.fullmatch(line) and _LINE_AFTER.match(text, end):
        return True
    opens = _DATELINE_AFTER.match(text, end) or _LINE_AFTER.match(text, end)
    return len(line) <= 60 and opens is not None and _DATELINE_BEFORE.fullmatch("\n" + line) is not None


def _beside_a_pointer(text: str, found: TimeExpression) -> date | None:
    before = _DEICTIC_BEFORE.search(text[max(0, found.span.start - 30) : found.span.start])
    if before is None:
        return None
    return found.date_from + timedelta(days=_SHIFTS[" ".join(before["word"].lower().split())])
