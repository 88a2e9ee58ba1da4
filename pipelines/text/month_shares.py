"""Counted shares of a month: the third week of July, the second half of August, the last two weeks of May.

Belongs here: what stands before a month and takes some of its days. Does not belong here: months (see
``month_rules``), their early, middle and late parts (see ``date_grammar``), weeks of the calendar.

The nth week of a month is its days 7n - 6 to 7n, the last week its last seven days; the halves part after the 15th.
"""

from __future__ import annotations

import re
from datetime import timedelta

from pipelines.text import calendar_values as calendar
from pipelines.text.calendar_values import CalendarValue
from pipelines.text.date_grammar import NUMBERS, SPACE, WORDS, Context, Reading, alternatives, number_called

_PLACES: dict[str, int] = {**WORDS["ordinals"], "last": -1, "final": -1}
_SHARE_BEFORE = re.compile(
    rf"\b(?P<place>(?i:{alternatives(_PLACES)})){SPACE}"
    rf"(?:(?P<unit>half|weekend|week|day)|(?P<count>{alternatives(NUMBERS)}|\d{{1,2}}){SPACE}(?P<units>week|day)s)"
    rf"{SPACE}of{SPACE}\Z"
)


def with_share(start: int, end: int, value: CalendarValue, context: Context) -> Reading | None:
    """The share of the month at ``[start, end)`` that the words before it name, or None."""
    found = _SHARE_BEFORE.search(context.before(start, 48))
    if found is None or value.granularity != "month":
        return None
    place = _PLACES[found["place"].lower()]
    if found["count"]:
        share = _run_of_days(value, place, number_called(found["count"]) * (7 if found["units"] == "week" else 1))
    else:
        share = _single(value, place, found["unit"])
    return None if share is None else Reading(start - len(found.group()), end, share)


def _run_of_days(month: CalendarValue, place: int, days: int) -> CalendarValue | None:
    """The first or the last so many days; of all other places it is not clear which are meant."""
    if abs(place) != 1 or not 1 < days < month.date_to.day:
        return None
    step = timedelta(days=days - 1)
    if place == 1:
        return calendar.days_between(month.date_from, month.date_from + step)
    return calendar.days_between(month.date_to - step, month.date_to)


def _single(month: CalendarValue, place: int, unit: str) -> CalendarValue | None:
    first, last = month.date_from, month.date_to
    if unit == "day":
        return calendar.day(last if place < 0 else first + timedelta(days=place - 1))
    if unit == "half":
        halves = {1: (first, first.replace(day=15)), 2: (first.replace(day=16), last)}
        return calendar.days_between(*halves[place]) if place in halves else None
    if unit == "week":
        return calendar.days_between(
            last - timedelta(days=6) if place < 0 else first + timedelta(days=7 * place - 7),
            last if place < 0 else first + timedelta(days=7 * place - 1),
        )
    saturday = calendar.weekday_of_month(first.year, first.month, 5, place)
    return calendar.days_between(saturday, saturday + timedelta(days=1))
