"""Rules for feasts and holidays: Christmas, New Year's Eve, Good Friday, Thanksgiving.

Belongs here: the day on which a feast falls and when its name means that day. The feasts stand in
``data/date_words.json``: by date, by distance from Easter (Western churches) or as the nth weekday of a month. Left out
are feasts whose day differs from country to country (Independence Day, Mother's Day) and those of other calendars.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

from pipelines.text import calendar_values as calendar
from pipelines.text.date_grammar import (
    EVERY_BEFORE,
    FIRST_WORD,
    RELATIVE_YEAR,
    SPACE,
    WORDS,
    YEAR,
    Context,
    Reading,
    Rule,
    alternatives,
    lean_of_which,
    relative_year,
    which_before,
)
from pipelines.text.tense import lean_of

HOLIDAYS: dict[str, dict[str, Any]] = {name: each for each in WORDS["holidays"] for name in each["names"]}
_AFTER_A_DAY = frozenset(WORDS["after_a_day"])


def day_of(holiday: dict[str, Any], year: int) -> date:
    """The day of a feast in a year."""
    if "easter" in holiday:
        return calendar.easter(year) + timedelta(days=holiday["easter"])
    if "weekday" in holiday:
        return calendar.weekday_of_month(year, holiday["month"], holiday["weekday"], holiday["place"])
    return date(year, holiday["month"], holiday["day"])


def read_holiday(match: re.Match[str], context: Context) -> Reading | None:
    """New Year's Eve; Christmas Day 2019; last Thanksgiving; by Easter."""
    holiday, published = HOLIDAYS[match["name"]], context.published
    start, which = which_before(match.start(), context)
    if _is_no_day(match, context) or EVERY_BEFORE.search(context.before(start)):
        return None
    if match["year"]:
        return Reading(match.start(), match.end(), calendar.day(day_of(holiday, int(match["year"]))))
    if published is None:
        return None
    if match["which"]:
        return Reading(
            match.start(), match.end(), calendar.day(day_of(holiday, relative_year(published, match["which"])))
        )
    lean = lean_of_which(which) or lean_of(context.text, start, match.end())
    days = [day_of(holiday, published.year + step) for step in (-1, 0, 1)]
    if lean == "future":
        days = [each for each in days if each > published or (which is None and each == published)]
    elif which is not None:  # last Christmas is not today
        days = [each for each in days if each < published]
    found = calendar.nearest(days, published, lean)
    return None if found is None else Reading(start, match.end(), calendar.day(found))


def _is_no_day(match: re.Match[str], context: Context) -> bool:
    """A Christmas tree, the Easter Rising, the Good Friday Agreement, Memorial Day sales in general."""
    if match["year"] or match["which"]:
        return False
    following = FIRST_WORD.match(context.text, match.end())
    return following is not None and context.text[match.end()] != "\n" and following.group(1) not in _AFTER_A_DAY


RULES = {
    "holiday": (
        Rule(
            re.compile(
                rf"(?P<name>{alternatives(HOLIDAYS)})(?![\w-])(?:,?(?:{SPACE}(?:of|in))?{SPACE}(?:{YEAR}|{RELATIVE_YEAR}))?"
            ),
            read_holiday,
        ),
    )
}
