"""Rules for spans of time counted from publication: two weeks ago, the past three months, last year.

Belongs here: one rule an expression. A rule gets a match and gives a reading or None. Does not belong here: single
days (see ``weekday_rules``), periods of the calendar (see ``month_rules``, ``year_rules``, ``period_rules``).

Left out on purpose, as nothing in the text or the day of publication settles them: a few days ago, in recent weeks, the
coming months, and what is counted from another event (two days earlier, the next day, the previous year). And
"overnight": in half of its places it means at once.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from pipelines.text import calendar_values as calendar
from pipelines.text.calendar_values import CalendarValue
from pipelines.text.date_grammar import (
    COUNT,
    MONTHS,
    PART_OF,
    SPACE,
    UNIT,
    WEEKDAY,
    Context,
    Reading,
    Rule,
    alternatives,
    number_called,
    part_called,
    with_part,
)
from pipelines.text.tense import lean_of

_EARLIER_BEFORE = re.compile(r"\b(?P<part>[Ee]arlier|[Ll]ater|[Ss]o far)(?: in)?[ \u00a0]\Z")
_DISTANCE = re.compile(
    rf"\b(?i:{COUNT})(?:{UNIT}s?|(?P<century>century|centuries))(?P<half>{SPACE}and a half)?{SPACE}\Z"
)
_WILL_BEFORE = re.compile(
    r"(?:\b(?:will|shall|(?:is|are) (?:due|set|scheduled|expected|likely|going|to)|heads?|expires?)"
    r"|['’]ll)\b[^.;:!?\n]{0,60}\Z"
)
_OPENS_BEFORE = re.compile(
    r"\b(?:(?:re)?opens?|(?:re)?starts?|begins?|resumes?|ends?|closes?|meets?|expires?|returns?|retires?|leaves?)"
    r"(?: again)? \Z"
)
_COUNTED_OFF = re.compile(r"\b(?:\w+est|times?|first|worst|best|most|least|once|twice|record|not)\b|n['’]t\b")
_WEEKDAY_AFTER = re.compile(rf"{SPACE}(?:on{SPACE})?{WEEKDAY}\b")  # a week ago Monday: see ``weekday_rules``
_OF_A_PERIOD = re.compile(rf" of (?:the|this|that|his|her|its|their|last|next|{alternatives(MONTHS)})\b")
_DAYS_OF_UNIT = {"day": 1, "week": 7, "fortnight": 14}
_MONTHS_OF_UNIT = {"month": 1, "quarter": 3, "year": 12, "decade": 120}


def read_ago(match: re.Match[str], context: Context) -> Reading | None:
    """three days ago; two weeks ago; a year and a half ago; a century ago; two years from now."""
    found = _DISTANCE.search(context.before(match.start(), 48))
    if context.published is None or found is None or _WEEKDAY_AFTER.match(context.text, match.end()):
        return None
    count = number_called(found["count"]) * (-1 if match.group() == "ago" else 1)
    if count < 0 and context.text.startswith(" today", match.end()) and not found["half"] and found["unit"]:
        then = _other_end(context.published, found["unit"], count)  # a year ago today
        end = match.end() + len(" today")
        return None if then is None else Reading(match.start() - len(found.group()), end, calendar.day(then))
    if found["century"]:
        value = _distant(context.published, "year", count * 100)
    elif found["half"]:
        if found["unit"] != "year":
            return None
        value = _distant(context.published, "month", count * 12 + (6 if count > 0 else -6))
    else:
        value = _distant(context.published, found["unit"], count)
    return None if value is None else Reading(match.start() - len(found.group()), match.end(), value)


def read_ahead(match: re.Match[str], context: Context) -> Reading | None:
    """in three weeks; within a month; in ten days' time; where the words look ahead: *it took a month* is none."""
    start = match.start()
    if context.published is None or context.text.startswith(" of ", match.end()):
        return None
    before = context.before(start, 90)
    ahead = _WILL_BEFORE.search(before) or _OPENS_BEFORE.search(before)
    if match["time"] is None and (ahead is None or _COUNTED_OFF.search(ahead.group())):
        return None
    if match["word"].lower() == "within":
        then = _other_end(context.published, match["unit"], number_called(match["count"]))
        return None if then is None else Reading(start, match.end(), calendar.days_between(context.published, then))
    value = _distant(context.published, match["unit"], number_called(match["count"]))
    return None if value is None else Reading(start, match.end(), value)


def _distant(published: date, unit: str, count: int) -> CalendarValue | None:
    """The day, week, month or year that lies so many units from publication."""
    if unit == "day":
        return calendar.day(published + timedelta(days=count))
    if unit in _DAYS_OF_UNIT:
        return calendar.week(published + timedelta(days=_DAYS_OF_UNIT[unit] * count))
    if unit == "month":
        then = calendar.months_later(published, count)
        return calendar.month(then.year, then.month)
    then_year = published.year + count * (10 if unit == "decade" else 1)
    if unit not in ("year", "decade") or not calendar.FIRST_YEAR <= then_year <= calendar.LAST_YEAR:
        return None
    return calendar.year(then_year)


def read_span(match: re.Match[str], context: Context) -> Reading | None:
    """the past three months; the next two weeks; the past year; the last decade; the past 24 hours."""
    published, which, unit = context.published, match["which"].lower(), match["unit"]
    definite = re.search(r"\b(?:[Tt]he|[Tt]his|[Tt]hese)[ ]\Z", context.before(match.start())) is not None
    if published is None or unit == "weekend" or (match["count"] is None and not (definite or which == "past")):
        return None
    ahead = which in ("next", "coming")
    of_follows = context.text.startswith(" of ", match.end())
    if match["count"] is None and (unit == "day" or ahead or of_follows):
        return None
    if which == "last" and _OF_A_PERIOD.match(context.text, match.end()):  # the last two weeks of May, of the campaign
        return None
    count = number_called(match["count"] or "one") * (1 if ahead else -1)
    other = _other_end(published, unit, count)
    if other is None:
        return None
    first, last = sorted((published, other))
    return Reading(match.start(), match.end(), calendar.days_between(first, last))


