"""Speech that a dash opens at the start of a line, as many languages write it: ``– It is over, – said Olt. – Go home.``

Belongs here: telling such a line from an item of a list, and reading it. Does not belong here: quotation marks (see
``quotation``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from pipelines.text.clauses import read_clause, read_inverted
from pipelines.text.spans import Span

DASHES = "–—―-"
_OPENS = re.compile(r"[ \t\u00a0]*(?:(?P<dash>[–—―])[ \u00a0]?|(?P<hyphen>-)[ \u00a0])(?=\w|[\"“«„])")
_PART = re.compile(rf"[ \u00a0][{DASHES}](?=[ \u00a0])")
_ENDS_SPEECH = tuple(',.!?…”"»')


@dataclass(frozen=True, slots=True)
class Told:
    """``said Olt`` between two parts of speech: who speaks, the verb, and the parts, each with the dash before it."""

    subject: Span
    verb: Span
    spoken: tuple[Span, ...]


def read_dashes(text: str, start: int, end: int) -> list[Told]:
    """What a line says in turns of speech and of words that tell whose it is; empty for any other line."""
    opening = _OPENS.match(text, start, end)
    if opening is None:
        return []
    dashes = [
        max(opening.start("dash"), opening.start("hyphen")),
        *(found.end() - 1 for found in _PART.finditer(text, opening.end(), end)),
    ]
    parts = [_without_end(text, Span(left, right)) for left, right in pairwise([*dashes, end])]
    speech, telling = parts[::2], parts[1::2]
    told = list[Told]()
    for place, part in enumerate(telling):
        begin = part.end - len(text[part.start + 1 : part.end].lstrip())
        clause = read_inverted(text, begin, part.end) or read_clause(text, begin, part.end)
        if clause is None or min(clause.subject.start, clause.verb.start) != begin:
            return []
        if not text.endswith(_ENDS_SPEECH, 0, speech[place].end):
            return []
        is_last = place + 1 == len(telling)
        told.append(Told(clause.subject, clause.verb, tuple(speech[place:] if is_last else speech[place : place + 1])))
    return told


def _without_end(text: str, span: Span) -> Span:
    return Span(span.start, span.start + len(text[span.start : span.end].rstrip()))
