"""Rules for days of the calendar: 12 January, 2022-01-13, 12-14 January, the 20th, 9/11.

Belongs here: one rule an expression. A rule gets a match and gives a reading or None. Does not belong here: days that
are counted from publication (see ``weekday_rules``), feasts (see ``holiday_rules``), weeks and longer.
"""

from __future__ import annotations

import re
from datetime import date
from typing import cast

from pipelines.text import calendar_values as calendar
from pipelines.text.date_grammar import (
    DAY,
    FIRST_WORD,
    MONTH,
    MONTHS,
    SPACE,
    WEEKDAY,
    WEEKDAYS,
    WORDS,
    YEAR,
    Context,
    Reading,
    Rule,
    alternatives,
)
from pipelines.text.tense import lean_of

_ORDINALS: dict[str, int] = WORDS["day_ordinals"]
_OF = rf"(?:{SPACE}of)?{SPACE}"
_UNTIL = rf"(?:(?:{SPACE})?[-–—](?:{SPACE})?|{SPACE}(?:to|and|through){SPACE})"
_TO = rf"(?:(?:{SPACE})?[-–—](?:{SPACE})?|{SPACE}(?:to|through|until){SPACE})"
_LAST = r"(?P<last>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?(?![\w%]|[:/]\d|[.,]\d)"
_FIRST = r"(?P<day>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?"
_AND_YEAR = rf"(?:,?{SPACE}{YEAR})?"
_OTHER_MONTH = rf"(?P<other>{alternatives(MONTHS)})\b"
_BRACKET = rf"(?:{SPACE}\({WEEKDAY}\)|,{SPACE}a{SPACE}{WEEKDAY.replace('weekday', 'apposed')})"
_NAME_BEFORE = re.compile(r"\b[A-Z][a-z]+ \Z")
_WEEK_BEFORE = re.compile(r"\bweek (?:of|beginning|starting|commencing)(?: on)?(?: the)? \Z")
_THE_BEFORE = re.compile(r"\b(?:[Oo]n|[Uu]ntil|[Bb]y|[Ff]rom|[Bb]efore|[Ss]ince) (?P<the>the )\Z")


def read_day_and_month(match: re.Match[str], context: Context) -> Reading | None:
    """12 January (2022); January 12(, 2022); with a weekday: Wednesday, 12 January; 12 January (Wednesday)."""
    groups = match.groupdict()
    name = groups.get("weekday") or groups.get("apposed")
    weekday = WEEKDAYS[name] if name else None
    written, end = match["year"], match.end()
    if name and len(name) < 6 and _NAME_BEFORE.search(context.before(match.start())):  # the Edmonton Sun, August 16
        return None
    if context.counts_things(end):
        if written is None or match.end("day") == end:
            return None
        written, end = None, match.end("day")
    found = _day(match, context, written, weekday, end)
    if found is None:
        return None
    if weekday is None and (week := _WEEK_BEFORE.search(context.before(match.start()))) is not None:
        return Reading(match.start() - len(week.group()), end, calendar.week(found))
    return Reading(match.start(), end, calendar.day(found), weekday is not None and found.weekday() != weekday)


def _day(match: re.Match[str], context: Context, written: str | None, weekday: int | None, end: int) -> date | None:
    month, day = MONTHS[match["month"]], _ORDINALS.get(match["day"].lower()) or int(match["day"])
    if written is not None:
        return calendar.valid_day(int(written), month, day)
    if (known := _known_year(match, context, month, day)) is not None:
        return calendar.valid_day(known, month, day)
    if context.published is None:
        return None
    lean = lean_of(context.text, match.start(), end)
    if weekday is None:
        return calendar.day_near(context.published, month, day, lean)
    return calendar.day_on_weekday(context.published, month, day, weekday, lean)


def _known_year(match: re.Match[str], context: Context, month: int, day: int) -> int | None:
    """Days that stand for an event (the September 11 attacks) bear its year."""
    word = FIRST_WORD.match(context.text, match.end())
    for known in WORDS["known_days"]:
        if (known["month"], known["day"]) == (month, day) and word is not None and word.group(1) in known["before"]:
            return cast(int, known["year"])
    return None


def read_days(match: re.Match[str], context: Context) -> Reading | None:
    """12-14 January (2022); January 12-14(, 2022); 28 February to 2 March 2021."""
    month, written = MONTHS[match["month"]], match["year"]
    last_month = MONTHS[match["other"]] if match.groupdict().get("other") else month
    if written is not None:
        last = calendar.valid_day(int(written), last_month, int(match["last"]))
    elif context.published is not None:
        lean = lean_of(context.text, match.start(), match.end())
        last = calendar.day_near(context.published, last_month, int(match["last"]), lean)
    else:
        return None
    if last is None:
        return None
    first = calendar.valid_day(last.year - (last_month < month), month, int(match["day"]))
    if first is None or first >= last or context.counts_things(match.end()):
        return None
    return Reading(match.start(), match.end(), calendar.days_between(first, last))


