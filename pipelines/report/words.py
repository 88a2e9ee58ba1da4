"""Figures, days and names as a reader has them.

Belongs here: numbers, shares, days and periods in words, and words freed of what is no word.
Does not belong here: sentences of the page (its template).
"""

from __future__ import annotations

from datetime import date

from pipelines.report.periods import Period

MONTH_NAMES = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)

# signs that control terminals, but for tab and line break, and signs that turn the direction of all that follows
_CONTROLS = (*range(9), 11, 12, *range(14, 32), *range(127, 160))
_TURNS = (0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
_STEERING = dict.fromkeys((*_CONTROLS, *_TURNS))


def steerless(words: str) -> str:
    """The words without signs that are not to be seen but change how what is around them is shown."""
    return words.translate(_STEERING)


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
