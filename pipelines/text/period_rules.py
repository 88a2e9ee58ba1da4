"""Rules for quarters, halves and the first or last months of a year: Q3 2021, the second half of last year.

Belongs here: one rule an expression. A rule gets a match and gives a reading or None. Does not belong here: months
(see ``month_rules``), years (see ``year_rules``), spans that end or begin at publication (see ``relative_rules``).
"""

from __future__ import annotations

import re
from datetime import date
from typing import cast

from pipelines.text import calendar_values as calendar
from pipelines.text.calendar_values import CalendarValue
from pipelines.text.date_grammar import (
    NUMBERS,
    SPACE,
    WORDS,
    YEAR,
    Context,
    Reading,
    Rule,
    alternatives,
    number_called,
    relative_year,
)
from pipelines.text.tense import lean_of

_YEAR_OF_PUBLICATION = r"(?:(?P<which>(?i:last|this|next)) year|(?P<current>the (?:current )?year)\b)"
_SPORT = re.compile(
    r"\b(?:touchdown|yards?|half-?time|quarterback|basketball|field goal|coach|scored|scoring|rebounds)\b",
    re.IGNORECASE,
)
_SPORT_REACH = 300
_BARE_BEFORE = re.compile(
    r"\b(?:[Ii]n|[Ff]or|[Dd]uring|[Bb]y|[Ss]ince|[Uu]ntil|[Oo]f)(?: the)?(?: (?:fiscal|current))? \Z"
)


def read_quarter_and_year(match: re.Match[str], context: Context) -> Reading | None:
    """the third quarter of 2021; Q3 2021; the first half of last year; the second half of the year."""
    number = _ordinal(match)
    value = _half(number) if match.groupdict().get("half") is not None else _quarter(number)
    return None if value is None else _in_year(match, context, *value)


def read_last_quarter(match: re.Match[str], context: Context) -> Reading | None:
    """the last quarter of 2019; the final quarter of the year."""
    return _in_year(match, context, 10, 12, "quarter")


def read_bare_quarter(match: re.Match[str], context: Context) -> Reading | None:
    """in Q3; in the third quarter; first-quarter profit: the latest that had begun; the next where words look ahead."""
    published, number = context.published, _ordinal(match)
    around = context.text[max(0, match.start() - _SPORT_REACH) : match.end() + _SPORT_REACH]
    if published is None or _SPORT.search(around):
        return None
    if match["noun"] is None and not _BARE_BEFORE.search(context.before(match.start())):
        return None
    year = published.year - ((number - 1) * 3 + 1 > published.month)
    if lean_of(context.text, match.start(), match.end()) == "future":
        year = published.year + (number * 3 < published.month)
    return Reading(match.start(), match.end(), calendar.quarter(year, number))


def read_months_of_year(match: re.Match[str], context: Context) -> Reading | None:
    """the first nine months of 2021; the last three months of the year."""
    count = number_called(match["count"])
    if not 1 <= count <= 11:
        return None
    first = 1 if match["side"].lower() == "first" else 13 - count
    return _in_year(match, context, first, first + count - 1, "months")


def _ordinal(match: re.Match[str]) -> int:
    return int(match["digit"]) if match["digit"] else cast(int, WORDS["ordinals"][match["ordinal"].lower()])


def _quarter(number: int) -> tuple[int, int, str] | None:
    return number * 3 - 2, number * 3, "quarter"


def _half(number: int) -> tuple[int, int, str] | None:
    return None if number > 2 else (number * 6 - 5, number * 6, "half")


def _in_year(match: re.Match[str], context: Context, first: int, last: int, kind: str) -> Reading | None:
    """The months ``first`` to ``last`` of the year that the match names, last year or the year of publication."""
    if match["year"]:
        year = int(match["year"])
    elif context.published is None:
        return None
    elif match["which"]:
        year = relative_year(context.published, match["which"])
    else:
        year = _year_meant(context, match, first, last, context.published)
    return Reading(match.start(), match.end(), _months(year, first, last, kind))


def _year_meant(context: Context, match: re.Match[str], first: int, last: int, published: date) -> int:
    """The year: that of publication, unless the words look back on months to come or ahead to months that are over."""
    lean = lean_of(context.text, match.start(), match.end())
    if lean == "past" and published.month < first:
        return published.year - 1
    return published.year + (lean == "future" and published.month > last)


def _months(year: int, first: int, last: int, kind: str) -> CalendarValue:
    if kind == "quarter":
        return calendar.quarter(year, last // 3)
    begin, end = calendar.month(year, first), calendar.month(year, last)
    if kind == "half":
        return calendar.days_between(begin.date_from, end.date_to)
    return calendar.months_between(begin.date_from, end.date_from)


_ORDINAL = r"(?P<ordinal>(?i:first|second|third|fourth))"
_YEAR_AFTER = rf"(?:{SPACE}(?:of|in)|,)?{SPACE}(?:{YEAR}|{_YEAR_OF_PUBLICATION})"
_FIGURES = r"profits?|earnings|revenues?|results|sales|growth|GDP|net|loss(?:es)?|output|figures|income"
RULES = {
    "quarter": (
        Rule(re.compile(rf"(?:Q(?P<digit>[1-4])|{_ORDINAL}[- ]quarter)\b{_YEAR_AFTER}"), read_quarter_and_year),
        Rule(
            re.compile(rf"(?:H(?P<digit>[12])|{_ORDINAL}[- ](?P<word>half))\b(?P<half>){_YEAR_AFTER}"),
            read_quarter_and_year,
        ),
        Rule(
            re.compile(rf"(?:Q(?P<digit>[1-4])|{_ORDINAL}[- ]quarter)\b(?P<noun>(?={SPACE}(?:{_FIGURES})\b))?"),
            read_bare_quarter,
        ),
    ),
    "unit": (
        Rule(re.compile(rf"(?P<ordinal>(?i:last|final)){SPACE}quarter\b{_YEAR_AFTER}"), read_last_quarter),
        Rule(
            re.compile(
                rf"(?P<side>(?i:first|last|final)){SPACE}(?P<count>{alternatives(NUMBERS)}|\d{{1,2}}){SPACE}months{_YEAR_AFTER}"
            ),
            read_months_of_year,
        ),
    ),
}
