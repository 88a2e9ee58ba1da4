"""The calendar behind dates: what a day, week, month, quarter, year or decade is called and which days it covers.

Belongs here: arithmetic on calendar days and the choice of the year or week that a date without one means.
Does not belong here: reading text (see ``dates`` and ``date_rules``). Nothing here asks what day it is today.

Names follow ISO 8601: ``2021-10``, ``2022-W02``, ``2022-01-08/2022-01-09``; a decade is written ``199X`` as in
ISO 8601-2, a quarter ``2021-Q3`` as is usual, since ISO 8601 has no name for it.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Literal, NamedTuple

Granularity = Literal["day", "week", "month", "quarter", "year", "decade", "time", "range"]
Lean = Literal["past", "none", "future"]
Part = Literal["early", "mid", "late"]

FIRST_YEAR, LAST_YEAR = 1500, 2100
_AHEAD_COSTS: dict[Lean, float] = {"past": 12.0, "none": 4.0, "future": 1 / 12}
_TOO_FAR = 800


class CalendarValue(NamedTuple):
    """An ISO 8601 value with the first and last day that it covers, both inclusive."""

    value: str
    granularity: Granularity
    date_from: date
    date_to: date


def day(of: date) -> CalendarValue:
    """One calendar day."""
    return CalendarValue(of.isoformat(), "day", of, of)


def week(of: date) -> CalendarValue:
    """The ISO week (Monday to Sunday) that holds a day."""
    monday = of - timedelta(days=of.weekday())
    year, number, _ = of.isocalendar()
    return CalendarValue(f"{year:04}-W{number:02}", "week", monday, monday + timedelta(days=6))


def month(year: int, number: int) -> CalendarValue:
    """A calendar month."""
    first = date(year, number, 1)
    return CalendarValue(f"{year:04}-{number:02}", "month", first, date(year, number, monthrange(year, number)[1]))


def quarter(year: int, number: int) -> CalendarValue:
    """A quarter of a calendar year, 1 to 4."""
    last = month(year, number * 3).date_to
    return CalendarValue(f"{year:04}-Q{number}", "quarter", date(year, number * 3 - 2, 1), last)


def year(number: int) -> CalendarValue:
    """A calendar year."""
    return CalendarValue(f"{number:04}", "year", date(number, 1, 1), date(number, 12, 31))


def decade(first_year: int) -> CalendarValue:
    """Ten years from a year that ends in 0."""
    return CalendarValue(f"{first_year // 10:03}X", "decade", date(first_year, 1, 1), date(first_year + 9, 12, 31))


def days_between(first: date, last: date) -> CalendarValue:
    """All days from the first to the last."""
    return CalendarValue(f"{first.isoformat()}/{last.isoformat()}", "range", first, last)


def years_between(first: int, last: int) -> CalendarValue:
    """All days of several years."""
    return CalendarValue(f"{first:04}/{last:04}", "range", date(first, 1, 1), date(last, 12, 31))


def part_of(value: CalendarValue, part: Part) -> CalendarValue:
    """The first, middle or last third of a month, year or decade. The name stays; only the days are fewer."""
    third = ((value.date_to - value.date_from).days + 1) / 3
    place = ("early", "mid", "late").index(part)
    first = value.date_from + timedelta(days=round(third * place))
    last = value.date_to if part == "late" else value.date_from + timedelta(days=round(third * (place + 1)) - 1)
    return value._replace(date_from=first, date_to=last)


def valid_day(year_number: int, month_number: int, day_number: int) -> date | None:
    """The day, or None where the calendar has no such day."""
    if not 1 <= month_number <= 12 or not FIRST_YEAR <= year_number <= LAST_YEAR:
        return None
    if not 1 <= day_number <= monthrange(year_number, month_number)[1]:
        return None
    return date(year_number, month_number, day_number)


def months_later(of: date, count: int) -> date:
    """The same day some months later (earlier when negative); the month's last day where there is no such day."""
    number = of.year * 12 + of.month - 1 + count
    year_number, month_number = number // 12, number % 12 + 1
    return date(year_number, month_number, min(of.day, monthrange(year_number, month_number)[1]))


def weekday_near(published: date, weekday: int, lean: Lean) -> date:
    """The nearest such weekday: not after publication, or with a future lean not before it."""
    if lean == "future":
        return published + timedelta(days=(weekday - published.weekday()) % 7)
    return published - timedelta(days=(published.weekday() - weekday) % 7)


def month_near(published: date, number: int, lean: Lean) -> CalendarValue:
    """The latest such month that had begun at publication; with a future lean the next that had not ended."""
    if lean == "future":
        return month(published.year + (number < published.month), number)
    return month(published.year - (number > published.month), number)


def day_near(published: date, number: int, day_number: int, weekday: int | None, lean: Lean) -> date | None:
    """The day of a month whose year is not said: near to publication, rather before it, on the given weekday.

    A weekday that no near year agrees with is taken for a slip and left out of account.
    """
    reach = 12 if weekday is not None else 4
    years = range(published.year - reach, published.year + min(reach, 4) + 1)
    candidates = [found for each in years if (found := valid_day(each, number, day_number)) is not None]
    if weekday is not None:
        agreeing = _nearest((each for each in candidates if each.weekday() == weekday), published, lean)
        if agreeing is not None and abs((agreeing - published).days) <= _TOO_FAR:
            return agreeing
    return _nearest(candidates, published, lean)


def _nearest(candidates: Iterable[date], published: date, lean: Lean) -> date | None:
    def cost(candidate: date) -> float:
        distance = (candidate - published).days
        return distance * _AHEAD_COSTS[lean] if distance > 0 else float(-distance)

    return min(candidates, key=cost, default=None)
