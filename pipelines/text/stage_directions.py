"""What a transcript notes beside the words: *(APPLAUSE)*, *[laughter]*, *(CROSSTALK.)*.

Belongs here: telling such a note from other words in brackets, and the words of a turn without it. Does not belong
here: turns and their speakers (`layout`).
"""

from __future__ import annotations

import re

from pipelines.text import lexicon
from pipelines.text.spans import Span

_BRACKETED = re.compile(r"\((?P<round>[^()\[\]\n]{2,60})\)|\[(?P<square>[^()\[\]\n]{2,60})\]")
_WORD = re.compile(r"[^\W\d_]+")
_MOST_WORDS = 6


def spoken(text: str, span: Span) -> list[Span]:
    """The parts of a span outside its stage directions, as they stand: with the white space around them."""
    parts, start = list[Span](), span.start
    for found in _BRACKETED.finditer(text, span.start, span.end):
        if _is_direction(found["round"] or found["square"]):
            parts.append(Span(start, found.start()))
            start = found.end()
    return [*parts, Span(start, span.end)]


def is_only_direction(text: str, span: Span) -> bool:
    """Whether a span has no words but those of stage directions."""
    return not any(_WORD.search(text, part.start, part.end) for part in spoken(text, span))


def _is_direction(note: str) -> bool:
    """Whether a note begins or ends with a word for a sound, a silence or a gap, and is short."""
    words = [word.lower() for word in _WORD.findall(note)]
    return 0 < len(words) <= _MOST_WORDS and not {words[0], words[-1]}.isdisjoint(lexicon.words("stage_directions"))
