"""Speakers that the layout of a page gives: credits behind a dash, the turns of a transcript.

Belongs here: what needs no cue word because the page says it by its form. Does not belong here: reading prose.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from pipelines.text.cues import is_speech_verb
from pipelines.text.dash_speech import DASHES, read_dashes
from pipelines.text.drafts import ORPHAN_WORDS, WORD, Draft, Page, trimmed
from pipelines.text.quotation import inner
from pipelines.text.span_sets import SpanIndex
from pipelines.text.spans import Span
from pipelines.text.stage_directions import spoken

CREDIT = re.compile(
    r"[ \t\u00a0]*(?P<dash>[―—–]|--?)[ \t\u00a0]*(?P<name>[^\W\d_][\w.’'-]{0,40}(?:[ \t][\w.,’'-]{1,40}){0,7}?)"
    r"[ \t\u00a0.]*(?=\n|\Z)"
)
_LABEL = r"^[ \t]*[\"“]?(?P<name>{})(?P<colon>:)[ \t]+(?P<words>\S.*)$"
CAPITALS = re.compile(_LABEL.format(r"[A-Z][A-Z.'’ -]{1,40}[A-Z.]|[QA]"), re.MULTILINE)
NAMES = re.compile(_LABEL.format(r"[A-Z][\w.’'-]{1,20}(?: [A-Z][\w.’'-]{0,20}){0,3}"), re.MULTILINE)
SENTENCE = re.compile(r"[.!?…]['\"”’»)]*\s*\Z")
FEWEST_TURNS = 3
LAYOUT_CONFIDENCE = 0.8


def read_credits(page: Page) -> Iterator[Draft]:
    """A quotation that a dash and a name follow to the end of the line ("..." — Ilse Varn) is that name's.

    So is the whole of a line that begins with a quotation and ends with another, where nobody else speaks between.
    """
    for region in page.regions:
        found = CREDIT.match(page.text, region.end)
        if found and page.text[region.start] not in DASHES and page.words(region.start, region.end) >= ORPHAN_WORDS:
            first = _opening_region(page, region)
            content = trimmed(page.text, Span(inner(page.text, first).start, inner(page.text, region).end))
            name = Span(found.start("name"), found.start("name") + len(found["name"].rstrip(".,")))
            yield Draft(name, Span(*found.span("dash")), [content], LAYOUT_CONFIDENCE)


def read_dashed(page: Page) -> Iterator[Draft]:
    """A line of speech that a dash opens (*– It is over, – said Olt. – Go home.*) is whose the words between say."""
    for line in re.finditer(r"[^\n]+", page.text):
        for one in read_dashes(page.text, *line.span()):
            content = [trimmed(page.text, inner(page.text, span)) for span in one.spoken]
            yield Draft(trimmed(page.text, one.subject), one.verb, content, LAYOUT_CONFIDENCE)


def _opening_region(page: Page, region: Span) -> Span:
    """The quotation that opens the line of this one, unless words of saying stand between them; else this one."""
    start = page.text.rfind("\n", 0, region.start) + 1
    opening = page.regions_over(Span(start, region.start))
    if not opening or page.text[start : opening[0].start].strip():
        return region
    told = WORD.findall(page.text[opening[0].end : region.start])
    return region if any(map(is_speech_verb, told)) else opening[0]


def read_turns(page: Page) -> Iterator[Draft]:
    """The turns of a transcript: lines that begin with a name and a colon, of speakers who take turns.

    Names in capitals (or Q and A) tell a transcript by themselves. Other names do where most lines from the first to
    the last turn are turns, all of whole sentences, and somebody asks something.
    """
    turns = list(CAPITALS.finditer(page.text))
    if not _take_turns(turns):
        turns = list(NAMES.finditer(page.text))
        if not _take_turns(turns) or not _is_conversation(page, turns):
            return
    for turn in turns:
        content = _said(page, turn)
        if content:
            yield Draft(Span(*turn.span("name")), Span(*turn.span("colon")), content, LAYOUT_CONFIDENCE)


def _said(page: Page, turn: re.Match[str]) -> list[Span]:
    """The words of a turn without what the transcript notes beside them (*(APPLAUSE)*)."""
    parts = [trimmed(page.text, part) for part in spoken(page.text, Span(*turn.span("words")))]
    return [part for part in parts if page.words(part.start, part.end)]


def _take_turns(turns: Sequence[re.Match[str]]) -> bool:
    names = Counter(turn["name"] for turn in turns)
    return len(turns) >= FEWEST_TURNS and names.most_common(1)[0][1] >= 2


def _is_conversation(page: Page, turns: Sequence[re.Match[str]]) -> bool:
    lines = [line for line in page.text[turns[0].start() : turns[-1].end()].split("\n") if line.strip()]
    parts = [spoken(page.text, Span(*turn.span("words"))) for turn in turns if _said(page, turn)]
    words = ["".join(page.text[part.start : part.end] for part in some) for some in parts]
    asks = any(line.rstrip('"”’» ').endswith("?") for line in words)
    speakers = {turn["name"] for turn in turns}
    return asks and len(speakers) > 1 and len(turns) * 2 > len(lines) and all(map(SENTENCE.search, words))


def reach(draft: Draft) -> Span:
    """From the first word of a content to its last."""
    return Span(draft.content[0].start, draft.content[-1].end)


def contradicts(draft: Draft, fixed: Sequence[Draft], index: SpanIndex) -> bool:
    """Whether a draft gives words to somebody else that the layout of the page gives to a name.

    ``index`` holds the `reach` of each draft of ``fixed``.
    """
    for number in {number for span in draft.content for number in index.near(span)}:
        held = reach(fixed[number])
        if any(held.overlaps(span) for span in draft.content) and not held.contains(draft.cue):
            return True
    return False
