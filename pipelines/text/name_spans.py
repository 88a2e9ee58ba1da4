"""Spans of proper names: an ordered set without overlaps, and the trimming of one span.

Belongs here: geometry of named spans, and cutting what is no part of a name off its ends.
Does not belong here: looking for further names and settling kinds (see ``name_repairs``).
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import lru_cache

from pipelines.text import lexicon
from pipelines.text.names import fold
from pipelines.text.span_sets import SpanSet
from pipelines.text.spans import EntityKind, NamedSpan, Span

_HEAD = re.compile(r"(?:[\s\"'“”‘’«»‹›()\[\]{},.;:!?*_/—–-]+|(?:the|an?)\s+)+", re.IGNORECASE)
_TAIL = re.compile(r"(?:['’´`]s|[\s\"'“”‘’«»‹›(\[\]{},;:!?*_—–/-]+)$")
_STOP_KEPT = re.compile(r"(?:\b[A-Z]|\b(?:Jr|Sr|Inc|Corp|Co|Ltd|Bros|St|No))\.$")
_LOWER_START = re.compile(r"(?:[a-z]+ )+(?=[A-Z])")
_LOWER_END = re.compile(r"(?: (?:at|in|and|on|by|from|to|with|the))+\Z")
_COMPOUND = re.compile(r"(?<=\w\w\w)-([a-z]+)\Z")
_LONGEST_SYLLABLE = 6  # of a given name: ``Kin-cheung``; not ``Okun-inspired``
_LOOSE_START = re.compile(r"(?:(?:of|for|to|with|from|by|at|on|in|and|as|s|against|pro-) ?)(?= ?[A-Z])")
_COUNT = re.compile(r"(?:many|most|some|few|several|these|those|young|old|fellow)\b", re.IGNORECASE)
_LETTER = re.compile(r"\w")
WORD = re.compile(r"[^\s\"“”«»()\[\],;:]+")
_LONGEST_TITLE = 24
CAPITAL = "A-ZÀ-ÖØ-ÞĀĂĄĆĈĊČĎĐĒĔĖĘĚĜĞĠĢĤĦĨĪĬĮİĴĶĹĻĽĿŁŃŅŇŊŌŎŐŒŔŖŘŚŜŞŠŢŤŦŨŪŬŮŰŲŴŶŸŹŻŽА-Я"


def is_label(text: str, span: Span) -> bool:
    """Whether a name in capitals is the label of a turn in a transcript: ``SEN. MARIA OLT: The dam is safe.``"""
    begins = text.rfind("\n", 0, span.start) + 1
    return (
        text[begins : span.end].isupper() and text.startswith(": ", span.end) and span.start - begins < _LONGEST_TITLE
    )


class NameSpans:
    """Named spans in text order, none of which shares a character with another or with an ignored span."""

    def __init__(self, text: str, ignore: Sequence[Span]) -> None:
        self.text = text
        self._ignored = SpanSet(ignore)
        self.names: list[NamedSpan] = []
        self._starts: list[int] = []

    def add(self, named: NamedSpan) -> None:
        """Keep the name unless one at least as long has its place or it lies in an ignored span."""
        if self._ignored.touches(named.span):
            return
        rivals = self.overlapping(named.span)
        if any(len(rival.span) >= len(named.span) for rival in rivals):
            return
        for rival in rivals:
            self.remove(rival)
        at = bisect_left(self._starts, named.span.start)
        self.names.insert(at, named)
        self._starts.insert(at, named.span.start)

    def remove(self, named: NamedSpan) -> None:
        """Take out a name that is kept."""
        at = bisect_left(self._starts, named.span.start)
        del self.names[at], self._starts[at]

    def overlapping(self, span: Span) -> list[NamedSpan]:
        """The kept names that share a character with the span."""
        at = bisect_right(self._starts, span.start)
        low = at - 1 if at and self.names[at - 1].span.end > span.start else at
        return self.names[low : bisect_left(self._starts, span.end)]

    def covered(self, span: Span) -> bool:
        """Whether a kept name shares a character with the span."""
        return bool(self.overlapping(span))

    def replace_all(self, names: Sequence[NamedSpan]) -> None:
        """Start again with other names, given in text order and disjoint."""
        self.names = list(names)
        self._starts = [named.span.start for named in names]

    def shown(self, span: Span) -> str:
        """The text of a span."""
        return self.text[span.start : span.end]


def trim(text: str, span: Span, kind: EntityKind) -> Span | None:
    """The span without quotation marks, articles, possessive endings and punctuation; None where nothing is left.

    A person also loses titles before the name and a headline's verb behind it; a body loses lower-case words before it.
    """
    kept = _kept(text[span.start : span.end], kind)
    return Span(span.start + kept[0], span.start + kept[1]) if kept else None


@lru_cache(maxsize=1 << 16)  # articles name the same names again and again
def _kept(text: str, kind: EntityKind) -> tuple[int, int] | None:
    """Where what is left of some words begins and ends."""
    head = _HEAD.match(text)
    start = head.end() if head else 0
    end = _trimmed_end(text, start, len(text))
    if end <= start or not _LETTER.search(text, start, end):
        return None
    if "]" in text[start:end] and "[" not in text[start:end] and text[start:end].index("]") < 2:
        return None
    tail = _LOWER_END.search(text, start, end)
    end = tail.start() if tail and tail.start() > start else end
    compound = _COMPOUND.search(text, start, end)
    if compound and (
        len(compound.group(1)) > _LONGEST_SYLLABLE or compound.group(1) in lexicon.words("compound_tails")
    ):
        end = compound.start()
    if kind == "person":
        begin = _behind_introducer(text, _person_start(text, start, end), end)
        core = person_core(text, Span(begin, end))
        return core.start, core.end
    lower = _LOWER_START.match(text, start, end) if kind == "organisation" else None
    return (lower.end() if lower else _behind_introducer(text, start, end)), end


def _behind_introducer(text: str, start: int, end: int) -> int:
    """Where a name begins behind a word that opens a sentence and says what the body is: ``Rival |Nordmat``."""
    first, _, rest = text[start:end].partition(" ")
    return end - len(rest) if rest[:1].isupper() and fold(first) in lexicon.words("firm_introducers") else start


def _person_start(text: str, start: int, end: int) -> int:
    """Where a person begins behind a preposition, the rest of a possessive or a word that counts."""
    for pattern in (_LOOSE_START, _COUNT):
        found = pattern.match(text, start, end)
        rest = text[found.end() : end].lstrip() if found else ""
        start = end - len(rest) if rest else start
    return start


def _trimmed_end(text: str, start: int, end: int) -> int:
    while end > start:
        piece = text[start:end]
        if piece.endswith("."):
            if _STOP_KEPT.search(piece) or "." in piece[:-1]:
                return end
            end -= 1
        elif piece.endswith(")"):
            if "(" in piece:
                return end
            end -= 1
        else:
            tail = _TAIL.search(piece)
            if not tail or _is_brand(piece):
                return end
            end = start + tail.start()
    return end


def _is_brand(piece: str) -> bool:
    return piece.rsplit(" ", 1)[-1].lower().replace("’", "'") in lexicon.words("possessive_brands")


def person_core(text: str, span: Span) -> Span:
    """The name of a person without titles before it, and without a headline's verb or noun behind it."""
    found = [(match.start(), match.end()) for match in WORD.finditer(text, span.start, span.end)]
    words = [fold(text[start:end]).strip("'’-") for start, end in found]
    last = next((at for at in range(1, len(found)) if words[at] in lexicon.words("headline_verbs")), len(found))
    first = int(last > 1 and _is_adverb(words[0]))
    for at in range(first, last - 1):
        if (
            (is_title(words[at]) and not (words[at] in lexicon.words("regal") and last - at == 2))
            or (words[at] in lexicon.demonyms() and at == first and last - first > 2)
            or words[at].endswith(("'s", "’s"))
        ):
            first = at + 1
    nouns = lexicon.words("authored", "organisation", "bloc", "not_surnames")
    while last - first > 1 and (
        words[last - 1] in nouns or words[last - 1].isdigit() or _is_post_nominal(text[slice(*found[last - 1])])
    ):
        last -= 1
    return Span(found[first][0], found[last - 1][1]) if found else span


def _is_post_nominal(word: str) -> bool:
    """Whether letters behind a name say what its bearer is: ``Peter Langham QC``."""
    return word.isupper() and fold(word).strip(".") in lexicon.words("post_nominals")


def _is_adverb(word: str) -> bool:
    """Whether a folded word opens a sentence before a name (``Interestingly Okun``), not ``Emily``."""
    return len(word) > 6 and word.endswith("ly") and word not in lexicon.given_names()


def is_title(word: str) -> bool:
    """Whether a folded word is a title or a noun for a person, and no given name."""
    if word in lexicon.given_names():
        return False
    if word.endswith(("ologist", "ographer")):
        return True
    return word in lexicon.titles() or word in lexicon.person_nouns() or word in lexicon.words("role_modifiers")
