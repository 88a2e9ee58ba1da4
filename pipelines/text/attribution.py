"""Attributions of a text: what the network read, set right by the geometry of quotation marks.

Belongs here: token ranges to characters, snapping to quoted regions, quotations that no cue took, nesting, confidence.
Does not belong here: the network (`inference`), the pairing of marks (`quotation`), who the source is (`speakers`).
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pipelines.text.decoding import CUE_THRESHOLD, TokenRange, find_names
from pipelines.text.encoding import Encoding
from pipelines.text.inference import CueReading, Reading
from pipelines.text.quotation import content_kind, inner
from pipelines.text.spans import Attribution, NamedSpan, Span

WORD = re.compile(r"\w+")
ANOTHER_SENTENCE = re.compile(r"[.!?]\s+\w")
CREDIT = re.compile(
    r"[ \t\u00a0]*(?P<dash>[―—–]|--?)[ \t\u00a0]*(?P<name>[^\W\d_][\w.’'-]*(?:[ \t][\w.,’'-]+){0,7}?)[ \t.]*(?=\n|\Z)"
)
TURN = re.compile(r"^[ \t]*[\"“]?(?P<name>[A-Z][A-Z.'’ -]{1,40}[A-Z.])(?P<colon>:)[ \t]+(?P<words>\S.*)$", re.MULTILINE)
FEWEST_TURNS = 3
LAYOUT_CONFIDENCE = 0.8
DOUBLE_NAME = re.compile(r"(?<=\w)-[^\W\d_a-z]\w+")
LEADING, TRAILING = " \t\n\r\u00a0,;:–—-", " \t\n\r\u00a0,;:–—-"
SHORT_GAP = 3  # tokens between two fragments of one content that are closed over
ORPHAN_WORDS = 4  # a quoted region of fewer words may be a title or a scare quote: only a cue makes it speech
BRIDGE_WORDS = 25  # between two halves of a split quote: "..." said X, who ... "..."


def find_names_in(text: str, encoding: Encoding, reading: Reading) -> tuple[NamedSpan, ...]:
    """Named mentions of a text, in order, without overlaps."""
    found: list[NamedSpan] = []
    for tokens, kind in find_names(reading.names):
        span = _whole_name(text, Span(int(encoding.starts[tokens.start]), int(encoding.ends[tokens.end - 1])))
        if not found or found[-1].span.end <= span.start:
            found.append(NamedSpan(span, kind))
    return tuple(found)


def _whole_name(text: str, span: Span) -> Span:
    """A name as far as its line goes, with the other half of a double name (Okafor-Lind)."""
    words = text[span.start : span.end]
    end = span.start + len(words.split("\n")[0].rstrip()) if "\n" in words.strip() else span.end
    span = _whole_words(text, Span(span.start, end))
    while found := DOUBLE_NAME.match(text, span.end):
        span = Span(span.start, found.end())
    return span


def find_attributions(
    text: str, encoding: Encoding, reading: Reading, regions: Sequence[Span]
) -> tuple[Attribution, ...]:
    """Attributions of a text, ordered by their first character, with ``parent`` set.

    ``regions`` are the quoted regions of the text, sorted. Every content has at least one word.
    """
    page = _Page(text, regions)
    strong = [cue for cue in reading.cues if cue.cue.probability >= CUE_THRESHOLD]
    weak = [cue for cue in reading.cues if cue.cue.probability < CUE_THRESHOLD]
    fixed = [*_read_credits(page), *_read_turns(page)]
    read = _without_doubles([draft for cue in strong if (draft := _draft(page, encoding, cue)) is not None])
    drafts = fixed + [draft for draft in read if not _contradicts(draft, fixed)]
    _continue_quotations(page, drafts)
    _explain_orphans(page, drafts, [draft for cue in weak if (draft := _draft(page, encoding, cue)) is not None])
    _continue_quotations(page, drafts)
    found = sorted((_finished(page, draft) for draft in drafts), key=_order)
    return tuple(replace(one, parent=_parent(place, found)) for place, one in enumerate(found))


@dataclass(slots=True)
class _Draft:
    """An attribution while its content still grows."""

    source: Span | None
    cue: Span
    content: list[Span]
    confidence: float


class _Page:
    """The text with its quoted regions and lines, for quick look-ups."""

    def __init__(self, text: str, regions: Sequence[Span]) -> None:
        self.text = text
        self.regions = list(regions)
        self._starts = [region.start for region in regions]
        self._breaks = [place for place, mark in enumerate(text) if mark == "\n"]

    def regions_over(self, span: Span) -> list[Span]:
        """The quoted regions that share a character with a span."""
        first = max(0, bisect_right(self._starts, span.start) - 1)
        last = bisect_left(self._starts, span.end)
        return [region for region in self.regions[first:last] if region.overlaps(span)]

    def line(self, place: int) -> int:
        """Number of the line that holds a character."""
        return bisect_right(self._breaks, place - 1)

    def words(self, start: int, end: int) -> int:
        """Words that begin in a range."""
        return sum(1 for _ in WORD.finditer(self.text, start, end))


def _draft(page: _Page, encoding: Encoding, reading: CueReading) -> _Draft | None:
    content = _contents(page, encoding, _closed(page, encoding, reading))
    if not content:
        return None
    cue = _characters(encoding, reading.cue)
    source = _trimmed(page.text, _characters(encoding, reading.source)) if reading.source else None
    source = source if source and page.words(source.start, source.end) else None
    if source and any(source.overlaps(span) and not span.contains(source) for span in content):
        parts = [_trimmed(page.text, part) for span in content for part in _without(span, source)]
        content = [part for part in parts if page.words(part.start, part.end)]
    confidence = reading.cue.probability * max(fragment.probability for fragment in reading.content)
    confidence *= reading.source.probability**0.5 if reading.source else 0.5
    return _Draft(source, cue, content, confidence) if content else None


def _contents(page: _Page, encoding: Encoding, fragments: Sequence[TokenRange]) -> list[Span]:
    snapped: list[Span] = []
    for fragment in fragments:
        for piece in _snapped(page, _whole_words(page.text, _characters(encoding, fragment))):
            piece = _trimmed(page.text, piece)
            if page.words(piece.start, piece.end) and not any(piece.overlaps(other) for other in snapped):
                snapped.append(piece)
    return snapped


def _closed(page: _Page, encoding: Encoding, reading: CueReading) -> list[TokenRange]:
    """The fragments of a content, with short gaps closed that hold neither cue nor source nor a newline."""
    held = [one for one in (reading.cue, reading.source) if one]
    closed: list[TokenRange] = []
    for fragment in reading.content:
        before = closed[-1] if closed else None
        if before is None or fragment.start - before.end > SHORT_GAP:
            closed.append(fragment)
            continue
        gap = page.text[encoding.ends[before.end - 1] : encoding.starts[fragment.start]]
        if "\n" in gap or any(one.start < fragment.start and before.end < one.end for one in held):
            closed.append(fragment)
        else:
            closed[-1] = TokenRange(before.start, fragment.end, max(before.probability, fragment.probability))
    return closed


def _snapped(page: _Page, span: Span) -> list[Span]:
    """Borders of a content moved to quotation marks: a region mostly covered is taken whole, else left whole."""
    start, end = span.start, span.end
    for region in page.regions_over(span):
        within = inner(page.text, region)
        shared = page.words(max(start, within.start), min(end, within.end))
        whole = page.words(within.start, within.end)
        if whole == 0 or span.contains(region) or (region.contains(span) and shared * 2 <= whole):
            continue
        if shared * 2 > whole:
            start, end = min(start, region.start), max(end, region.end)
        elif start < within.start:
            end = min(end, region.start)
        else:
            start = max(start, region.end)
    return [Span(start, end)] if start < end else []


def _trimmed(text: str, span: Span) -> Span:
    """Without white space, commas and dashes at the ends, and without the marks of a region that it just is."""
    start, end = span.start, span.end
    while start < end and text[start] in LEADING:
        start += 1
    while start < end and text[end - 1] in TRAILING:
        end -= 1
    bare = inner(text, Span(start, end)) if start < end else Span(start, end)
    if bare.start > start and bare.end < end and not _marks_within(text, bare):
        return _trimmed(text, bare)
    if bare.start > start and bare.end == end and text[start] not in "'‘" and not _marks_within(text, bare):
        return _trimmed(text, bare)
    if end - start > 1 and text[end - 1] == "." and text[start - 1 : start] not in OPENERS:
        end -= 1
    return Span(start, end)


OPENERS = tuple("“\"«»„‘'`")


def _marks_within(text: str, span: Span) -> bool:
    return any(mark in text[span.start : span.end] for mark in '“”"«»„')


def _continue_quotations(page: _Page, drafts: list[_Draft]) -> None:
    """Give quoted regions that no cue took to the quotation that they carry on.

    The second half of a split quote ("...," X said. "..."), and a paragraph that is nothing but a quotation and
    follows one whose last words were quoted.
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
            owner.content.append(_trimmed(page.text, inner(page.text, region)))
            taken[id(region)] = owner