def read_numeric(match: re.Match[str], context: Context) -> Reading | None:
    """2022-01-13; 13.01.2022; 13/01/2022 and 01/13/2022 where only one reading is a date, or other dates show it."""
    if match["iso"]:
        found = calendar.valid_day(int(match["iso"]), int(match["second"]), int(match["third"]))
        return None if found is None else Reading(match.start(), match.end(), calendar.day(found))
    first, second, year = int(match["first"]), int(match["middle"]), int(match["last"])
    day_first, month_first = calendar.valid_day(year, second, first), calendar.valid_day(year, first, second)
    if match["mark"] == "." or month_first is None or day_first == month_first:
        found = day_first
    elif day_first is None:
        found = month_first
    else:
        found = {True: day_first, False: month_first, None: None}[context.writes_the_day_first]
    return None if found is None else Reading(match.start(), match.end(), calendar.day(found))


def read_nine_eleven(match: re.Match[str], context: Context) -> Reading | None:
    """9/11, the day of the attacks, unless the article is older."""
    day = date(2001, 9, 11)
    if context.published is not None and context.published < day:
        return None
    return Reading(match.start(), match.end(), calendar.day(day))


def read_ordinal_day(match: re.Match[str], context: Context) -> Reading | None:
    """on the 20th; the 20th of last month."""
    published, day = context.published, int(match["day"])
    if published is None:
        return None
    if match["which"]:
        step = {"last": -1, "next": 1}.get(match["which"], 0)
        month = calendar.months_later(published.replace(day=1), step)
        found = calendar.valid_day(month.year, month.month, day)
        return None if found is None else Reading(match.start(), match.end(), calendar.day(found))
    the = _THE_BEFORE.search(context.before(match.start()))
    near = calendar.day_of_month_near(published, day, lean_of(context.text, match.start(), match.end()))
    if the is None or near is None:
        return None
    return Reading(match.start("day") - len("the "), match.end("ordinal"), calendar.day(near))


_BY_MONTH = (
    Rule(re.compile(rf"{MONTH}{SPACE}{_FIRST}{_TO}{_OTHER_MONTH}{SPACE}{_LAST}{_AND_YEAR}"), read_days),
    Rule(re.compile(rf"{MONTH}{SPACE}{_FIRST}{_UNTIL}{_LAST}{_AND_YEAR}"), read_days),
    Rule(re.compile(rf"{MONTH}{SPACE}{DAY}{_AND_YEAR}{_BRACKET}"), read_day_and_month),
    Rule(re.compile(rf"{MONTH}{SPACE}{DAY}{_AND_YEAR}"), read_day_and_month),
)
_BY_NUMBER = (
    Rule(
        re.compile(
            r"(?:(?P<iso>\d{4})-(?P<second>\d\d)-(?P<third>\d\d)"
            r"|(?P<first>\d{1,2})(?P<mark>[./])(?P<middle>\d{1,2})(?P=mark)(?P<last>\d{4}))(?![\d/-]|\.\d)"
        ),
        read_numeric,
    ),
    Rule(re.compile(r"9/11(?![\d/.-])"), read_nine_eleven),
    Rule(re.compile(rf"{_FIRST}{_OF}{MONTH}{_TO}{_LAST}{_OF}{_OTHER_MONTH}{_AND_YEAR}"), read_days),
    Rule(re.compile(rf"{_FIRST}{_UNTIL}{_LAST}{_OF}{MONTH}{_AND_YEAR}"), read_days),
    Rule(re.compile(rf"{DAY}{_OF}{MONTH}{_AND_YEAR}{_BRACKET}"), read_day_and_month),
    Rule(re.compile(rf"{DAY}{_OF}{MONTH}{_AND_YEAR}"), read_day_and_month),
    Rule(
        re.compile(
            r"(?P<ordinal>(?P<day>3[01]|[12]\d|[1-9])(?:st|nd|rd|th))"
            r"(?: of (?P<which>last|this|next) month\b| of the month\b"
            r"|(?=[.,;:!?)’'”\"]|\s*\Z| (?:and|to|until|after)\b))"
        ),
        read_ordinal_day,
    ),
)
# the first of May's ministers is no day
_IN_WORDS = Rule(
    re.compile(
        rf"(?P<day>(?i:{alternatives(_ORDINALS)})){SPACE}of{SPACE}{MONTH}{_AND_YEAR}(?!['’]s?\b)(?!{SPACE}[A-Z])"
    ),
    read_day_and_month,
)
_DAY_FIRST, _MONTH_FIRST = rf"{DAY}{_OF}{MONTH}{_AND_YEAR}", rf"{MONTH}{SPACE}{DAY}{_AND_YEAR}"
_BY_WEEKDAY = (
    Rule(re.compile(rf"{WEEKDAY},?{SPACE}(?:the{SPACE})?{_DAY_FIRST}"), read_day_and_month),
    Rule(re.compile(rf"{WEEKDAY}{SPACE}\({_DAY_FIRST}\)"), read_day_and_month),
    Rule(re.compile(rf"{WEEKDAY},?{SPACE}{_MONTH_FIRST}"), read_day_and_month),
    Rule(re.compile(rf"{WEEKDAY}{SPACE}\({_MONTH_FIRST}\)"), read_day_and_month),
)
RULES = {"weekday": _BY_WEEKDAY, "month": _BY_MONTH, "number": _BY_NUMBER, "day_ordinal": (_IN_WORDS,)}