def _other_end(published: date, unit: str, count: int) -> date | None:
    """The day at the other end of a span that begins or ends at publication."""
    if unit in _DAYS_OF_UNIT:
        return published + timedelta(days=count * _DAYS_OF_UNIT[unit])
    months = count * _MONTHS_OF_UNIT[unit]
    if not calendar.FIRST_YEAR <= published.year + months // 12 <= calendar.LAST_YEAR:
        return None
    return calendar.months_later(published, months)


def read_hours(match: re.Match[str], context: Context) -> Reading | None:
    """the past 24 hours; the next 48 hours. Other numbers of hours are no matter of days."""
    hours = int(match["hours"])
    if context.published is None or hours % 24:
        return None
    ahead = match["which"].lower() in ("next", "coming")
    first, last = sorted((context.published, context.published + timedelta(days=hours // 24 * (1 if ahead else -1))))
    return Reading(match.start(), match.end(), calendar.days_between(first, last))


def read_unit(match: re.Match[str], context: Context) -> Reading | None:
    """last month, this week, next year, last weekend; late last year, earlier this month, so far this year."""
    published, which, unit = context.published, match["which"].lower(), match["unit"]
    definite = re.search(r"\b(?:[Tt]he|[Ii]ts|[Hh]is|[Hh]er|[Tt]heir)[ ]\Z", context.before(match.start()))
    if published is None or unit in ("day", "fortnight") or which == "past":
        return None
    if definite and which not in ("current", "coming"):
        return None
    if re.match(r" of\b|-", context.text[match.end() : match.end() + 4]):
        return None
    step = {"last": -1, "next": 1, "coming": 1}.get(which, 0)
    start = match.start()
    if unit == "weekend" and step == 0 and published.weekday() < 3:
        step = -1 if lean_of(context.text, start, match.end()) == "past" else 0
    value = _unit_near(published, unit, step)
    if step == 0 and (found := _EARLIER_BEFORE.search(context.before(start))) is not None:
        ahead = found["part"].lower() == "later"
        first, last = (published, value.date_to) if ahead else (value.date_from, published)
        return Reading(start - len(found.group()), match.end(), value._replace(date_from=first, date_to=last))
    return with_part(start, match.end(), value, context)


def read_end_of_unit(match: re.Match[str], context: Context) -> Reading | None:
    """the end of the month; the start of the year; the middle of the decade."""
    published = context.published
    if published is None:
        return None
    part, lean = part_called(match["part"]), lean_of(context.text, match.start(), match.end())
    value = calendar.part_of(_unit_near(published, match["unit"], 0), part)
    if lean == "past" and value.date_from > published:
        value = calendar.part_of(_unit_near(published, match["unit"], -1), part)
    elif lean == "future" and value.date_to < published:
        value = calendar.part_of(_unit_near(published, match["unit"], 1), part)
    return Reading(match.start(), match.end(), value)


def read_beyond(match: re.Match[str], context: Context) -> Reading | None:
    """the week after next; the month before last."""
    if context.published is None:
        return None
    step = 2 if match["side"] == "after" else -2
    return Reading(match.start(), match.end(), _unit_near(context.published, match["unit"], step))


def _unit_near(published: date, unit: str, step: int) -> CalendarValue:
    if unit == "week":
        return calendar.week(published + timedelta(days=7 * step))
    if unit == "weekend":
        saturday = published - timedelta(days=published.weekday() - 5) + timedelta(days=7 * step)
        return calendar.days_between(saturday, saturday + timedelta(days=1))
    if unit == "month":
        then = calendar.months_later(published.replace(day=1), step)
        return calendar.month(then.year, then.month)
    if unit == "quarter":
        then = calendar.months_later(published.replace(day=1), 3 * step)
        return calendar.quarter(then.year, (then.month + 2) // 3)
    if unit == "year":
        return calendar.year(published.year + step)
    return calendar.decade(published.year // 10 * 10 + 10 * step)


_SPAN_WORDS = r"(?P<which>(?i:past|last|next|coming))"
RULES = {
    "ago": (Rule(re.compile(r"(?:ago|from now)\b"), read_ago),),
    "ahead": (
        Rule(
            re.compile(rf"(?P<word>(?i:in|within)){SPACE}{COUNT}{UNIT}s?\b(?P<time>['’]?s?{SPACE}time\b)?"), read_ahead
        ),
    ),
    "unit": (
        Rule(re.compile(rf"{_SPAN_WORDS}{SPACE}(?P<hours>\d{{2,3}}){SPACE}hours\b"), read_hours),
        Rule(re.compile(rf"{_SPAN_WORDS}{SPACE}{COUNT}?{UNIT}s?\b"), read_span),
        Rule(re.compile(rf"(?P<which>(?i:last|this|next|current|coming)){SPACE}{UNIT}\b"), read_unit),
    ),
    "beyond": (Rule(re.compile(rf"{UNIT} (?:(?P<side>after) next|before last)\b"), read_beyond),),
    "part": (
        Rule(
            re.compile(rf"{PART_OF} of (?:the|this) (?P<unit>week|month|quarter|year|decade)\b(?!-)"), read_end_of_unit
        ),
    ),
}
