"""Quotations that no cue took: the rest of a split or long quotation, and those that only a weak cue explains.

Belongs here: giving quoted regions to drafts that are there. Does not belong here: making drafts from the network.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from pipelines.text.drafts import ORPHAN_WORDS, Draft, Page, trimmed
from pipelines.text.quotation import inner
from pipelines.text.spans import Span

ANOTHER_SENTENCE = re.compile(r"[.!?]\s+\w")
_PAUSE = re.compile(r"(?:[.,:;!?–—-]|\b(?:and|but|or|then|that))\s*\Z")  # not: X said on | "Talk of the Town"
_LINKS = frozenset(["what", "which", "who", "whom"])  # what it calls "..."
BRIDGE_WORDS = 25  # between two halves of a split quote: "..." said X, who ... "..."


def continue_quotations(page: Page, drafts: list[Draft]) -> None:
    """Give quoted regions that no cue took to the quotation that they carry on, or that carries them on.

    The second half of a split quote ("...," X said. "..."), a paragraph that is nothing but a quotation and
    follows one whose last words were quoted, and one whose marks stay open because the next paragraph goes on.
    """
    taken = {id(region): draft for draft in drafts for span in draft.content for region in page.regions_over(span)}
    for draft in drafts:
        for span in (draft.cue, draft.source):
            for region in page.regions_over(span) if span else ():
                taken.setdefault(id(region), draft)
    for place, region in enumerate(page.regions):
        if id(region) in taken or place == 0:
            continue
        before = page.regions[place - 1]
        owner = taken.get(id(before))
        if owner is None or page.words(region.start, region.end) < ORPHAN_WORDS:
            continue
        if _carries_on(page, owner, before, region):
            owner.content.append(trimmed(page.text, inner(page.text, region)))
            taken[id(region)] = owner
    for region, after in reversed(list(pairwise(page.regions))):
        owner = taken.get(id(after))
        if id(region) not in taken and owner is not None and _stays_open(page, region, after):
            owner.content.append(trimmed(page.text, inner(page.text, region)))
            taken[id(region)] = owner


def _stays_open(page: Page, region: Span, after: Span) -> bool:
    """Whether a region is a line without a closing mark and the next begins behind it: one speech in paragraphs."""
    if not opens_alike(page, region, after):
        return False
    begins = not page.text[page.text.rfind("\n", 0, region.start) + 1 : region.start].strip()
    is_open = inner(page.text, region).end == region.end
    return begins and is_open and page.text[region.end : after.start].isspace()


def opens_alike(page: Page, region: Span, after: Span) -> bool:
    """Whether both open with the same mark.

    Where a page quotes another page, that page's paragraphs open with one mark and the speech in them with another.
    """
    return page.text[region.start] == page.text[after.start]


def explain_orphans(page: Page, drafts: list[Draft], weak: Sequence[Draft]) -> None:
    """Take a weak cue where it has a source and its content is a quotation that no strong cue took."""
    held = held_regions(page, drafts)
    for draft in sorted(weak, key=lambda one: -one.confidence):
        regions = [region for span in draft.content for region in page.regions_over(span)]
        if draft.source is None or not regions or any(is_taken(page, held, region) for region in regions):
            continue
        quoted = all(
            any(region.contains(span) for region in regions) or page.text[span.start : span.end] in _LINKS
            for span in draft.content
        )
        if quoted and sum(page.words(region.start, region.end) for region in regions) >= ORPHAN_WORDS:
            whole = _around(page, draft, weak)
            drafts.append(whole)
            hold(page, whole, held)


def _around(page: Page, draft: Draft, weak: Sequence[Draft]) -> Draft:
    """The weak cue whose words a whole clause with *what* is: *It is denouncing | what it calls “...”*; else itself."""
    first, last = draft.content[0], draft.content[-1]
    if page.text[first.start : first.end] not in _LINKS:
        return draft
    clause = Span(first.start, last.end)
    around = (one for one in weak if one.source is not None and one.cue.end <= clause.start)
    return next((one for one in around if any(span.contains(clause) for span in one.content)), draft)


def held_regions(page: Page, drafts: Sequence[Draft]) -> dict[int, int]:
    """By the id of each region that drafts have as content, the most words that one span has of it."""
    held: dict[int, int] = {}
    for draft in drafts:
        hold(page, draft, held)
    return held


def hold(page: Page, draft: Draft, held: dict[int, int]) -> None:
    """Note under the ids of the regions how many words of them a draft has as its content."""
    for span in draft.content:
        for region in page.regions_over(span):
            shared = page.words(max(span.start, region.start), min(span.end, region.end))
            held[id(region)] = max(held.get(id(region), 0), shared)


def is_taken(page: Page, held: dict[int, int], region: Span) -> bool:
    """Whether a draft has a good part of a region as its content."""
    return 3 * held.get(id(region), 0) > page.words(region.start, region.end)


def _carries_on(page: Page, owner: Draft, before: Span, region: Span) -> bool:
    """Whether a region goes on with the speech of the region before it."""
    last = max(owner.content, key=lambda span: span.end)
    if not last.overlaps(before):
        return False
    between = Span(before.end, region.start)
    lines = page.line(region.start) - page.line(before.end)
    reporting = between.contains(owner.cue) and (owner.source is None or between.contains(owner.source))
    told = max(owner.cue.end, owner.source.end if owner.source else 0)
    reporting = reporting and not ANOTHER_SENTENCE.search(page.text, told, region.start)
    if page.text[between.start : between.end].strip(" \n\t\u00a0") == "":
        return lines == 0 or opens_alike(page, before, region)
    if lines == 0:
        paused = _PAUSE.search(page.text, between.start, between.end) is not None
        return reporting and paused and page.words(between.start, between.end) <= BRIDGE_WORDS
    opens_line = not page.text[page.text.rfind("\n", 0, region.start) + 1 : region.start].strip()
    fills_line = opens_line and not page.text[region.end : line_end(page.text, region.end)].strip(" .\t\u00a0")
    after_cue = reporting and page.words(between.start, between.end) <= BRIDGE_WORDS
    return fills_line and after_cue and page.text.count("\n", between.start, between.end) <= 2


def line_end(text: str, place: int) -> int:
    end = text.find("\n", place)
    return len(text) if end < 0 else end
