"""Rules for days that are counted from the day of publication: Monday, today, the weekend.

Belongs here: one rule an expression. A rule gets a match and gives a reading or None. Does not belong here: days of
the calendar (see ``day_rules``), weeks and longer.
"""

from __future__ import annotations

import re
from datetime import timedelta

from pipelines.text import calendar_values as calendar
from pipelines.text.date_grammar import (
    EVERY_BEFORE,
    MONTH,
    MONTHS,
    NUMBERS,
    SPACE,
    WEEKDAY,
    WEEKDAYS,
    WORDS,
    YEAR,
    Context,
    Reading,
    Rule,
    alternatives,
    is_part_of_a_name,
    lean_of_which,
    number_called,
    which_before,
)
from pipelines.text.tense import lean_of

_DEICTIC = {"today": 0, "tonight": 0, "yesterday": -1, "tomorrow": 1, "last night": -1}
_WEEKS_OFF = re.compile(
    rf"\b(?i:(?P<count>{alternatives(NUMBERS)}|\d{{1,2}})){SPACE}weeks?{SPACE}(?P<side>ago|from)(?:{SPACE}on)?{SPACE}\Z"
)
_PLACES: dict[str, int] = {**WORDS["ordinals"], "last": -1, "final": -1}
_PLACE_BEFORE = re.compile(rf"\b(?P<place>(?i:{alternatives(_PLACES)})){SPACE}\Z")
_DAY_BEYOND = re.compile(r"\b[Tt]he day (?P<side>before|after) \Z")
_PART_OF_DAY = r"(?:morning|afternoon|evening|night|lunchtime)"


def read_weekday_of_week(match: re.Match[str], context: Context) -> Reading | None:
    """Tuesday of last week; Monday next week."""
    if context.published is None:
        return None
    monday = context.published - timedelta(days=context.published.weekday())
    week = {"last": -7, "this": 0, "next": 7}[match["which"]]
    found = monday + timedelta(days=week + WEEKDAYS[match["weekday"]])
    return Reading(match.start(), match.end(), calendar.day(found))


def read_weekday_weeks_off(match: re.Match[str], context: Context) -> Reading | None:
    """a week ago Monday; two weeks ago on Friday; a week from Sunday."""
    found = _WEEKS_OFF.search(context.before(match.start(), 40))
    if context.published is None or found is None:
        return None
    ahead = found["side"] == "from"
    days = number_called(found["count"]) * (7 if ahead else -7)
    nearest = calendar.weekday_near(context.published, WEEKDAYS[match["weekday"]], "future" if ahead else "past")
    value = calendar.day(nearest + timedelta(days=days))
    return Reading(match.start() - len(found.group()), match.end(), value)


def read_weekday_of_month(match: re.Match[str], context: Context) -> Reading | None:
    """the first Monday in June; the last Sunday of October 2021."""
    place, number = _PLACE_BEFORE.search(context.before(match.start())), MONTHS[match["month"]]
    if place is None or (match["year"] is None and context.published is None):
        return None
    weekday, nth = WEEKDAYS[match["weekday"]], _PLACES[place["place"].lower()]
    start, lean = match.start() - len(place.group()), lean_of(context.text, match.start(), match.end())
    if match["year"]:
        years = [int(match["year"])]
    elif context.published is not None:
        years = [context.published.year + step for step in (-1, 0, 1)]
    days = [calendar.weekday_of_month(year, number, weekday, nth) for year in years]
    found = days[0] if context.published is None else calendar.nearest(days, context.published, lean)
    return None if found is None else Reading(start, match.end(), calendar.day(found))


def read_weekday_and_a_week(match: re.Match[str], context: Context) -> Reading | None:
    """on Monday week, which is a week after the coming Monday."""
    if context.published is None:
        return None
    tomorrow = context.published + timedelta(days=1)
    found = calendar.weekday_near(tomorrow, WEEKDAYS[match["weekday"]], "future") + timedelta(days=7)
    return Reading(match.start(), match.end(), calendar.day(found))


def read_weekday(match: re.Match[str], context: Context) -> Reading | None:
    """Wednesday; last Wednesday; next Monday; Friday night."""
    name = match["weekday"].capitalize()
    if context.published is None or is_part_of_a_name(match, context, name) or len(name) < 6:
        return None
    start, which = which_before(match.start(), context)
    if EVERY_BEFORE.search(context.before(start)) and match["part"] is None and which is None:
        return None
    if which == "next" and context.before(start).endswith("the "):  # the next Monday: counted from another day
        return None
    lean = lean_of_which(which) or lean_of(context.text, start, match.end(), is_weekday=True)
    found = calendar.weekday_near(context.published, WEEKDAYS[name], lean)
    if found == context.published and which in ("last", "next", "past"):
        found += timedelta(days=7 if which == "next" else -7)
    return Reading(start, match.end(), calendar.day(found))


def read_today(match: re.Match[str], context: Context) -> Reading | None:
    """today, yesterday, tomorrow evening, tonight, this morning, last night, the day before yesterday."""
    word = " ".join(match["word"].lower().split())
    in_a_name = match.group()[0].isupper() and re.search(r"\w[ ]\Z", context.before(match.start()))
    if context.published is None or in_a_name:
        return None
    days, start = _DEICTIC.get(word, 0), match.start()
    beyond = _DAY_BEYOND.search(context.before(start))
    if beyond is not None and (word, beyond["side"]) in (("yesterday", "before"), ("tomorrow", "after")):
        days, start = days * 2, start - (len(beyond.group()) - len("the "))
    return Reading(start, match.end(), calendar.day(context.published + timedelta(days=days)))


def read_the_weekend(match: re.Match[str], context: Context) -> Reading | None:
    """the weekend: the coming one where the words look ahead, otherwise the latest that had begun."""
    if context.published is None:
        return None
    ahead = lean_of(context.text, match.start(), match.end()) == "future"
    saturday = calendar.weekday_near(context.published, 5, "future" if ahead else "past")
    if ahead and context.published.weekday() == 6:
        saturday = context.published - timedelta(days=1)
    return Reading(match.start(), match.end(), calendar.days_between(saturday, saturday + timedelta(days=1)))


RULES = {
    "weekday": (
        Rule(
            re.compile(rf"{WEEKDAY}{SPACE}(?:of{SPACE})?(?P<which>last|this|next){SPACE}week\b"), read_weekday_of_week
        ),
        Rule(re.compile(WEEKDAY), read_weekday_weeks_off),
        Rule(
            re.compile(rf"{WEEKDAY}{SPACE}(?:of|in){SPACE}{MONTH}(?:,?{SPACE}(?:of{SPACE})?{YEAR})?"),
            read_weekday_of_month,
        ),
        Rule(re.compile(rf"(?<=\b[Oo]n ){WEEKDAY} week\b(?!-)"), read_weekday_and_a_week),
        Rule(re.compile(rf"{WEEKDAY}(?:{SPACE}(?P<part>{_PART_OF_DAY}))?\b"), read_weekday),
    ),
    "today": (
        Rule(
            re.compile(rf"(?P<word>(?i:tonight|today|last{SPACE}night|this{SPACE}(?:morning|afternoon|evening)))\b"),
            read_today,
        ),
        Rule(re.compile(rf"(?P<word>(?i:yesterday|tomorrow))(?:{SPACE}{_PART_OF_DAY})?\b"), read_today),
    ),
    "weekend": (Rule(re.compile(r"[Tt]he weekend\b(?! (?:before|after|of))"), read_the_weekend),),
}
