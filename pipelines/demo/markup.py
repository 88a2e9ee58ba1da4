"""Inline annotation: marked text -> plain text, with spans that are right by construction.

Belongs here: the syntax ``{tag words}`` and what a marked text says. Does not belong here: files and formats.

A tag is a letter and a value: ``s`` source, ``c`` cue, ``q`` content (value: attribution numbers, ``{s1,2 Abara}``
serves two attributions) and ``d`` date (value: ISO 8601, may be partial: ``{d2024-06 June}``). Tags nest. Several
``q`` of one number are the segments of one split quote.
"""

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import Literal

Offsets = tuple[int, int]
QuoteKind = Literal["direct", "indirect", "mixed"]

TAG = re.compile(r"\{([scqd])([\w,-]+) ")
WORD = re.compile(r"\w+")
CLOSERS = {"“": "”", "„": "“", "«": "»", "‘": "’", '"': '"'}


class MarkupError(ValueError):
    """A brace that opens nothing, closes nothing, or is never closed."""


@dataclass(frozen=True, slots=True)
class GoldAttribution:
    """Source, cue and content of attribution ``number``; offsets are half-open code points of the plain text."""

    number: int
    source: tuple[Offsets, ...]
    cue: tuple[Offsets, ...]
    content: tuple[Offsets, ...]
    kind: QuoteKind


@dataclass(frozen=True, slots=True)
class GoldDate:
    """A time expression and its ISO 8601 value."""

    span: Offsets
    value: str


@dataclass(frozen=True, slots=True)
class MarkedText:
    """A plain text and what its markup said about it, in order of number and of position."""

    text: str
    attributions: tuple[GoldAttribution, ...]
    dates: tuple[GoldDate, ...]


def parse_markup(marked: str) -> MarkedText:
    """Strip the tags and keep their spans. Raises MarkupError on braces that do not pair."""
    text, tagged = _strip_tags(marked)
    spans: dict[tuple[str, int], list[Offsets]] = defaultdict(list)
    dates = []
    for letter, value, span in sorted(tagged, key=lambda tag: tag[2]):
        if letter == "d":
            dates.append(GoldDate(span, value))
            continue
        for number in value.split(","):
            spans[letter, int(number)].append(span)
    quoted = quoted_characters(text)
    attributions = tuple(
        GoldAttribution(
            number,
            source=tuple(spans["s", number]),
            cue=tuple(spans["c", number]),
            content=tuple(spans["q", number]),
            kind=quote_kind(text, spans["q", number], quoted),
        )
        for number in sorted({number for _, number in spans})
    )
    return MarkedText(text, attributions, tuple(dates))


def _strip_tags(marked: str) -> tuple[str, list[tuple[str, str, Offsets]]]:
    """The plain text and (letter, value, span) of every tag, in the order in which they close."""
    plain: list[str] = []
    length = position = 0
    open_tags: list[tuple[str, str, int]] = []
    closed = []
    while position < len(marked):
        tag = TAG.match(marked, position)
        if tag:
            open_tags.append((tag[1], tag[2], length))
            position = tag.end()
            continue
        character = marked[position]
        position += 1
        if character == "}" and open_tags:
            letter, value, start = open_tags.pop()
            closed.append((letter, value, (start, length)))
        elif character in "{}":
            raise MarkupError(f"stray {character!r} near {marked[max(0, position - 30) : position + 30]!r}")
        else:
            plain.append(character)
            length += 1
    if open_tags:
        raise MarkupError(f"never closed: {open_tags}")
    return "".join(plain), closed


def quoted_characters(text: str) -> set[int]:
    """Positions inside quotation marks. A quote that is not closed runs to the end of its paragraph."""
    inside: set[int] = set()
    closer = ""
    for position, character in enumerate(text):
        before, after = text[position - 1 : position], text[position + 1 : position + 2]
        if character == "\n":
            closer = ""
        elif closer:
            if character == closer and not (character == "’" and after.isalnum()):
                closer = ""
            else:
                inside.add(position)
        elif character in CLOSERS and not before.isalnum():
            closer = CLOSERS[character]
    return inside


def quote_kind(text: str, content: list[Offsets], quoted: set[int]) -> QuoteKind:
    """direct: every word of the content is quoted; indirect: none is; mixed: some are."""
    words = [word.start() + start for start, end in content for word in WORD.finditer(text[start:end])]
    inside = sum(word in quoted for word in words)
    if inside == 0:
        return "indirect"
    return "direct" if inside == len(words) else "mixed"
