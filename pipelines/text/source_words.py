"""The words of a source, each with the name that it is a part of.

Belongs here: reading a source word by word. Does not belong here: what its head is (see ``heads``).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Protocol

from pipelines.text import lexicon
from pipelines.text.names import fold
from pipelines.text.spans import EntityKind, Span
from pipelines.text.word_kinds import noun_kind

_WORD = re.compile(r"[\w’'&./-]*[\w.]|[,;:()\[\]—–]")
_LEAD = re.compile(
    r"(?:[\s\"'“”‘«»(\[,—–-]|(?:according to|in the words of|from|by|to|for|in|on|at|with|and|but|as|that|even|only"
    r"|both|when|while|like|including|per)\b(?= ))+",
    re.IGNORECASE,
)
_DESCRIBES = re.compile(r"-[a-z]{3,}(?![\w-])")  # behind a name: Velmark-based analysts are not Velmark's
_MOST_WORDS = 80


class NamedPlace(Protocol):
    """Whatever has a span and a kind: a named mention or a name as it was read."""

    @property
    def span(self) -> Span: ...
    @property
    def kind(self) -> EntityKind: ...


@dataclass(frozen=True, slots=True)
class Word:
    """A word or a punctuation mark; ``name`` is the index of the name that it belongs to."""

    start: int
    end: int
    lower: str
    name: int | None


def read_words(text: str, source: Span, names: Sequence[NamedPlace]) -> list[Word]:
    """The first words of a source, at most 80, without what leads into it. ``names`` are in text order and disjoint."""
    lead = _LEAD.match(text, source.start, source.end)
    start = lead.end() if lead and lead.end() < source.end else source.start
    if names and names[0].span.start < start <= names[0].span.end:
        start = names[0].span.start
    found: list[Word] = []
    next_name = 0
    for match in islice(_WORD.finditer(text, start, source.end), _MOST_WORDS):
        if text[match.start() - 1 : match.start()] == "<" and text[match.end() : match.end() + 1] == ">":
            continue  # where its shares are traded: Varn Mills <VRN.L>
        while next_name < len(names) and names[next_name].span.end <= match.start():
            next_name += 1
        inside = next_name < len(names) and names[next_name].span.start < match.end()
        inside = inside and not _DESCRIBES.match(text, names[next_name].span.end, match.end())
        lower = fold(match.group().removesuffix("'s").removesuffix("’s")).strip("'’")
        found.append(Word(match.start(), match.end(), lower, next_name if inside else None))
    while (
        found
        and found[-1].name is None
        and (not found[-1].lower[:1].isalnum() or found[-1].lower in lexicon.words("trailing_words"))
        and len(found) > 1
    ):
        found.pop()
    return found


def until_participle(words: list[Word]) -> list[Word]:
    """The words before what was done with a document: ``the Harbour Office | obtained by the Courier``."""
    for at, word in enumerate(words):
        behind_name = at and word.name is None and words[at - 1].name is not None
        if behind_name and (word.lower.endswith("ed") or word.lower in ("seen", "written", "shown", "given", "out")):
            return words[:at]
    return words


def named_behind_clause(words: list[Word], relative: int) -> list[Word]:
    """The name that stands alone behind the clause of a relative: ``the inspector who did the check, | Ihor Bilyk``.

    None where the clause ends with somebody: ``the officer who shot the driver, Jan Olt`` may be either's name.
    """
    rest = words[relative + 1 :]
    comma = next((place for place, word in enumerate(rest) if word.lower == ","), 0)
    named, last = rest[comma + 1 :], rest[comma - 1] if rest else None
    if not comma or last is None or words[0].lower != "the":
        return []
    is_somebody = last.name is not None or noun_kind(last.lower) != "other"
    is_one = bool(named) and named[0].name is not None and len({word.name for word in named}) == 1
    return named if is_one and not is_somebody else []
