"""When and where the words of an attribution were said, as far as its own sentence tells.

Belongs here: the day (``said_on``) and the medium (``medium``) of an attribution. Does not belong here: finding dates
(see ``dates``) or deciding who speaks.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache, lru_cache
from importlib import resources
from typing import Any

from pipelines.text.spans import Attribution, SaidOnSource, Span, TimeExpression

_REACH = 600
_SENTENCE_END = re.compile(
    r"[.!?…\n](?:(?<=\n)|(?<!\b[A-Z]\.)(?<!\b(?:Mr|Ms|Dr|St|No|Lt|Sr|Jr|vs)\.)(?<!\b(?:Mrs|Gen|Sen|Rep|Gov|Col|Sgt|Rev)\.)"
    r"[”\"»’')\]]*[ \t\u00a0]+(?=[A-Z“\"«‘„(\[]))"
)
_DEICTIC = re.compile(r"(?:today|tonight|this (?:morning|afternoon|evening))\Z", re.IGNORECASE)
_OTHER_EVENT = re.compile(
    r"\b(?:before|ahead of|until|till|by|since|from|to|for|about|between|against|with|than|over|prior to|because of"
    r"|despite|regarding|concerning|(?<!statement )(?<!letter )(?<!interview )(?<!note )(?<!report )(?<!evening )"
    r"(?<!morning )(?<!night )of)\s+(?:(?:the|an?|his|her|their|its)\s+)?(?:\w+ly\s+)?\Z",
    re.IGNORECASE,
)
_OTHER_CLAUSE = re.compile(
    r"\b(?:who|whose|which|where|when|whom|while|because|although|since|if|as\s+(?:he|she|they|it))\b", re.IGNORECASE
)
_AFTER_CUE = re.compile(_OTHER_CLAUSE.pattern + r"|\bthat\b", re.IGNORECASE)
_OTHER_DEED = re.compile(
    r"\b(?:elected|appointed|arrested|killed|died|launched|held|won|lost|injured|convicted|sentenced|born|visited|started"
    r"|began|resigned|adopted|attacked|scheduled|due|planned|will|would|announced|said|told|wrote|warned|claimed)\b[^,;]*\Z"
    r"|\b(?!speaking|appearing|testifying|writing|talking|addressing|briefing|meeting|hearing|gathering|morning|evening"
    r"|posting|filing|opening|closing|sitting|ruling)\w+ing\s+(?:on\s+)?\Z"
)
_OTHER_CUE = re.compile(
    r"\b(?:said|says|told|announced|claimed|warned|wrote|reported|declared|denied|added|noted"
    r"|adding|saying|noting|warning|claiming|telling|stressing|insisting|arguing|calling)\b|;|—| – "
)
_HAPPENING = re.compile(
    r"['’]?s?,?\s+(?:[\w-]+\s+){0,2}?(?:attacks?|(?:shoot|bomb|kill)ings?|murders?|massacre|siege|invasion|coup|crash|disaster"
    r"|floods?|storm|fire|earthquake|accident|riots?|strikes?|elections?|vote|referendum|ballot|primar(?:y|ies)|deadline)\b"
)
_IS_ITS_DAY = re.compile(r"\b(?:is|was|are|were|falls|comes)\s+(?:on\s+)?\Z")
_NEXT_CLAUSE = re.compile(r",?\s+(?:and|but|so)\b")
_WORD = re.compile(r"[\w-]+")
_NEAR_ENOUGH = 160
_EVENTS = (
    r"(?:meeting|council|talks|summit|session|conference|briefing|debate|speech|hearing|vote|rally|ceremony"
    r"|visit|forum)"
)
_AFTER_THE_EVENT = re.compile(rf"\b(?:after|following|at|during|in)\s+(?:the|that|this)\s+{_EVENTS}\b", re.IGNORECASE)
_EVENT_OF_THE_DAY = re.compile(rf"['’]s?\s+(?:[\w-]+\s+){{0,4}}?{_EVENTS}\b", re.IGNORECASE)
_EVENT_ON_THE_DAY = re.compile(rf"\b{_EVENTS}\s+(?:in\s+\w+\s+)?on\s+(?:the\s+)?\Z", re.IGNORECASE)
_EVENT_REACH = 500


def said_on(
    text: str, attribution: Attribution, dates: Sequence[TimeExpression], published_on: date | None
) -> tuple[date | None, SaidOnSource]:
    """The day on which the words were said, and where that comes from.

    A day in the cue's sentence, outside the reported words, that belongs to the saying (said on Wednesday; on
    12 January she noted; after Wednesday's council, he said) gives ``text``. Words that merely point at the day of
    publication (said today, this morning) give that day as ``published``. All else is ``none``: that an article
    appeared on a day does not tell when its sources spoke. Days after publication are never taken. *After the meeting*
    takes the day of a meeting that the sentences before name (Wednesday's council).
    """
    cue = attribution.cue
    if cue is None:
        return None, "none"
    sentence = _sentence(text, cue)
    latest = published_on or date.max
    near = [
        (distance, place)
        for place, each in _between(dates, sentence.start, sentence.end, latest)
        if (distance := _distance(text, attribution, cue, each, sentence)) is not None
    ]
    found = dates[min(near)[1]] if near else _day_of_the_event(text, attribution, cue, dates, latest)
    if found is None:
        return None, "none"
    if _DEICTIC.search(text[found.span.start : found.span.end]):
        return found.date_from, "published"
    return found.date_from, "text"


def _between(
    dates: Sequence[TimeExpression], start: int, end: int, latest: date
) -> Iterator[tuple[int, TimeExpression]]:
    """The days up to the latest that lie in a range of characters, with their places in the list."""
    place = bisect_left(dates, start, key=lambda each: each.span.start)
    while place < len(dates) and dates[place].span.end <= end:
        if dates[place].granularity == "day" and dates[place].date_from <= latest:
            yield place, dates[place]
        place += 1


def _day_of_the_event(
    text: str, attribution: Attribution, cue: Span, dates: Sequence[TimeExpression], latest: date
) -> TimeExpression | None:
    """The day of Wednesday's council, where a later sentence reports what was said after the meeting."""
    if _AFTER_THE_EVENT.search(_around(text, attribution, cue)) is None:
        return None
    found = None
    for _, each in _between(dates, max(0, cue.start - _EVENT_REACH), cue.start, latest):
        before, after = text[max(0, each.span.start - 40) : each.span.start], text[each.span.end : each.span.end + 60]
        if _EVENT_OF_THE_DAY.match(after) or _EVENT_ON_THE_DAY.search(before):
            found = each
    return found


def _distance(text: str, attribution: Attribution, cue: Span, expression: TimeExpression, sentence: Span) -> int | None:
    """Characters between cue and date, or None where the date tells of something else than the saying."""
    span = expression.span
    if any(span.overlaps(content) for content in attribution.content):
        return None
    if span.overlaps(cue):
        return 0
    after = span.start >= cue.end
    start, end = (cue.end, span.start) if after else (span.end, cue.start)
    if any(content.start < end and start < content.end for content in attribution.content):
        return None
    between, before = text[start:end], text[max(sentence.start, span.start - 80) : span.start]
    if len(between) > _NEAR_ENOUGH or _OTHER_CUE.search(between) or _OTHER_EVENT.search(before):
        return None
    if _is_the_day_of_a_happening(text, span, before):
        return None
    if after:
        return None if _AFTER_CUE.search(between) or _OTHER_DEED.search(between) else len(between)
    clause = re.split(r"[,;:(–—]", before)[-1]
    if _OTHER_CLAUSE.search(clause) or _OTHER_DEED.search(clause) or _OTHER_CLAUSE.search(between):
        return None
    return len(between) + 1


def _is_the_day_of_a_happening(text: str, span: Span, before: str) -> bool:
    """The 11 September attacks; the June 23 referendum; the primary is June 14, and Drane said so."""
    if _IS_ITS_DAY.search(before):
        return _NEXT_CLAUSE.match(text, span.end) is not None
    has_number = any(letter.isdigit() for letter in text[span.start : span.end])
    return has_number and before.lower().endswith("the ") and _HAPPENING.match(text, span.end) is not None


def medium(text: str, attribution: Attribution) -> str | None:
    """Where the words were said, as a label of the closed list in ``data/media.json``; None where the text is silent.

    What counts is the cue's own sentence without the reported words.
    """
    cue = attribution.cue
    if cue is None:
        return None
    cues = _media()["cues"]
    for word in _WORD.findall(text[cue.start : cue.end].lower()):
        if word in cues:
            return str(cues[word])
    around = _around(text, attribution, cue)
    lowered = around.lower()
    told = {tell for tell in _tells() if tell in lowered}
    if told:
        for label, tells, pattern in _rules():
            if not told.isdisjoint(tells) and pattern.search(around):
                return label
    named = _named().search(around)
    return None if named is None else str(_media()["named"][named["name"]])


def _around(text: str, attribution: Attribution, cue: Span) -> str:
    """The cue's sentence up to the reported words on either side of the cue, and in them a line break."""
    sentence = _sentence(text, cue)
    pieces, position = [], sentence.start
    for content in sorted(attribution.content):
        if content.end <= position or content.start >= sentence.end:
            continue
        pieces.append(text[position : max(position, content.start)])
        position = content.end
    pieces.append(text[position : sentence.end])
    return "\n".join(pieces)


@lru_cache(maxsize=8)  # day and medium of one quote ask for the same
def _sentence(text: str, cue: Span) -> Span:
    """The sentence around a cue, at most some hundred characters to either side."""
    low, high = max(0, cue.start - _REACH), min(len(text), cue.end + _REACH)
    ends = [found.end() for found in _SENTENCE_END.finditer(text, low, cue.start)]
    following = _SENTENCE_END.search(text, cue.end, high)
    return Span(ends[-1] if ends else low, following.start() + 1 if following else high)


@cache
def _media() -> dict[str, Any]:
    data: dict[str, Any] = json.loads(resources.files("pipelines.text").joinpath("data/media.json").read_text("utf-8"))
    return data


@cache
def _rules() -> tuple[tuple[str, tuple[str, ...], re.Pattern[str]], ...]:
    return tuple((label, tuple(tells), _compiled(pattern)) for label, tells, pattern in _media()["rules"])


@cache
def _tells() -> tuple[str, ...]:
    return tuple(dict.fromkeys(tell for _, tells, _ in _rules() for tell in tells))


def _compiled(pattern: str) -> re.Pattern[str]:
    for shorthand, meaning in _media()["shorthands"].items():
        pattern = pattern.replace(shorthand, meaning)
    return re.compile(pattern, re.IGNORECASE | re.MULTILINE)


@cache
def _named() -> re.Pattern[str]:
    names = "|".join(re.escape(name) for name in sorted(_media()["named"], key=len, reverse=True))
    return re.compile(rf"{_media()['named_before']}(?P<name>{names})\b")
