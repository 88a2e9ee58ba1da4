"""Rules for weeks, months, quarters, years and decades: what such an expression looks like and means.

Belongs here: one rule an expression. A rule gets a match and gives a reading or None. Does not belong here: days (see
``day_rules``).
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import cast

from pipelines.text import calendar_values as calendar
from pipelines.text.calendar_values import CalendarValue
from pipelines.text.date_grammar import (
    COUNT,
    EVERY_BEFORE,
    FIRST_WORD,
    MONTHS,
    NUMBERS,
    SPACE,
    UNIT,
    WORDS,
    Context,
    Reading,
    alternatives,
    is_part_of_a_name,
    lean_of_which,
    which_before,
    with_part,
)
from pipelines.text.tense import lean_of

_YEAR_HEADS = frozenset(WORDS["year_heads"])
_QUANTITIES = frozenset(WORDS["quantities"])
_NAMES_OF_PERSONS = frozenset(["April", "June", "August", "May", "March"])
_EARLIER_BEFORE = re.compile(r"\b(?P<part>[Ee]arlier|[Ll]ater)[ \u00a0]\Z")
_STRONG_BEFORE = re.compile(
    r"\b(?:[Ii]n|[Ss]ince|[Uu]ntil|[Tt]ill|[Dd]uring|[Tt]hrough|(?:end|beginning|start|middle|month|half) of"
    r"|[Ll]ast|[Nn]ext|[Tt]his|[Ee]arly|[Mm]id|[Ll]ate)[ -]\Z"
)
_WEAK_BEFORE = re.compile(r"\b(?:[Bb]y|[Ff]rom|[Bb]efore|[Aa]fter|[Bb]etween|[Tt]he|[Tt]o|[Oo]f|[Ff]or|or|and)[ ]\Z")
_NOT_A_MONTH = re.compile(rf"{SPACE}(?:[A-Z]|(?:on|for|of|to|towards)\b)|-[a-z]")
_PERSON_VERB = re.compile(rf"['’]?s?{SPACE}(?:{alternatives(WORDS['person_verbs'])})\b")
_AGO = re.compile(rf"\b(?i:{COUNT}){UNIT}s?{SPACE}\Z")
_YEAR_STRONG = re.compile(
    r"\b(?:[Ii]n|[Ss]ince|[Uu]ntil|[Tt]ill|[Dd]uring|[Bb]efore|[Aa]fter|[Bb]y|[Ff]rom|[Bb]etween|[Ee]arly|[Mm]id|[Ll]ate|[Yy]ear|[Tt]hrough"
    r"|[Ss]pring|[Ss]ummer|[Aa]utumn|[Ff]all|[Ww]inter|[Cc]irca|[Bb]ack in|as of|early in|late in)(?:[ -]|,? of )\Z"
)
_YEAR_PAIR = re.compile(r"\b(?:1[5-9]|20)\d\d(?:,? and |, | to | or )\Z")
_YEAR_BRACKET = re.compile(r"[(\[]\Z")
_YEAR_NOUN = re.compile(
    r"\b(?:[Tt]he|[Aa]|[Aa]n|[Hh]is|[Hh]er|[Ii]ts|[Tt]heir|[Tt]his|[Oo]ur|[Mm]y|\w+['’]s|\w+s['’])"
    r"(?: (?:early|late|failed|landmark|historic|original))? \Z"
)
_YEAR_OF = re.compile(r"\b(\w+) of \Z")
_YEAR_SUBJECT = re.compile(r"(?:^|\n|[.!?] )\Z")
_YEAR_PREDICATE = re.compile(r"(?:,|['’]s| (?:was|is|will|has|saw|marked|brought|may|could|would))\b")


def read_month_and_year(match: re.Match[str], context: Context) -> Reading | None:
    """October 2021; late October 2021; October last year."""
    month = MONTHS[match["month"]]
    if match["year"] is None:
        if context.published is None:
            return None
        year, end = context.published.year + {"last": -1, "this": 0, "next": 1}[match["which"]], match.end()
    elif context.counts_things(match.end()):
        return None
    else:
        year, end = int(match["year"]), match.end()
    return with_part(match.start(), end, calendar.month(year, month), context)


def read_month(match: re.Match[str], context: Context) -> Reading | None:
    """in October; last May; early March. Names that people bear too need a telling word before them."""
    written = match["month"]
    name = written.capitalize()
    if context.published is None or is_part_of_a_name(match, context, name) or not _is_a_month(match, context, name):
        return None
    start, which = which_before(match.start(), context)
    lean = lean_of_which(which) or lean_of(context.text, start, match.end())
    value = calendar.month_near(context.published, MONTHS[written], lean)
    if value.date_from <= context.published <= value.date_to and which in ("last", "next", "past"):
        value = calendar.month(value.date_from.year + (1 if which == "next" else -1), MONTHS[written])
    return with_part(start, match.end(), value, context)


def _is_a_month(match: re.Match[str], context: Context, name: str) -> bool:
    before = context.before(match.start())
    person = _PERSON_VERB.match(context.text, match.end()) is not None
    if EVERY_BEFORE.search(before):
        return False
    if name == "May":
        sure = re.search(r"\b(?:[Ii]n|[Ll]ast|[Nn]ext|[Tt]his|[Ee]arly|[Mm]id|[Ll]ate)[ -]\Z", before) is not None
        return sure or (bool(_STRONG_BEFORE.search(before)) and not person and not context.names_a_person_may)
    if len(name) < 5 and name not in ("June", "July"):
        return match.group().endswith(".") and _STRONG_BEFORE.search(before) is not None
    if _STRONG_BEFORE.search(before):
        return True
    if name not in _NAMES_OF_PERSONS:
        return not re.search(r"\b[A-Z][a-z]+ \Z", before) or bool(re.search(r"(?:^|\n|[.!?”\"] )\w+ \Z", before))
    return bool(_WEAK_BEFORE.search(before)) and not person and not _NOT_A_MONTH.match(context.text, match.end())


def read_year(match: re.Match[str], context: Context) -> Reading | None:
    """since 2002; the 2016 election; (2014). A number that merely could be a year is none."""
    if context.counts_things(match.end()) or not _is_a_year(match, context):
        return None
    return with_part(match.start(), match.end(), calendar.year(int(match["year"])), context)


def _is_a_year(match: re.Match[str], context: Context) -> bool:
    before, end = context.before(match.start(), 40), match.end()
    if _YEAR_STRONG.search(before) or _YEAR_PAIR.search(before):
        return True
    if _YEAR_BRACKET.search(before):
        return context.text[end : end + 1] in ")]"
    if (head := _YEAR_OF.search(before)) is not None:
        return head.group(1).lower() not in _QUANTITIES and not head.group(1)[0].isdigit()
    if _YEAR_SUBJECT.search(before):
        return _YEAR_PREDICATE.match(context.text, end) is not None
    return int(match["year"]) >= 1800 and _YEAR_NOUN.search(before) is not None and _names_an_event(context, end)


def _names_an_event(context: Context, end: int) -> bool:
    """Whether a noun follows that a year can describe: the 2016 election, but not the 2016 delegates."""
    found = FIRST_WORD.match(context.text, end)
    if found is None:
        return False
    word = found.group(1)
    return not (word.islower() and word.endswith("s") and not word.endswith(("ss", "us", "is"))) or word in _YEAR_HEADS


def read_years(match: re.Match[str], context: Context) -> Reading | None:
    """2016-2019; 2016–19; 2016/17."""
    first, last = int(match["year"]), int(match["last"])
    last = last if last > 99 else first // 100 * 100 + last
    if not first < last <= calendar.LAST_YEAR or last - first > 150 or context.counts_things(match.end()):
        return None
    return Reading(match.start(), match.end(), calendar.years_between(first, last))


def read_decade(match: re.Match[str], context: Context) -> Reading | None:
    """the 1990s; the late 1990s; the '90s; the nineties."""
    before = context.before(match.start())
    groups = match.groupdict()
    if groups.get("word"):
        if not re.search(r"\b[Tt]he (?:(?:early|mid|late)[ -])?\Z", before):
            return None
        first = cast(int, WORDS["decades"][match["word"]])
    else:
        first = int(groups["decade"]) if groups.get("decade") else 1900 + int(match["short"])
    return with_part(match.start(), match.end(), calendar.decade(first), context)


