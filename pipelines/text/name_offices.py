"""Offices that a tagger took for a name, or for a part of one: *the Minister of Energy Aivis Kalns*.

Belongs here: parting an office with *of* from its bearer. Does not belong here: titles without *of* (``name_spans``).
"""

from __future__ import annotations

import re

from pipelines.text import lexicon
from pipelines.text.name_kinds import body_words
from pipelines.text.name_spans import CAPITAL, WORD, is_title
from pipelines.text.names import fold
from pipelines.text.roles import noun_for_person
from pipelines.text.spans import NamedSpan, Span

_LINKS = frozenset(["of", "and", "the", "for", "&"])
_MOST_NAME_WORDS = 3
_FARTHEST = 80
_BEFORE = re.compile(rf"(?<!\w)[\w-]+ of (?:the )?(?:[{CAPITAL}][\w-]+,? (?:[{CAPITAL}][\w-]+ )?(?:and )?)?\Z")


def may_hold_office(text: str, span: Span) -> bool:
    """Whether an office could stand in a name or before it; without *of* there is none."""
    return text.find(" of ", max(0, span.start - _FARTHEST), span.end) >= 0


def part_office(text: str, named: NamedSpan) -> list[NamedSpan]:
    """What a tagged name is without the office that it begins with, or stands in: the office's body and its bearer.

    The name itself where there is no office, nothing where only an office is left (*Minister of Energy*). A bearer is
    what stands behind the words for portfolios, bodies and countries, or begins with a known given name.
    """
    before = _BEFORE.search(text, max(0, named.span.start - _FARTHEST), named.span.start)
    start = before.start() if before and named.kind != "place" else named.span.start
    found = list(WORD.finditer(text, start, named.span.end))
    words = [fold(word.group()) for word in found]
    link = words.index("of") if "of" in words else 0
    if link + 1 >= len(words) or not _is_office(words[:link]):
        return [named]
    bearer, is_sure = _bearer(words, link + 1)
    if bearer < len(words) and (len(words) - bearer > _MOST_NAME_WORDS or not (is_sure or named.kind == "person")):
        return [named]
    is_body = named.kind == "organisation" and found[link].start() < named.span.start  # only the office is before it
    if bearer < len(words) and is_body and words[bearer] not in lexicon.given_names():
        return [named]
    parted = []
    if not body_words().isdisjoint(words[link + 1 : bearer]):
        first = max(found[link + 1 + (words[link + 1] == "the")].start(), named.span.start)
        if first < found[bearer - 1].end():
            parted.append(NamedSpan(Span(first, found[bearer - 1].end()), "organisation"))
    if bearer < len(words):
        parted.append(NamedSpan(Span(found[bearer].start(), found[-1].end()), "person"))
    return parted


def _is_office(words: list[str]) -> bool:
    """Whether words are an office that one person holds, perhaps with *deputy* or *prime* before it."""
    if not words or words[-1] in lexicon.words("regal") or noun_for_person(words[-1]) is None:
        return False
    known = (is_title(word) or word in lexicon.demonyms() or word in ("the", "a", "an") for word in words)
    return words[-1] not in lexicon.person_plurals() and all(known)


def _bearer(words: list[str], start: int) -> tuple[int, bool]:
    """Where the bearer's name begins behind an office's *of*, the end where there is none; and whether it is sure."""
    given = lexicon.given_names()
    for at in range(start + 1, len(words) - 1):
        if words[at] in given and words[at - 1] not in _LINKS and not _is_field(words[at + 1]):
            return at, True
    at, is_sure = start, True
    while at < len(words) and (_is_field(words[at]) or words[at - 1] in _LINKS):
        is_sure = is_sure and _is_field(words[at])
        at += 1
    if not body_words().isdisjoint(words[at:]):
        return len(words), True
    return at, is_sure and len(words) - at > 1


def _is_field(word: str) -> bool:
    """Whether a word belongs to the field of an office: a link, a portfolio, a word for a body, a country."""
    known = word in lexicon.words("portfolios") or word in body_words() or word in _LINKS
    return known or lexicon.country_named(word.title()) is not None or word in lexicon.demonyms()
