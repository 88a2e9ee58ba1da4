"""The time that a report shows, cut into periods.

Belongs here: calendar arithmetic. Does not belong here: days in words (see ``words``), what happened on them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

Period = Literal["day", "week", "month", "quarter", "year"]
LONGEST: tuple[tuple[Period, int], ...] = (("day", 31), ("week", 371), ("month", 1830), ("quarter", 5500))  # in days
MONTHS = {"year": 12, "quarter": 3, "month": 1}


@dataclass(frozen=True, slots=True)
class Span:
    """The days that the charts show, both included."""

    first_on: date
    last_on: date

    @property
    def period(self) -> Period:
        """The shortest period of which at most about sixty fit into the days."""
        days = (self.last_on - self.first_on).days + 1
        return next((period for period, longest in LONGEST if days <= longest), "year")

    @property
    def middle_on(self) -> date:
        """Last day of the earlier half; of an odd number of days the earlier half has one more."""
        return self.first_on + timedelta(days=(self.last_on - self.first_on).days // 2)


def period_start(on: date, period: Period) -> date:
    """First day of the period that holds the day, as DuckDB's date_trunc has it: weeks begin on Monday."""
    if period == "day":
        return on
    if period == "week":
        return date.fromordinal(max(1, on.toordinal() - on.weekday()))
    return date(on.year, (on.month - 1) // MONTHS[period] * MONTHS[period] + 1, 1)


def next_period(on: date, period: Period) -> date:
    """First day of the period after the one that begins on this day; the last day there is, where it would be later."""
    if period in ("day", "week"):
        return date.fromordinal(min(date.max.toordinal(), on.toordinal() + (7 if period == "week" else 1)))
    month = on.month - 1 + MONTHS[period]
    year = on.year + month // 12
    return date(year, month % 12 + 1, 1) if year <= date.max.year else date.max
