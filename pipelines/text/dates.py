"""Time expressions of English news and the calendar days that they mean.

Belongs here: the walk over a text from telling word to telling word. Does not belong here: what each expression looks
like and means (see the modules called ``*_rules``), or the calendar itself (``calendar_values``).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from datetime import date

from pipelines.text import (
    day_rules,
    holiday_rules,
    month_rules,
    period_rules,
    relative_rules,
    weekday_rules,
    year_rules,
)
from pipelines.text.calendar_values import FIRST_YEAR, LAST_YEAR
from pipelines.text.date_grammar import MONTHS, NUMBERS, WEEKDAYS, WORDS, Context, Reading, Rule, alternatives
from pipelines.text.spans import Span, TimeExpression

# where several modules have rules for one kind of telling word, the first that gives a reading decides
_MODULES = (day_rules, weekday_rules, holiday_rules, period_rules, month_rules, year_rules, relative_rules)
_TABLES: tuple[dict[str, tuple[Rule, ...]], ...] = tuple(module.RULES for module in _MODULES)
_RULES: dict[str, tuple[Rule, ...]] = {
    kind: tuple(rule for table in _TABLES for rule in table.get(kind, ()))
    for kind in dict.fromkeys(kind for table in _TABLES for kind in table)
}

_COUNT = rf"(?:{alternatives(NUMBERS)}|\d{{1,3}})"
_TRIGGER = re.compile(
    r"(?:(?<![\w$£€.#/-])|(?<=[dye]-))(?:"
    rf"(?P<holiday>(?:{alternatives(holiday_rules.HOLIDAYS)})\b)"
    rf"|(?P<weekday>(?:{alternatives(WEEKDAYS)})\b)"
    rf"|(?P<month>(?:{alternatives(MONTHS)})\b)"
    r"|(?<!\d,)(?P<number>\d{1,4}(?=[\w./–-]|[ \u00a0]+[A-Za-z]|[\s.,;:)!?'’”\"\]]|\Z))"
    r"|(?P<today>[Tt]oday|[Yy]esterday|[Tt]omorrow|[Tt]onight|[Ll]ast[ \u00a0]night"
    r"|[Tt]his[ \u00a0](?:morning|afternoon|evening))\b"
    rf"|(?P<unit>(?:[Ll]ast|[Tt]his|[Nn]ext|[Pp]ast|[Cc]oming|current)(?=[ \u00a0])"
    rf"|(?:[Ff]irst|[Ff]inal)(?=[ ]{_COUNT}[ ]months[ ]of)|[Ff]inal(?=[ ]quarter[ ]of))"
    r"|(?P<quarter>[QH][1-4]\b|(?:[Ff]irst|[Ss]econd|[Tt]hird|[Ff]ourth)(?=[- ](?:quarter|half)))"
    r"|(?P<season>[Ss]pring|[Ss]ummer|[Aa]utumn|[Ff]all|[Ww]inter)\b"
    r"|(?P<weekend>[Tt]he(?=[ ]weekend\b))"
    r"|(?P<part>(?:[Ss]tart|[Bb]eginning|[Mm]iddle|[Ee]nd|[Cc]lose)(?=[ ]of[ ]th(?:e|is)[ ]))"
    rf"|(?P<day_ordinal>(?i:{alternatives(WORDS['day_ordinals'])})(?=[ ]of[ ](?:{alternatives(MONTHS)})\b))"
    r"|(?P<beyond>(?:week|weekend|month|quarter|year)(?=[ ](?:after[ ]next|before[ ]last)\b))"
    rf"|(?P<ahead>(?:[Ii]n|[Ww]ithin)(?=[ ]{_COUNT}[ ](?:day|week|fortnight|month|year|decade)))"
    r"|(?P<fiscal>[Ff]iscal(?=[ ])|[Ff]inancial(?=[ ][Yy]ear[ ])|FY(?=[ -]?\d\d))"
    r"|(?P<decade>['’‘][2-9]0s\b|(?:fif|six|seven|eigh|nine)ties\b"
    rf"|(?i:{alternatives(WORDS['centuries'])})(?=[- ]century))"
    r"|(?P<ago>ago\b|from(?=[ ]now\b))"
    r")"
)


def find_dates(text: str, published_on: date | None, ignore: Sequence[Span] = ()) -> tuple[TimeExpression, ...]:
    """The time expressions of a text, in text order and without overlaps.

    ``published_on`` settles what ``Wednesday``, ``12 January`` or ``last year`` mean; without it only dates that name
    their year are found. A date without a year is the one nearest to publication, rather before it than after it
    unless the words around it look ahead. A date that stands beside the name of another weekday is contradictory.
    Expressions that touch a span of ``ignore`` are left out.
    """
    plausible = published_on is not None and FIRST_YEAR + 20 <= published_on.year <= LAST_YEAR - 10
    context = Context(text, published_on if plausible else None)
    found: list[TimeExpression] = []
    barred = _merged(ignore)
    position = 0
    while (trigger := _TRIGGER.search(text, position)) is not None:
        reading = _read(trigger, context)
        if reading is None:
            position = max(trigger.end(), position + 1)
            continue
        position = max(reading.end, trigger.start() + 1)
        span = Span(reading.start, reading.end)
        if (found and span.start < found[-1].span.end) or _touches(span, barred):
            continue
        found.append(TimeExpression(span, *reading.value, reading.is_contradictory))
    return tuple(found)


def _read(trigger: re.Match[str], context: Context) -> Reading | None:
    kind = trigger.lastgroup or ""
    for rule in _RULES[kind]:
        match = rule.pattern.match(context.text, trigger.start())
        if match is not None and (reading := rule.read(match, context)) is not None:
            return reading
    return None


def _merged(spans: Sequence[Span]) -> list[Span]:
    """The same characters in sorted spans that do not overlap."""
    merged: list[Span] = []
    for span in sorted(spans):
        if merged and span.start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return merged


def _touches(span: Span, barred: Sequence[Span]) -> bool:
    place = bisect_left(barred, span.end, key=lambda other: other.start)
    return place > 0 and barred[place - 1].overlaps(span)
