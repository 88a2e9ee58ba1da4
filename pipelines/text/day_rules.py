"""Rules for days: what an expression for a day or some days looks like from its first telling word on.

Belongs here: one rule an expression. A rule gets a match and gives a reading or None. Does not belong here: weeks,
months and longer (see ``period_rules``).
"""

from __future__ import annotations

import re
from datetime import timedelta
from typing import cast

from pipelines.text import calendar_values as calendar
from pipelines.text.date_grammar import (
    EVERY_BEFORE,
    FIRST_WORD,
    MONTHS,
    WEEKDAYS,
    WORDS,
    Context,
    Reading,
    is_part_of_a_name,
    lean_of_which,
    which_before,
)
from pipelines.text.tense import lean_of

_DEICTIC = {"today": 0, "tonight": 0, "yesterday": -1, "tomorrow": 1, "last night": -1}
_DAY_BEYOND = re.compile(r"\b[Tt]he day (?P<side>before|after) \Z")


def read_weekday_and_day(match: re.Match[str], context: Context) -> Reading | None:
    """Wednesday, 12 January (2022); Wednesday, January 12(, 2022)."""
    return _day_of_month(match, context, WEEKDAYS[match["weekday"]])


def read_day_and_month(match: re.Match[str], context: Context) -> Reading | None:
    """12 January (2022); January 12(, 2022)."""
    return _day_of_month(match, context, None)


def _day_of_month(match: re.Match[str], context: Context, weekday: int | None) -> Reading | None:
    month, day, written = MONTHS[match["month"]], int(match["day"]), match["year"]
    end = match.end()
    if context.counts_things(end):
        if written is None or match.end("day") == end:
            return None
        written, end = None, match.end("day")
    if written is not None:
        found = calendar.valid_day(int(written), month, day)
    elif (known := _known_year(match, context, month, day)) is not None:
        found = calendar.valid_day(known, month, day)
    elif context.published is None:
        return None
    else:
        lean = lean_of(context.text, match.start(), end)
        found = calendar.day_near(context.published, month, day, weekday, lean)
    return None if found is None else Reading(match.start(), end, calendar.day(found))


def _known_year(match: re.Match[str], context: Context, month: int, day: int) -> int | None:
    """Days that stand for an event (the September 11 attacks) bear its year."""
    word = FIRST_WORD.match(context.text, match.end())
    for known in WORDS["known_days"]:
        if (known["month"], known["day"]) == (month, day) and word is not None and word.group(1) in known["before"]:
            return cast(int, known["year"])
    return None


def read_days(match: re.Match[str], context: Context) -> Reading | None:
    """12-14 January (2022); January 12-14(, 2022); 12 to 14 January."""
    month, written = MONTHS[match["month"]], match["year"]
    if written is not None:
        last = calendar.valid_day(int(written), month, int(match["last"]))
    elif context.published is not None:
        lean = lean_of(context.text, match.start(), match.end())
        last = calendar.day_near(context.published, month, int(match["last"]), None, lean)
    else:
        return None
    first = None if last is None else calendar.valid_day(last.year, month, int(match["day"]))
    if first is None or last is None or first >= last or context.counts_things(match.end()):
        return None
    return Reading(match.start(), match.end(), calendar.days_between(first, last))


def read_numeric(match: re.Match[str], context: Context) -> Reading | None:
    """2022-01-13; 13.01.2022; 13/01/2022 and 01/13/2022 where only one reading is a date."""
    if match["iso"]:
        found = calendar.valid_day(int(match["iso"]), int(match["second"]), int(match["third"]))
        return None if found is None else Reading(match.start(), match.end(), calendar.day(found))
    first, second, year = int(match["first"]), int(match["middle"]), int(match["last"])
    readings = {calendar.valid_day(year, second, first)}
    if match["mark"] != ".":
        readings.add(calendar.valid_day(year, first, second))
    days = [reading for reading in readings if reading is not None]
    return Reading(match.start(), match.end(), calendar.day(days[0])) if len(days) == 1 else None


def read_weekday(match: re.Match[str], context: Context) -> Reading | None:
    """Wednesday; last Wednesday; next Monday; Friday night."""
    name = match["weekday"].capitalize()
    if context.published is None or is_part_of_a_name(match, context, name) or len(name) < 6:
        return None
    start, which = which_before(match.start(), context)
    if EVERY_BEFORE.search(context.before(start)) and match["part"] is None and which is None:
        return None
    lean = lean_of_which(which) or lean_of(context.text, start, match.end())
    found = calendar.weekday_near(context.published, WEEKDAYS[name], lean)
    if found == context.published and which in ("last", "next", "past"):
        found += timedelta(days=7 if which == "next" else -7)
    return Reading(start, match.end(), calendar.day(found))


def read_today(match: re.Match[str], context: Context) -> Reading | None:
    """today, yesterday, tomorrow, tonight, this morning, last night, the day before yesterday."""
    word = " ".join(match.group().lower().split())
    in_a_name = match.group()[0].isupper() and re.search(r"\w[ ]\Z", context.before(match.start()))
    if context.published is None or in_a_name:
        return None
    days, start = _DEICTIC.get(word, 0), match.start()
    beyond = _DAY_BEYOND.search(context.before(start))
    if beyond is not None and (word, beyond["side"]) in (("yesterday", "before"), ("tomorrow", "after")):
        days, start = days * 2, start - (len(beyond.group()) - len("the "))
    return Reading(start, match.end(), calendar.day(context.published + timedelta(days=days)))
