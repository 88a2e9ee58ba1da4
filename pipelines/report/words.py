"""Figures and days as a reader has them.

Belongs here: numbers, shares, days and periods in words. Does not belong here: sentences of the page (its template).
"""

from __future__ import annotations

from datetime import date

from pipelines.report.periods import Period

MONTH_NAMES = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def count_of(number: int, noun: str) -> str:
    """A number with its noun, such as 1 quote or 1,204 quotes."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def percent(share: float) -> str:
    """A share from 0 to 1 in percent, with one digit after the point; what is not nothing is never written as 0.0%."""
    return "under 0.1%" if 0 < share < 0.0005 else f"{share:.1%}"


def day_words(on: date) -> str:
    """A day, such as 4 May 2031."""
    return f"{on.day} {MONTH_NAMES[on.month - 1]} {on.year}"


def period_words(on: date, period: Period) -> str:
    """The period that begins on this day, such as May 2031 or week of 4 May 2031."""
    if period == "year":
        return str(on.year)
    if period == "quarter":
        return f"{MONTH_NAMES[on.month - 1]} to {MONTH_NAMES[on.month + 1]} {on.year}"
    if period == "month":
        return f"{MONTH_NAMES[on.month - 1]} {on.year}"
    return f"week of {day_words(on)}" if period == "week" else day_words(on)


def short_period(on: date, period: Period) -> str:
    """The same for a column of a table: 4 May 2031 for the day and the week, May 2031, Apr–Jun 2031, 2031."""
    month = MONTH_NAMES[on.month - 1][:3]
    if period == "year":
        return str(on.year)
    if period == "quarter":
        return f"{month}–{MONTH_NAMES[on.month + 1][:3]} {on.year}"
    return f"{month} {on.year}" if period == "month" else f"{on.day} {month} {on.year}"