def read_quarter(match: re.Match[str], context: Context) -> Reading | None:
    """the third quarter of 2021; Q3 2021; the first half of last year."""
    number = int(match["digit"]) if match["digit"] else cast(int, WORDS["ordinals"][match["ordinal"].lower()])
    if match["year"]:
        year = int(match["year"])
    elif context.published is None:
        return None
    elif match["which"]:
        year = context.published.year + {"last": -1, "this": 0, "next": 1}[match["which"]]
    else:
        year = context.published.year - ((number - 1) * 3 + 1 > context.published.month)
    if match["half"]:
        if number > 2 or not (match["year"] or match["which"]):
            return None
        first, last = calendar.month(year, number * 6 - 5).date_from, calendar.month(year, number * 6).date_to
        return Reading(match.start(), match.end(), calendar.days_between(first, last))
    return Reading(match.start(), match.end(), calendar.quarter(year, number))


def read_ago(match: re.Match[str], context: Context) -> Reading | None:
    """three days ago; two weeks ago; a year ago."""
    found = _AGO.search(context.before(match.start(), 40))
    if context.published is None or found is None:
        return None
    count, unit, published = _number(found["count"]), found["unit"], context.published
    if unit == "day":
        value = calendar.day(published - timedelta(days=count))
    elif unit == "week":
        value = calendar.week(published - timedelta(days=7 * count))
    elif unit == "month":
        then = calendar.months_later(published, -count)
        value = calendar.month(then.year, then.month)
    else:
        then_year = published.year - count * (10 if unit == "decade" else 1)
        if unit not in ("year", "decade") or then_year < calendar.FIRST_YEAR:
            return None
        value = calendar.year(then_year)
    return Reading(match.start() - len(found.group()), match.end(), value)


