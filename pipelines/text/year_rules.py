"""Rules for years, decades and centuries: since 2002, the 2016 election, fiscal 2023, the 1990s, the 19th century.

Belongs here: one rule an expression, and what tells a year from another number. A rule gets a match and gives a
reading or None. Does not belong here: years counted from publication (see ``relative_rules``).

A fiscal year is given the calendar year of its name: when it begins differs from country to country.
"""

from __future__ import annotations

import re
from typing import cast

from pipelines.text import calendar_values as calendar
from pipelines.text.date_grammar import FIRST_WORD, WORDS, YEAR, Context, Reading, Rule, alternatives, with_part

_YEAR_HEADS = frozenset(WORDS["year_heads"])
_QUANTITIES = frozenset(WORDS["quantities"])
_CENTURIES: dict[str, int] = WORDS["centuries"]
_YEAR_STRONG = re.compile(
    r"\b(?:[Ii]n|[Ss]ince|[Uu]ntil|[Tt]ill|[Dd]uring|[Bb]efore|[Aa]fter|[Bb]y|[Ff]rom|[Bb]etween|[Ee]arly|[Mm]id|[Ll]ate|[Yy]ear|[Tt]hrough"
    r"|[Ss]pring|[Ss]ummer|[Aa]utumn|[Ff]all|[Ww]inter|[Cc]irca|[Bb]ack in|as of|early in|late in)(?:[ -]|,? of )\Z"
)
# founded around 1870, but not: worth around 1870
_YEAR_ABOUT = re.compile(
    r"\b(?:[Ii]n|[Ss]ince|[Uu]ntil|[Bb]y|[Ff]rom|(?:was|were|been) \w+(?:ed|lt|rn|de|en|un)) (?:about|around) \Z"
)
_YEAR_ENDS = re.compile(r"[.,;:)!?](?!\d)|\s*\Z| (?:and|as|by|for|in|on|when|with|to|until)\b")
_YEAR_PAIR = re.compile(r"\b(?:1[5-9]|20)\d\d(?:,? and |, | to | or )\Z")
_YEAR_BRACKET = re.compile(r"[(\[]\Z")
_YEAR_NOUN = re.compile(
    r"\b(?:[Tt]he|[Aa]|[Aa]n|[Hh]is|[Hh]er|[Ii]ts|[Tt]heir|[Tt]his|[Oo]ur|[Mm]y|\w+['’]s|\w+s['’])"
    r"(?: (?:early|late|failed|landmark|historic|original))? \Z"
)
_YEAR_OF = re.compile(r"\b(\w+) of \Z")
_YEAR_SUBJECT = re.compile(r"(?:^|\n|[.!?] )\Z")
_YEAR_PREDICATE = re.compile(r"(?:,|['’]s| (?:was|is|will|has|saw|marked|brought|may|could|would))\b")


def read_year(match: re.Match[str], context: Context) -> Reading | None:
    """since 2002; the 2016 election; (2014). A number that merely could be a year is none."""
    if context.counts_things(match.end()) or not _is_a_year(match, context):
        return None
    return with_part(match.start(), match.end(), calendar.year(int(match["year"])), context)


def _is_a_year(match: re.Match[str], context: Context) -> bool:
    before, end = context.before(match.start(), 40), match.end()
    if _YEAR_STRONG.search(before) or _YEAR_PAIR.search(before):
        return True
    if _YEAR_ABOUT.search(before):
        return _YEAR_ENDS.match(context.text, end) is not None
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


def read_fiscal_year(match: re.Match[str], _: Context) -> Reading | None:
    """fiscal 2023; fiscal year 2022-23; FY2022; FY22."""
    written = match["year"] or match["long"] or f"20{match['short']}"
    first = int(written)
    if match["last"] is None:
        return Reading(match.start(), match.end(), calendar.year(first))
    last = first + 1
    if not str(last).endswith(match["last"]):
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


def read_century(match: re.Match[str], context: Context) -> Reading | None:
    """the 12th century; the early twentieth century. Not before the 11th, and not before Christ."""
    groups = match.groupdict()
    number = int(groups["number"]) if groups.get("number") else _CENTURIES[match["word"].lower()]
    if re.match(r"[ ](?:BC|B\.C)", context.text[match.end() : match.end() + 4]):
        return None
    return with_part(match.start(), match.end(), calendar.century(number), context)


RULES = {
    "number": (
        Rule(re.compile(r"(?P<decade>(?:1[5-9]|20)\d0)['’]?s\b"), read_decade),
        Rule(re.compile(r"(?P<number>1[1-9]|20|21)(?:st|th)[- ]century\b"), read_century),
        Rule(
            re.compile(r"(?P<year>(?:1[5-9]|20)\d\d)[-–/](?P<last>(?:(?:1[5-9]|20)\d\d|\d\d))(?![\w%/-]|[.,]\d)"),
            read_years,
        ),
        Rule(re.compile(YEAR), read_year),
    ),
    "decade": (
        Rule(re.compile(r"['’‘](?P<short>[2-9]0)s\b"), read_decade),
        Rule(re.compile(r"(?P<word>fifties|sixties|seventies|eighties|nineties)\b"), read_decade),
        Rule(re.compile(rf"(?P<word>(?i:{alternatives(_CENTURIES)}))[- ]century\b"), read_century),
    ),
    "fiscal": (
        Rule(
            re.compile(
                r"(?:(?:[Ff]iscal(?: [Yy]ear)?|[Ff]inancial [Yy]ear)[ ](?P<year>20\d\d|19\d\d)"
                r"|FY[ -]?(?:(?P<long>20\d\d|19\d\d)|(?P<short>\d\d)))(?:[-–/](?P<last>(?:20)?\d\d|\d))?(?!\w)"
            ),
            read_fiscal_year,
        ),
    ),
}
