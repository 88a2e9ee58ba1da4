"""Partial dates and the days that they cover.

Belongs here: when a term certainly ran and when it may have run. Does not belong here: whose term it is.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta
from functools import cache

from pipelines.knowledge.records import Term

_PARTIAL = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


def is_partial_date(text: str) -> bool:
    """Whether a text is an ISO 8601 date, a month or a year that exists."""
    match = _PARTIAL.fullmatch(text)
    if match is None:
        return False
    try:
        date(int(match[1]), int(match[2] or 1), int(match[3] or 1))
    except ValueError:
        return False
    return True


@cache
def first_day(text: str) -> date:
    """The first day that a partial date covers; the beginning of time for an empty one."""
    if not text:
        return date.min
    year, month, day = (*map(int, text.split("-")), 1, 1)[:3]
    return date(year, month, day)


@cache
def last_day(text: str) -> date:
    """The last day that a partial date covers; the end of time for an empty one."""
    if not text:
        return date.max
    parts = tuple(map(int, text.split("-")))
    year, month = (*parts, 12)[:2]
    return date(year, month, parts[2] if len(parts) == 3 else monthrange(year, month)[1])


def may_hold(term: Term, day: date) -> bool:
    """Whether nothing in the dates says that the term did not run on a day."""
    return first_day(term.start_on) <= day <= last_day(term.end_on)


def surely_holds(term: Term, day: date) -> bool:
    """Whether the term ran on a day whatever its partial dates and its open end mean.

    Its first and last days are not sure: two people may be called the holder on them.
    """
    if not term.start_on:
        return False
    end = first_day(term.end_on) if term.end_on else None
    known = last_day(term.known_on) if term.known_on else None
    last = min(limit for limit in (end, known, date.max) if limit is not None)
    return last_day(term.start_on) < day and (day < last if last == end else day <= last)


def shifted(day: date, days: int) -> date:
    """A day so many days later, within what the calendar holds."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return date.max if days > 0 else date.min