def _explain_orphans(page: _Page, drafts: list[_Draft], weak: Sequence[_Draft]) -> None:
    """Take a weak cue where it has a source and its content is a quotation that no strong cue took."""
    for draft in sorted(weak, key=lambda one: -one.confidence):
        regions = [region for span in draft.content for region in page.regions_over(span)]
        if draft.source is None or not regions or any(_is_taken(page, drafts, region) for region in regions):
            continue
        quoted = all(any(region.contains(span) for region in regions) for span in draft.content)
        if quoted and sum(page.words(region.start, region.end) for region in regions) >= ORPHAN_WORDS:
            drafts.append(draft)


def _read_credits(page: _Page) -> Iterator[_Draft]:
    """A quotation that a dash and a name follow to the end of the line ("..." — Ilse Varn) is that name's."""
    for region in page.regions:
        found = CREDIT.match(page.text, region.end)
        if found and page.words(region.start, region.end) >= ORPHAN_WORDS:
            content = _trimmed(page.text, inner(page.text, region))
            yield _Draft(Span(*found.span("name")), Span(*found.span("dash")), [content], LAYOUT_CONFIDENCE)


def _read_turns(page: _Page) -> Iterator[_Draft]:
    """The turns of a transcript: lines that begin with a name in capitals and a colon, of speakers who take turns."""
    turns = list(TURN.finditer(page.text))
    names = Counter(turn["name"] for turn in turns)
    if len(turns) < FEWEST_TURNS or names.most_common(1)[0][1] < 2:
        return
    for turn in turns:
        content = _trimmed(page.text, Span(*turn.span("words")))
        if page.words(content.start, content.end):
            yield _Draft(Span(*turn.span("name")), Span(*turn.span("colon")), [content], LAYOUT_CONFIDENCE)


