"""What rules for dates share: words, parts of expressions, the text around a match, and the reading they give.

Belongs here: whatever several modules of rules need. Does not belong here: a rule, or the walk over the
text (see ``dates``).
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from importlib import resources
from typing import Any, NamedTuple

from pipelines.text import calendar_values as calendar
from pipelines.text.calendar_values import CalendarValue, Lean, Part

_FILE = resources.files("pipelines.text").joinpath("data/date_words.json")
WORDS: dict[str, Any] = json.loads(_FILE.read_text("utf-8"))
MONTHS: dict[str, int] = {form: number for name, number in WORDS["months"].items() for form in (name, name.upper())}
WEEKDAYS: dict[str, int] = {form: number for name, number in WORDS["weekdays"].items() for form in (name, name.upper())}
NUMBERS: dict[str, int] = WORDS["numbers"]
_COUNTED = frozenset(WORDS["counted"])


def alternatives(words: Iterable[str]) -> str:
    """A regular expression for any of the words, longer ones first."""
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))


SPACE = r"[ \t\u00a0\u202f]+"
_SHORT = [name for name in (*MONTHS, *WEEKDAYS) if len(name) == 3 and name.capitalize() != "May"]
_POINT = rf"(?:(?<=\b(?:{'|'.join(_SHORT)}))\.|(?<=\bSept)\.|(?<=\bTues)\.|(?<=\bThurs)\.)?"
MONTH = rf"(?P<month>{alternatives(MONTHS)})\b{_POINT}"
WEEKDAY = rf"(?P<weekday>{alternatives(WEEKDAYS)})\b{_POINT}"
DAY = r"(?P<day>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?(?![\w%]|[:/]\d|[.,]\d)"
YEAR = r"(?P<year>1[5-9]\d\d|20\d\d|2100)(?![\w%]|[.,:/]\d|[-–]\d)"
UNIT = r"(?P<unit>day|weekend|week|fortnight|month|quarter|year|decade)"
COUNT = rf"(?:(?P<count>{alternatives(NUMBERS)}|\d{{1,3}}){SPACE})"

FIRST_WORD = re.compile(rf"(?:{SPACE}|-)([\w%'’]+(?: so\b)?)")
RELATIVE_YEAR = r"(?P<which>last|this|next) year"
_PARTS: dict[str, Part] = {
    **{"early": "early", "mid": "mid", "late": "late", "start": "early", "beginning": "early", "middle": "mid"},
    **{"end": "late", "close": "late"},
}
PART_OF = r"(?P<part>(?i:start|beginning|middle|end|close))"
_PART_BEFORE = re.compile(rf"\b(?:(?P<near>(?i:early|mid|late))(?:[ -]|[ -]in )|{PART_OF} of )\Z")
_WHICH_BEFORE = re.compile(
    r"\b(?P<which>[Ll]ast|[Nn]ext|[Tt]his|[Tt]his past|[Tt]his coming|[Pp]ast|[Cc]oming)[ \u00a0]\Z"
)
EVERY_BEFORE = re.compile(r"\b(?:every|each|Every|Each|any|one|most|[Oo]n an?)[ ]\Z")
_PERSON_BEFORE = re.compile(rf"\b(?:{alternatives(WORDS['person_titles'])})\.? May\b")


_SLASHED = re.compile(r"(?<![\d/.])(?P<first>\d{1,2})/(?P<second>\d{1,2})/\d{4}(?![\d/-])")


@dataclass(frozen=True)
class Reading:
    """What a rule made of a match: where the expression starts and ends, and its meaning.

    ``is_contradictory``: it names a weekday that its date does not fall on.
    """

    start: int
    end: int
    value: CalendarValue
    is_contradictory: bool = False


@dataclass
class Context:
    """The text around a match, and the day of publication (None: only absolute dates can be read)."""

    text: str
    published: date | None

    def before(self, start: int, reach: int = 28) -> str:
        return self.text[max(0, start - reach) : start]

    def counts_things(self, end: int) -> bool:
        """Whether the number that ends here counts what follows: 2002 people, 20 per cent."""
        found = FIRST_WORD.match(self.text, end)
        return found is not None and (found.group(1) in _COUNTED or found.group(1).split(" ")[-1] in _COUNTED)

    @cached_property
    def names_a_person_may(self) -> bool:
        return _PERSON_BEFORE.search(self.text) is not None

    @cached_property
    def writes_the_day_first(self) -> bool | None:
        """Whether those dates with slashes that can be read in one order only have the day first; None: no telling.

        25/3/2016 has the day first, 3/25/2016 the month.
        """
        numbers = [(int(found["first"]), int(found["second"])) for found in _SLASHED.finditer(self.text)]
        orders = {first > 12 for first, second in numbers if max(first, second) <= 31 and (first > 12) != (second > 12)}
        return orders.pop() if len(orders) == 1 else None


class Rule(NamedTuple):
    """An expression's look, from its telling word on, and its reading."""

    pattern: re.Pattern[str]
    read: Callable[[re.Match[str], Context], Reading | None]


def which_before(start: int, context: Context) -> tuple[int, str | None]:
    """A ``last``, ``next`` or ``this`` before a weekday or month, with the start that it moves to."""
    found = _WHICH_BEFORE.search(context.before(start))
    if found is None:
        return start, None
    return start - len(found.group()), found["which"].lower().removeprefix("this ")


def lean_of_which(which: str | None) -> Lean | None:
    leans: dict[str, Lean] = {"last": "past", "past": "past", "next": "future", "coming": "future", "this": "future"}
    return None if which is None else leans[which]


def with_part(start: int, end: int, value: CalendarValue, context: Context) -> Reading:
    """Take an ``early``, ``mid``, ``late`` or ``end of`` before the expression into it."""
    found = _PART_BEFORE.search(context.before(start))
    if found is None:
        return Reading(start, end, value)
    part = part_called(found["near"] or found["part"])
    return Reading(start - len(found.group()), end, calendar.part_of(value, part))


def part_called(word: str) -> Part:
    """The part of a period that early, the middle, the end and the like mean."""
    return _PARTS[word.lower()]


def number_called(word: str) -> int:
    """The number that digits or a number word mean."""
    return int(word) if word.isdigit() else NUMBERS[word.lower()]


def relative_year(published: date, which: str) -> int:
    """The calendar year that last, this or next year means."""
    return published.year + {"last": -1, "this": 0, "next": 1}[which.lower()]


def _guards(section: str, frame: str) -> dict[str, re.Pattern[str]]:
    return {name: re.compile(frame.format(alternatives(words))) for name, words in WORDS[section].items()}


_GUARDS_BEFORE = _guards("name_guards_before", r"\b(?:{}) \Z")
_GUARDS_AFTER = _guards("name_guards_after", r" (?:{})\b")


def is_part_of_a_name(match: re.Match[str], context: Context, name: str) -> bool:
    """The Sunday Times, Black Friday, the October Revolution."""
    before, after = _GUARDS_BEFORE.get(name), _GUARDS_AFTER.get(name)
    if before is not None and before.search(context.before(match.start())):
        return True
    return after is not None and after.match(context.text, match.start() + len(name)) is not None
