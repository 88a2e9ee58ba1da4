"""Quotations that are sentences of their own and that no cue took: whose they are by what stands around them.

Belongs here: the clause beside a quotation, the speaker of the sentence or the paragraph before it. Does not belong
here: the parts of one quotation (`continuation`), what the network read.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import cached_property

from pipelines.text.continuation import held_regions, is_taken, line_end, opens_alike
from pipelines.text.drafts import ORPHAN_WORDS, Draft, Page, trimmed
from pipelines.text.quotation import inner
from pipelines.text.references import FINITE
from pipelines.text.sentence_forms import read_beside_quotation
from pipelines.text.span_sets import SpanIndex
from pipelines.text.spans import Span
from pipelines.text.title_case import Titles

SUBJECT_CONFIDENCE = 0.5
_NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]")
_NAMES = re.compile(r"[a-z,] ((?:[A-Z][\w’'-]+ ?)+)")  # within sentences, where no other word is capitalised
_ACTING = re.compile(
    r"(?P<who>(?:He|She|[A-Z][\w’'-]+(?: [A-Z][\w’'.-]*){0,3}))(?:, [^,.;:!?\n]{1,60},)?"
    rf"(?: [a-z]+ly| also| still| now| then| himself| herself)? (?P<verb>(?:{FINITE})\b(?: [a-z]+)?)"
)
BLANK = " \t\u00a0"


def speak_beside(page: Page, drafts: list[Draft]) -> None:
    """Give quotations that no cue took to the speaker of the clause behind them (*X said*), if there is one."""
    for region in _orphans(page, drafts):
        draft = read_beside_quotation(page, region)
        if draft is not None:
            drafts.append(draft)


def adopt_quotations(page: Page, drafts: list[Draft]) -> None:
    """Give quoted sentences that no cue took to whoever spoke in the sentence before.

    *X rejected the plan. "We cannot pay for it."* In a paragraph of its own, a quotation goes to who spoke at the end
    of the paragraph before, unless that is a headline (*Ten Bakers Share Their Secrets*).
    """
    speakers = _Speakers(page, drafts)
    for region in _orphans(page, drafts):
        draft = speakers.before(region) if is_sentence(page, region) else None
        if draft is not None:
            draft.content.append(trimmed(page.text, inner(page.text, region)))


def speak_by_subject(page: Page, drafts: list[Draft]) -> None:
    """Give quoted sentences that nobody took to the person whom the sentence before them tells of.

    *Lamm is unmoved. "And where does she think wells come from?"* Only where no other name stands in that sentence.
    """
    names: set[str] | None = None
    for region in _orphans(page, drafts):
        found = _subject_before(page, region) if is_sentence(page, region) else None
        if found is None:
            continue
        source, cue = found
        if names is None:  # looked for once, and only in the few articles with such a quotation
            names = {"He", "She", *(word for run in _NAMES.findall(page.text) for word in run.split())}
        if page.text[source.start : source.end].split()[-1] in names:
            content = [trimmed(page.text, inner(page.text, region))]
            drafts.append(Draft(source, cue, content, SUBJECT_CONFIDENCE))


def _subject_before(page: Page, region: Span) -> tuple[Span, Span] | None:
    """The subject and the verb of the sentence right before a region in its line, if one person acts in it."""
    text = page.text
    end = region.start
    while end > 0 and text[end - 1] in BLANK:
        end -= 1
    home = page.sentence(max(0, end - 1))
    if end == 0 or text[end - 1] not in ".!:" or home.start >= region.start or page.line(home.start) != page.line(end):
        return None
    found = _ACTING.match(text, home.start, end)
    if found is None or page.regions_over(Span(home.start, end)) or _NAME.search(text, found.end("who"), end):
        return None
    return Span(*found.span("who")), Span(*found.span("verb"))


def _orphans(page: Page, drafts: Sequence[Draft]) -> list[Span]:
    """The quoted regions of some length that no draft has as its content."""
    held = held_regions(page, drafts)
    long = (region for region in page.regions if page.words(region.start, region.end) >= ORPHAN_WORDS)
    return [region for region in long if not is_taken(page, held, region)]


def is_sentence(page: Page, region: Span) -> bool:
    """Whether a region is one or more whole sentences: nothing of its sentence stands outside."""
    within = inner(page.text, region)
    words = page.text[within.start : within.end].strip()
    before = page.text[max(0, region.start - 3) : region.start].rstrip(BLANK)
    after = page.text[region.end : region.end + 3].lstrip(BLANK + ".")
    ends = words.rstrip("’'”\"»")[-1:] in (".", "!", "?", "…")
    whole = words[:1].isupper() and (ends or page.text[region.end : region.end + 1] == ".")
    return whole and before[-1:] in ("", "\n", ".", "!", "?", "”", '"', "»") and not after[:1].islower()


class _Speakers:
    """The drafts that have a source and stand in nobody's words, by the places of their cues."""

    def __init__(self, page: Page, drafts: Sequence[Draft]) -> None:
        self.page = page
        contents = [span for draft in drafts for span in draft.content]
        index = SpanIndex(contents)
        spoken = [
            draft
            for draft in drafts
            if draft.source and not any(contents[number].contains(draft.cue) for number in index.near(draft.cue))
        ]
        self.drafts = sorted(spoken, key=lambda draft: draft.cue.start)
        self.cues = [draft.cue.start for draft in self.drafts]

    @cached_property
    def titles(self) -> Titles:
        """The headlines within the text."""
        return Titles(self.page.text)

    def before(self, region: Span) -> Draft | None:
        """Who spoke last in the sentence before a region, or in the last sentence of the paragraph before its own."""
        text, page = self.page.text, self.page
        end = region.start
        while end > 0 and text[end - 1].isspace():
            end -= 1
        home = page.sentence(max(0, end - 1))
        place = bisect_left(self.cues, home.end) - 1
        if place < 0 or self.cues[place] < home.start or home.start >= region.start:
            return None
        lines = page.line(region.start) - page.line(end)
        if lines == 0:
            return self.drafts[place]
        alone = not text[region.end : line_end(text, region.end)].strip(BLANK + ".")
        other_page = any(not opens_alike(page, quoted, region) for quoted in page.regions_over(home))
        is_near = alone and lines <= 2 and not other_page
        return self.drafts[place] if is_near and not self.titles.holds(home.start) else None
