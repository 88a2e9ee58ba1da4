"""Rules for months and seasons: in October, early March, January-March 2021, the three months to June, last summer.

Belongs here: one rule an expression, and what tells a month from a person of that name. A rule gets a match and gives
a reading or None. Does not belong here: days of a month (see ``day_rules``), quarters (see ``period_rules``).

Seasons are those of the northern hemisphere, in whole months: spring is March to May.
"""

from __future__ import annotations

import re
from datetime import date

from pipelines.text import calendar_values as calendar
from pipelines.text.calendar_values import CalendarValue
from pipelines.text.date_grammar import (
    EVERY_BEFORE,
    MONTH,
    MONTHS,
    NUMBERS,
    RELATIVE_YEAR,
    SPACE,
    WORDS,
    YEAR,
    Context,
    Reading,
    Rule,
    alternatives,
    is_part_of_a_name,
    lean_of_which,
    number_called,
    relative_year,
    which_before,
    with_part,
)
from pipelines.text.month_shares import with_share
from pipelines.text.tense import lean_of

_SEASONS: dict[str, int] = WORDS["seasons"]
_NAMES_OF_PERSONS = frozenset(["April", "June", "August", "May", "March"])
_STRONG_BEFORE = re.compile(
    r"\b(?:[Ii]n|[Ss]ince|[Uu]ntil|[Tt]ill|[Dd]uring|[Tt]hrough"
    r"|(?:end|beginning|start|middle|month|half|weeks?|days?) of"
    r"|[Ll]ast|[Nn]ext|[Tt]his|[Ee]arly|[Mm]id|[Ll]ate)[ -]\Z"
)
_WEAK_BEFORE = re.compile(r"\b(?:[Bb]y|[Ff]rom|[Bb]efore|[Aa]fter|[Bb]etween|[Tt]he|[Tt]o|[Oo]f|[Ff]or|or|and)[ ]\Z")
# between March and May, in April or May: beside another month it is no person
_JOINED = rf"(?:{alternatives(MONTHS)})(?:,? (?:and|or|to|until|till|through)|,) "
_MONTHS_BEFORE = re.compile(rf"\b(?:{_JOINED})+\Z")
_JOINED_MONTH = re.compile(rf"(?P<month>{alternatives(MONTHS)}),? ?(?P<word>\w*) ?")
_NOT_A_MONTH = re.compile(rf"{SPACE}(?:[A-Z]|(?:on|for|of|to|towards)\b)|-[a-z]")
_PERSON_VERB = re.compile(rf"['’]?s?{SPACE}(?:{alternatives(WORDS['person_verbs'])})\b")
_WITH_A_LATER_ONE = re.compile(
    rf"{SPACE}(?:and|to|or|through|until|till){SPACE}(?:(?:early|late|mid)[ -])?{MONTH},?{SPACE}(?:of{SPACE})?{YEAR}"
)
_MONTHS_UP_TO = re.compile(
    rf"\b(?i:(?P<count>{alternatives(NUMBERS)}|\d{{1,2}}){SPACE}months|(?P<year>year)){SPACE}"
    rf"(?:to|ended|ending|through)(?:{SPACE}in)?{SPACE}(?:(?:the{SPACE})?end(?:{SPACE}of{SPACE}|-))?\Z"
)
_IN_THE_BEFORE = re.compile(r"\b(?:[Ii]n|[Oo]ver|[Dd]uring|[Bb]y|[Uu]ntil|[Ss]ince|[Tt]his|[Ff]or) the \Z")


def read_month_and_year(match: re.Match[str], context: Context) -> Reading | None:
    """October 2021; late October 2021; October last year."""
    if match["year"] is not None:
        if context.counts_things(match.end()):
            return None
        year = int(match["year"])
    elif context.published is None:
        return None
    else:
        year = relative_year(context.published, match["which"])
    return _with_months_before(match.start(), match.end(), calendar.month(year, MONTHS[match["month"]]), context)


def _with_months_before(start: int, end: int, value: CalendarValue, context: Context) -> Reading:
    """The month with what is counted up to it: the three months to June 2021; the year ended March; early March."""
    found = _MONTHS_UP_TO.search(context.before(start, 48))
    count = 0 if found is None else 12 if found["year"] else number_called(found["count"])
    if found is None or not 2 <= count <= 36 or value.date_from.year - 3 < calendar.FIRST_YEAR:
        return with_share(start, end, value, context) or with_part(start, end, value, context)
    first = calendar.months_later(value.date_from, 1 - count)
    return Reading(start - len(found.group()), end, calendar.months_between(first, value.date_from))


def read_months(match: re.Match[str], context: Context) -> Reading | None:
    """January-March 2021; October-December."""
    first, last = MONTHS[match["month"]], MONTHS[match["other"]]
    if match["year"]:
        end_year = int(match["year"])
    elif context.published is None:
        return None
    else:
        lean = lean_of(context.text, match.start(), match.end())
        end_year = calendar.month_near(context.published, last, lean).date_from.year
    if first == last or end_year <= calendar.FIRST_YEAR:
        return None
    begin = calendar.month(end_year - (last < first), first).date_from
    value = calendar.months_between(begin, calendar.month(end_year, last).date_from)
    return Reading(match.start(), match.end(), value)