def _contradicts(draft: _Draft, fixed: Sequence[_Draft]) -> bool:
    """Whether a draft gives words to somebody else that the layout of the page gives to a name."""
    for one in fixed:
        held = one.content[0]
        if any(held.overlaps(span) for span in draft.content) and not held.contains(draft.cue):
            return True
    return False


def _is_taken(page: _Page, drafts: Sequence[_Draft], region: Span) -> bool:
    """Whether a draft has a good part of a region as its content."""
    whole = page.words(region.start, region.end)
    shared = (
        page.words(max(span.start, region.start), min(span.end, region.end))
        for draft in drafts
        for span in draft.content
        if span.overlaps(region)
    )
    return any(3 * part > whole for part in shared)


def _carries_on(page: _Page, owner: _Draft, before: Span, region: Span) -> bool:
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
        return True
    if lines == 0:
        return reporting and page.words(between.start, between.end) <= BRIDGE_WORDS
    opens_line = not page.text[page.text.rfind("\n", 0, region.start) + 1 : region.start].strip()
    fills_line = opens_line and not page.text[region.end : _line_end(page.text, region.end)].strip(" .\t\u00a0")
    after_cue = reporting and page.words(between.start, between.end) <= BRIDGE_WORDS
    return fills_line and after_cue and page.text.count("\n", between.start, between.end) <= 2


def _line_end(text: str, place: int) -> int:
    end = text.find("\n", place)
    return len(text) if end < 0 else end


def _without_doubles(drafts: Sequence[_Draft]) -> list[_Draft]:
    """Of two drafts with the same content and source, only the surer one."""
    best: dict[tuple[tuple[Span, ...], Span | None], _Draft] = {}
    for draft in drafts:
        key = (tuple(draft.content), draft.source)
        if key not in best or best[key].confidence < draft.confidence:
            best[key] = draft
    return list(best.values())


def _finished(page: _Page, draft: _Draft) -> Attribution:
    content = tuple(sorted(draft.content))
    kind = content_kind(page.text, content, page.regions)
    return Attribution((draft.source,) if draft.source else (), draft.cue, content, kind, draft.confidence)


def _order(one: Attribution) -> tuple[int, int, int]:
    first = min(span.start for span in (*one.source, *one.content, *((one.cue,) if one.cue else ())))
    return first, one.content[0].start, -one.content[-1].end


def _parent(place: int, found: Sequence[Attribution]) -> int | None:
    """The attribution whose content most closely holds the cue and the content of this one."""
    mine = found[place]
    spans = [*mine.content, *((mine.cue,) if mine.cue else ())]
    holders = [
        (sum(map(len, other.content)), number)
        for number, other in enumerate(found)
        if number != place and all(any(part.contains(span) for part in other.content) for span in spans)
    ]
    return min(holders)[1] if holders else None


def _characters(encoding: Encoding, tokens: TokenRange) -> Span:
    return Span(int(encoding.starts[tokens.start]), int(encoding.ends[tokens.end - 1]))


def _whole_words(text: str, span: Span) -> Span:
    """The span widened to the ends of the words that it cuts."""
    start, end = span.start, span.end
    while start > 0 and text[start - 1].isalnum() and text[start].isalnum():
        start -= 1
    while end < len(text) and text[end - 1].isalnum() and text[end].isalnum():
        end += 1
    return Span(start, end)


def _without(span: Span, hole: Span) -> list[Span]:
    """What is left of a span outside a hole."""
    if not span.overlaps(hole):
        return [span]
    return [part for part in (Span(span.start, hole.start), Span(hole.end, span.end)) if part.start < part.end]
