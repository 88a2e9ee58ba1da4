"""The calendar behind dates: what a day, week, month, quarter, year or decade is called and which days it covers.

Belongs here: arithmetic on calendar days and the choice of the year or week that a date without one means.
Does not belong here: reading text (see ``dates``). Nothing here asks what day it is today.

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
_SLIP, _REACH_PAST_A_SLIP, _REACH_OF_A_WEEKDAY = timedelta(31), timedelta(200), timedelta(400)


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


def months_between(first: date, last: date) -> CalendarValue:
    """All days of the months from that of the first day to that of the last."""
    return CalendarValue(
        f"{first:%Y-%m}/{last:%Y-%m}", "range", first.replace(day=1), month(last.year, last.month).date_to
    )


def century(number: int) -> CalendarValue:
    """The hundred years that people call the 19th century: 1800 to 1899."""
    return years_between(number * 100 - 100, number * 100 - 1)


def season(year_number: int, first_month: int) -> CalendarValue:
    """The three months from a month on. The winter of 2019 is the one that begins in December 2019."""
    first = date(year_number, first_month, 1)
    then = months_later(first, 2)
    return days_between(first, month(then.year, then.month).date_to)


def part_of(value: CalendarValue, part: Part) -> CalendarValue:
    """The early, middle or late part of a period. The name stays; only the days are fewer.

    Of a year the months 1-4, 5-8 and 9-12; of a month the days 1-10, 11-20 and from 21; of a week Monday and Tuesday,
    Wednesday and Thursday, Friday to Sunday; of a decade the years 0-3, 4-6 and 7-9; of all else a third of its days,
    in whole months where it has a multiple of three.
    """
    place = ("early", "mid", "late").index(part)
    starts = [*_starts_of_parts(value), value.date_to + timedelta(days=1)]
    return value._replace(date_from=starts[place], date_to=starts[place + 1] - timedelta(days=1))


def _starts_of_parts(value: CalendarValue) -> list[date]:
    first = value.date_from
    if value.granularity == "month":
        return [first, first.replace(day=11), first.replace(day=21)]
    if value.granularity == "week":
        return [first, first + timedelta(days=2), first + timedelta(days=4)]
    if value.granularity == "decade":
        return [first, first.replace(year=first.year + 4), first.replace(year=first.year + 7)]
    after = value.date_to + timedelta(days=1)
    months = (after.year - first.year) * 12 + after.month - first.month
    if first.day == after.day == 1 and months % 3 == 0 and after.year <= LAST_YEAR:
        return [months_later(first, months // 3 * place) for place in range(3)]
    third = (after - first).days / 3
    return [first + timedelta(days=round(third * place)) for place in range(3)]


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


def day_near(published: date, number: int, day_number: int, lean: Lean) -> date | None:
    """The day of a month whose year is not said: near to publication, rather before it than after it."""
    years = range(published.year - 4, published.year + 5)
    return nearest((found for each in years if (found := valid_day(each, number, day_number))), published, lean)


def day_on_weekday(published: date, number: int, day_number: int, weekday: int, lean: Lean) -> date | None:
    """The day of a month whose year is not said, beside the name of its weekday.

    A year before or after publication in which the weekday is right goes before the nearest. A day within a month of
    publication is kept though its weekday is wrong, unless a right one is nearly as near: that is a slip.
    """
    found = day_near(published, number, day_number, lean)
    if found is None or found.weekday() == weekday:
        return found
    years = range(published.year - 1, published.year + 2)
    right = [each for year_number in years if (each := valid_day(year_number, number, day_number))]
    right = [each for each in right if each.weekday() == weekday]
    reach = _REACH_PAST_A_SLIP if abs(found - published) <= _SLIP else _REACH_OF_A_WEEKDAY
    return nearest((each for each in right if abs(each - published) <= reach), published, lean) or found


def day_of_month_near(published: date, day_number: int, lean: Lean) -> date | None:
    """The day whose month is not said (on the 20th): in the month of publication or one beside it."""
    months = (months_later(published.replace(day=1), step) for step in (-2, -1, 0, 1, 2))
    days = (found for each in months if (found := valid_day(each.year, each.month, day_number)))
    return nearest(days, published, lean)


def season_near(published: date, first_month: int, lean: Lean) -> CalendarValue:
    """The latest such season that had begun at publication; with a future lean the first that had not ended.

    Where the words look neither way, whichever is nearer, a season ahead counting as four times as far.
    """
    years = range(published.year - 2, published.year + 2)
    seasons = [season(each, first_month) for each in years]
    begun = next(each for each in reversed(seasons) if each.date_from <= published)
    ahead = next(each for each in seasons if each.date_to >= published)
    nearer = (ahead.date_from - published).days * _AHEAD_COSTS["none"] < (published - begun.date_to).days
    return ahead if lean == "future" or (lean == "none" and nearer) else begun


def easter(year_number: int) -> date:
    """Easter Sunday of the Western churches, by the anonymous Gregorian algorithm (Meeus, Astronomical Algorithms)."""
    golden, hundreds, rest = year_number % 19, year_number // 100, year_number % 100
    shift = (hundreds - (hundreds + 8) // 25 + 1) // 3
    moon = (19 * golden + hundreds - hundreds // 4 - shift + 15) % 30
    sunday = (32 + 2 * (hundreds % 4) + 2 * (rest // 4) - moon - rest % 4) % 7
    late = (golden + 11 * moon + 22 * sunday) // 451
    total = moon + sunday - 7 * late + 114
    return date(year_number, total // 31, total % 31 + 1)


def weekday_of_month(year_number: int, number: int, weekday: int, place: int) -> date:
    """The first (1), second (2) ... or last (-1) such weekday of a month."""
    whole = month(year_number, number)
    if place < 0:
        return whole.date_to - timedelta(days=(whole.date_to.weekday() - weekday) % 7)
    return whole.date_from + timedelta(days=(weekday - whole.date_from.weekday()) % 7 + 7 * (place - 1))


def nearest(candidates: Iterable[date], published: date, lean: Lean) -> date | None:
    """The candidate nearest to publication; a day ahead of it counts as further away unless the words look ahead."""

    def cost(candidate: date) -> float:
        distance = (candidate - published).days
        return distance * _AHEAD_COSTS[lean] if distance > 0 else float(-distance)

    return min(candidates, key=cost, default=None)