def read_month(match: re.Match[str], context: Context) -> Reading | None:
    """in October; last May; early March; March in *from March to June 2019*. A person's name needs a telling word."""
    written = match["month"]
    name, number = written.capitalize(), MONTHS[match["month"]]
    if is_part_of_a_name(match, context, name) or not _is_a_month(match, context, name):
        return None
    if (later := _WITH_A_LATER_ONE.match(context.text, match.end())) is not None:
        year = int(later["year"]) - (MONTHS[later["month"]] < number)
        return with_part(match.start(), match.end(), calendar.month(year, number), context)
    if context.published is None:
        return None
    start, which = which_before(match.start(), context)
    if which is None and (joined := _MONTHS_BEFORE.search(context.before(start, 60))) is not None:
        value = _after_others(joined, number, match, context, context.published)
        return _with_months_before(start, match.end(), value, context)
    lean = lean_of_which(which) or lean_of(context.text, start, match.end())
    value = calendar.month_near(context.published, number, lean)
    if value.date_from <= context.published <= value.date_to and which in ("last", "next", "past"):
        value = calendar.month(value.date_from.year + (1 if which == "next" else -1), number)
    return _with_months_before(start, match.end(), value, context)


def _after_others(
    joined: re.Match[str], number: int, match: re.Match[str], context: Context, published: date
) -> CalendarValue:
    """May in *April and May*: in the year that is nearest to the month before it, of which the first is near.

    From October to March goes forward, whichever is nearer.
    """
    lean = lean_of(context.text, match.start() - len(joined.group()), match.end())
    if lean == "future":  # each that has not ended: in June, May, June and July are not all of next year
        return calendar.month_near(published, number, lean)
    others = list(_JOINED_MONTH.finditer(joined.group()))
    numbers = [MONTHS[other["month"]] for other in others] + [number]
    year = calendar.month_near(published, numbers[0], lean).date_from.year
    for other, before, after in zip(others, numbers, numbers[1:], strict=False):
        if other["word"] in ("", "and", "or"):
            year += (before - after > 6) - (after - before > 6)
        else:
            year += after < before
    return calendar.month(year, number)


def _is_a_month(match: re.Match[str], context: Context, name: str) -> bool:
    before = context.before(match.start())
    person = _PERSON_VERB.match(context.text, match.end()) is not None
    if EVERY_BEFORE.search(before):
        return False
    if name == "May":
        sure = re.search(r"\b(?:[Ii]n|[Ll]ast|[Nn]ext|[Tt]his|[Ee]arly|[Mm]id|[Ll]ate)[ -]\Z", before) is not None
        likely = _STRONG_BEFORE.search(before) or _MONTHS_BEFORE.search(before)
        return sure or (bool(likely) and not person and not context.names_a_person_may)
    if len(name) < 5 and name not in ("June", "July"):
        return match.group().endswith(".") and _STRONG_BEFORE.search(before) is not None
    if _STRONG_BEFORE.search(before):
        return True
    if name not in _NAMES_OF_PERSONS:
        return not re.search(r"\b[A-Z][a-z]+ \Z", before) or bool(re.search(r"(?:^|\n|[.!?”\"] )\w+ \Z", before))
    return bool(_WEAK_BEFORE.search(before)) and not person and not _NOT_A_MONTH.match(context.text, match.end())


def read_season_and_year(match: re.Match[str], context: Context) -> Reading | None:
    """spring 2020; the summer of 2018; autumn last year."""
    if match["year"]:
        if context.counts_things(match.end()):
            return None
        year = int(match["year"])
    elif context.published is None:
        return None
    else:
        year = relative_year(context.published, match["which"])
    value = calendar.season(year, _SEASONS[match["season"].lower()])
    return with_part(match.start(), match.end(), value, context)


def read_season(match: re.Match[str], context: Context) -> Reading | None:
    """last summer; next spring; this winter; in the autumn."""
    published, month = context.published, _SEASONS[match["season"].lower()]
    start, which = which_before(match.start(), context)
    if published is None or match["season"][0].isupper() or context.text[match.end() : match.end() + 1] == "-":
        return None
    in_the = _IN_THE_BEFORE.search(context.before(start)) is not None
    if which is None and (not in_the or context.text.startswith((" of ", " months"), match.end())):
        return None
    lean = lean_of_which(which) or lean_of(context.text, start, match.end())
    if which == "this":
        ahead = lean_of(context.text, start, match.end())
        current = calendar.season_near(published, month, "past")
        lean = "past" if ahead == "past" or current.date_to >= published else "future"
    value = calendar.season_near(published, month, lean)
    if which in ("last", "past", "next", "coming") and value.date_from <= published <= value.date_to:
        step = 1 if lean == "future" else -1
        value = calendar.season(value.date_from.year + step, month)
    return with_part(start, match.end(), value, context)


_OTHER = MONTH.replace("?P<month>", "?P<other>")
_OF = rf"(?:{SPACE}of)?{SPACE}"
_SEASON = r"(?P<season>(?i:spring|summer|autumn|fall|winter))"
RULES = {
    "month": (
        Rule(re.compile(rf"{MONTH}(?:{SPACE})?[-–—](?:{SPACE})?{_OTHER}(?:,?{_OF}{YEAR})?"), read_months),
        Rule(re.compile(rf"{MONTH},?{_OF}(?:{YEAR}|{RELATIVE_YEAR})"), read_month_and_year),
        Rule(re.compile(MONTH), read_month),
    ),
    "season": (
        Rule(re.compile(rf"{_SEASON},?{_OF}(?:{YEAR}|{RELATIVE_YEAR})"), read_season_and_year),
        Rule(re.compile(rf"{_SEASON}\b"), read_season),
    ),
}
