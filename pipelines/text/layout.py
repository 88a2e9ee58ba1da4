"""Speakers that the layout of a page gives: credits behind a dash, the turns of a transcript.

Belongs here: what needs no cue word because the page says it by its form. Does not belong here: reading prose.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from pipelines.text.drafts import ORPHAN_WORDS, Draft, Page, trimmed
from pipelines.text.quotation import inner
from pipelines.text.spans import Span

CREDIT = re.compile(
    r"[ \t\u00a0]*(?P<dash>[―—–]|--?)[ \t\u00a0]*(?P<name>[^\W\d_][\w.’'-]*(?:[ \t][\w.,’'-]+){0,7}?)[ \t.]*(?=\n|\Z)"
)
TURN = re.compile(r"^[ \t]*[\"“]?(?P<name>[A-Z][A-Z.'’ -]{1,40}[A-Z.])(?P<colon>:)[ \t]+(?P<words>\S.*)$", re.MULTILINE)
FEWEST_TURNS = 3
LAYOUT_CONFIDENCE = 0.8


def read_credits(page: Page) -> Iterator[Draft]:
    """A quotation that a dash and a name follow to the end of the line ("..." — Ilse Varn) is that name's."""
    for region in page.regions:
        found = CREDIT.match(page.text, region.end)
        if found and page.words(region.start, region.end) >= ORPHAN_WORDS:
            content = trimmed(page.text, inner(page.text, region))
            yield Draft(Span(*found.span("name")), Span(*found.span("dash")), [content], LAYOUT_CONFIDENCE)


def read_turns(page: Page) -> Iterator[Draft]:
    """The turns of a transcript: lines that begin with a name in capitals and a colon, of speakers who take turns."""
    turns = list(TURN.finditer(page.text))
    names = Counter(turn["name"] for turn in turns)
    if len(turns) < FEWEST_TURNS or names.most_common(1)[0][1] < 2:
        return
    for turn in turns:
        content = trimmed(page.text, Span(*turn.span("words")))
        if page.words(content.start, content.end):
            yield Draft(Span(*turn.span("name")), Span(*turn.span("colon")), [content], LAYOUT_CONFIDENCE)


def contradicts(draft: Draft, fixed: Sequence[Draft]) -> bool:
    """Whether a draft gives words to somebody else that the layout of the page gives to a name."""
    for one in fixed:
        held = one.content[0]
        if any(held.overlaps(span) for span in draft.content) and not held.contains(draft.cue):
            return True
    return False
