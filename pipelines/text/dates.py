"""Time expressions of English news and the calendar days that they mean.

Belongs here: the walk over a text from telling word to telling word. Does not belong here: what each expression looks
like and means (see ``day_rules`` and ``period_rules``), or the calendar itself (``calendar_values``).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from datetime import date

from pipelines.text import day_rules, period_rules
from pipelines.text.calendar_values import FIRST_YEAR, LAST_YEAR
from pipelines.text.date_grammar import (
    COUNT,
    DAY,
    MONTH,
    MONTHS,
    SPACE,
    UNIT,
    WEEKDAY,
    WEEKDAYS,
    YEAR,
    Context,
    Reading,
    Rule,
    alternatives,
)
from pipelines.text.spans import Span, TimeExpression

_OF = rf"(?:{SPACE}of)?{SPACE}"
_UNTIL = rf"(?:(?:{SPACE})?[-–—](?:{SPACE})?|{SPACE}(?:to|and|through){SPACE})"
_LAST = r"(?P<last>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?(?![\w%]|[:/]\d|[.,]\d)"
_FIRST = r"(?P<day>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?"
_AND_YEAR = rf"(?:,?{SPACE}{YEAR})?"
_THIS_YEAR = r"(?P<which>last|this|next) year"

_RULES: dict[str, tuple[Rule, ...]] = {
    "weekday": (
        Rule(
            re.compile(rf"{WEEKDAY},?{SPACE}(?:the{SPACE})?{DAY}{_OF}{MONTH}{_AND_YEAR}"),
            day_rules.read_weekday_and_day,
        ),
        Rule(re.compile(rf"{WEEKDAY},?{SPACE}{MONTH}{SPACE}{DAY}{_AND_YEAR}"), day_rules.read_weekday_and_day),
        Rule(re.compile(rf"{WEEKDAY}(?:{SPACE}(?P<part>morning|afternoon|evening|night))?\b"), day_rules.read_weekday),
    ),
    "month": (
        Rule(re.compile(rf"{MONTH}{SPACE}{_FIRST}{_UNTIL}{_LAST}{_AND_YEAR}"), day_rules.read_days),
        Rule(re.compile(rf"{MONTH}{SPACE}{DAY}{_AND_YEAR}"), day_rules.read_day_and_month),
        Rule(re.compile(rf"{MONTH},?{_OF}(?:{YEAR}|{_THIS_YEAR})"), period_rules.read_month_and_year),
        Rule(re.compile(MONTH), period_rules.read_month),
    ),
    "number": (
        Rule(
            re.compile(
                r"(?:(?P<iso>\d{4})-(?P<second>\d\d)-(?P<third>\d\d)"
                r"|(?P<first>\d{1,2})(?P<mark>[./])(?P<middle>\d{1,2})(?P=mark)(?P<last>\d{4}))(?![\d/-]|\.\d)"
            ),
            day_rules.read_numeric,
        ),
        Rule(re.compile(rf"{_FIRST}{_UNTIL}{_LAST}{_OF}{MONTH}{_AND_YEAR}"), day_rules.read_days),
        Rule(re.compile(rf"{DAY}{_OF}{MONTH}{_AND_YEAR}"), day_rules.read_day_and_month),
        Rule(re.compile(r"(?P<decade>(?:1[5-9]|20)\d0)['’]?s\b"), period_rules.read_decade),
        Rule(
            re.compile(r"(?P<year>(?:1[5-9]|20)\d\d)[-–/](?P<last>(?:(?:1[5-9]|20)\d\d|\d\d))(?![\w%/-]|[.,]\d)"),
            period_rules.read_years,
        ),
        Rule(re.compile(YEAR), period_rules.read_year),
    ),
    "decade": (
        Rule(re.compile(r"['’‘](?P<short>[2-9]0)s\b"), period_rules.read_decade),
        Rule(re.compile(r"(?P<word>fifties|sixties|seventies|eighties|nineties)\b"), period_rules.read_decade),
    ),
    "ago": (Rule(re.compile(r"ago\b"), period_rules.read_ago),),
    "today": (
        Rule(
            re.compile(
                rf"(?i:today|yesterday|tomorrow|tonight|last{SPACE}night|this{SPACE}(?:morning|afternoon|evening))\b"
            ),
            day_rules.read_today,
        ),
    ),
    "unit": (
        Rule(re.compile(rf"(?P<which>(?i:past|last|next|coming)){SPACE}{COUNT}?{UNIT}s?\b"), period_rules.read_span),
        Rule(re.compile(rf"(?P<which>(?i:last|this|next|current|coming)){SPACE}{UNIT}\b"), period_rules.read_unit),
    ),
    "quarter": (
        Rule(
            re.compile(
                r"(?:Q(?P<digit>[1-4])|(?P<ordinal>(?i:first|second|third|fourth))[- ](?:quarter|(?P<half>half)))\b"
                rf"(?:(?:{SPACE}(?:of|in)|,)?{SPACE}(?:{YEAR}|{_THIS_YEAR})"
                rf"|(?<=quarter)(?={SPACE}(?:profit|earnings|revenue|results|sales|growth|GDP|net|loss)))"
            ),
            period_rules.read_quarter,
        ),
    ),
}

_TRIGGER = re.compile(
    r"(?:(?<![\w$£€.#/-])|(?<=[dye]-))(?:"
    rf"(?P<weekday>(?:{alternatives(WEEKDAYS)})\b)"
    rf"|(?P<month>(?:{alternatives(MONTHS)})\b)"
    r"|(?<!\d,)(?P<number>\d{1,4}(?=[\w./–-]|[ \u00a0]+[A-Za-z]|[\s.,;:)!?'’”\"\]]|\Z))"
    r"|(?P<today>[Tt]oday|[Yy]esterday|[Tt]omorrow|[Tt]onight|[Ll]ast[ \u00a0]night"
    r"|[Tt]his[ \u00a0](?:morning|afternoon|evening))\b"
    r"|(?P<unit>(?:[Ll]ast|[Tt]his|[Nn]ext|[Pp]ast|[Cc]oming|current)(?=[ \u00a0]))"
    r"|(?P<quarter>Q[1-4]\b|(?:[Ff]irst|[Ss]econd|[Tt]hird|[Ff]ourth)(?=[- ](?:quarter|half)))"
    r"|(?P<decade>['’‘][2-9]0s\b|(?:fif|six|seven|eigh|nine)ties\b)"
    r"|(?P<ago>ago\b))"
)


def find_dates(text: str, published_on: date | None, ignore: Sequence[Span] = ()) -> tuple[TimeExpression, ...]:
    """The time expressions of a text, in text order and without overlaps.

    ``published_on`` settles what ``Wednesday``, ``12 January`` or ``last year`` mean; without it only dates that name
    their year are found. A date without a year is the one nearest to publication, rather before it than after it
    unless the words around it look ahead. Expressions that touch a span of ``ignore`` are left out.
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
        value = reading.value
        found.append(TimeExpression(span, value.value, value.granularity, value.date_from, value.date_to))
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
