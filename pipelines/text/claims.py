"""Whose a quotation is that several drafts have, or that somebody has though another stands right behind it.

Belongs here: one owner for every quotation. Does not belong here: quotations that nobody has (`adoption`), the clause
behind a quotation (`sentence_forms`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipelines.text.drafts import ORPHAN_WORDS, Draft, Page, trimmed, without
from pipelines.text.quotation import inner
from pipelines.text.sentence_forms import read_beside_quotation
from pipelines.text.span_sets import SpanIndex
from pipelines.text.spans import Span

_QUOTED_BY = re.compile(r"\bquoted\s+as\b")
_GOES_ON = frozenset(",-–—")  # a quotation that ends so has its clause behind it


def settle_claims(page: Page, drafts: list[Draft]) -> None:
    """Leave every quotation to one speaker: that of the clause behind it, else of the nearest cue, line by line.

    A clause is looked for only behind a comma or a dash: behind a full stop another sentence may begin. Speakers inside
    the quotation, and those whose words are more than the quotation, keep theirs.
    """
    holders: dict[int, list[Draft]] = {}
    for draft in drafts:
        for span in draft.content:
            for region in page.regions_over(span):
                holders.setdefault(id(region), []).append(draft)
    cues = SpanIndex([draft.cue for draft in drafts])
    for region in page.regions:
        if page.words(region.start, region.end) < ORPHAN_WORDS:
            continue
        claimants = [draft for draft in holders.get(id(region), ()) if _claims(page, draft, region)]
        beside = read_beside_quotation(page, region) if _goes_on(page, region) else None
        if beside is not None:
            owner = next((drafts[n] for n in cues.near(beside.cue) if drafts[n].cue.overlaps(beside.cue)), None)
            if owner is None:
                drafts.append(owner := beside)
            elif _QUOTED_BY.search(page.text, beside.cue.start, beside.cue.end):
                owner.source, owner.cue = beside.source, beside.cue  # not the paper behind "by"
            if owner not in claimants:
                _give(page, owner, trimmed(page.text, inner(page.text, region)))
            _release(claimants, region, owner)
        elif len(claimants) > 1:
            _release(claimants, region, _nearest(page, claimants, region))
    drafts[:] = [draft for draft in drafts if draft.content]


def _give(page: Page, owner: Draft, words: Span) -> None:
    """Add the words of a quotation to a content, unless they are in it."""
    if not any(span.contains(words) for span in owner.content):
        rest = [trimmed(page.text, part) for span in owner.content for part in without(span, words)]
        owner.content = sorted([*(part for part in rest if page.words(part.start, part.end)), words])


def _claims(page: Page, draft: Draft, region: Span) -> bool:
    """Whether most of a quotation is a fragment of what somebody outside it said."""
    if region.overlaps(draft.cue):
        return False
    words = page.words(region.start, region.end)
    return any(region.contains(span) and 2 * page.words(span.start, span.end) >= words for span in draft.content)


def _goes_on(page: Page, region: Span) -> bool:
    end = inner(page.text, region).end
    return page.text[end - 1] in _GOES_ON or page.text.startswith(",", region.end)


def _nearest(page: Page, claimants: Sequence[Draft], region: Span) -> Draft:
    def distance(draft: Draft) -> tuple[int, int, float]:
        behind = draft.cue.start >= region.end
        start, end = (region.end, draft.cue.start) if behind else (draft.cue.end, region.start)
        return abs(page.line(draft.cue.start) - page.line(region.start)), end - start, -draft.confidence

    return min(claimants, key=distance)


def _release(claimants: Sequence[Draft], region: Span, owner: Draft) -> None:
    for draft in claimants:
        if draft is not owner:
            draft.content = [span for span in draft.content if not region.contains(span)]