def read_span(match: re.Match[str], context: Context) -> Reading | None:
    """the past three months; the next two weeks; the past year; the last decade."""
    published, which, unit = context.published, match["which"].lower(), match["unit"]
    definite = re.search(r"\b(?:[Tt]he|[Tt]his|[Tt]hese)[ ]\Z", context.before(match.start())) is not None
    if published is None or unit == "weekend" or (match["count"] is None and not (definite or which == "past")):
        return None
    of_follows = context.text.startswith(" of ", match.end())
    if match["count"] is None and (unit == "day" or which in ("next", "coming") or of_follows):
        return None
    count = _number(match["count"] or "one") * (1 if which in ("next", "coming") else -1)
    if unit in ("day", "week"):
        other = published + timedelta(days=count * (7 if unit == "week" else 1))
    else:
        months = count * {"month": 1, "quarter": 3, "year": 12, "decade": 120}[unit]
        if not calendar.FIRST_YEAR <= published.year + months // 12 <= calendar.LAST_YEAR:
            return None
        other = calendar.months_later(published, months)
    first, last = sorted((published, other))
    return Reading(match.start(), match.end(), calendar.days_between(first, last))


def read_unit(match: re.Match[str], context: Context) -> Reading | None:
    """last month, this week, next year, last weekend; late last year, earlier this month."""
    published, which, unit = context.published, match["which"].lower(), match["unit"]
    definite = re.search(r"\b(?:[Tt]he|[Ii]ts|[Hh]is|[Hh]er|[Tt]heir)[ ]\Z", context.before(match.start()))
    if published is None or unit == "day" or which == "past" or (definite and which not in ("current", "coming")):
        return None
    if re.match(r" of\b|-", context.text[match.end() : match.end() + 4]):
        return None
    step = {"last": -1, "next": 1, "coming": 1}.get(which, 0)
    start = match.start()
    if unit == "weekend" and step == 0 and published.weekday() < 3:
        step = 0 if lean_of(context.text, start, match.end()) == "future" else -1
    value = _unit_near(published, unit, step)
    if step == 0 and (found := _EARLIER_BEFORE.search(context.before(start))) is not None:
        first, last = (value.date_from, published) if found["part"].lower() == "earlier" else (published, value.date_to)
        return Reading(start - len(found.group()), match.end(), value._replace(date_from=first, date_to=last))
    return with_part(start, match.end(), value, context)


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


def _number(word: str) -> int:
    return int(word) if word.isdigit() else NUMBERS[word.lower()]
