"""Attributions of a text: what the network read, set right by the geometry of quotation marks.

Belongs here: token ranges to characters, snapping to quoted regions, nesting, confidence.
Does not belong here: the network (`inference`), the pairing of marks (`quotation`), quotations that no cue took
(`continuation`, `layout`), who the source is (`speakers`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipelines.text.continuation import continue_quotations, explain_orphans
from pipelines.text.decoding import CUE_THRESHOLD, TokenRange
from pipelines.text.drafts import Draft, Page, characters, trimmed, whole_words, without
from pipelines.text.encoding import Encoding
from pipelines.text.inference import CueReading, Reading
from pipelines.text.layout import contradicts, read_credits, read_turns
from pipelines.text.quotation import content_kind, inner
from pipelines.text.spans import Attribution, Span

SHORT_GAP = 3  # tokens between two fragments of one content that are closed over


def find_attributions(
    text: str, encoding: Encoding, reading: Reading, regions: Sequence[Span]
) -> tuple[Attribution, ...]:
    """Attributions of a text, ordered by their first character, with ``parent`` set.

    ``regions`` are the quoted regions of the text, sorted. Every content has at least one word.
    """
    page = Page(text, regions)
    strong = [cue for cue in reading.cues if cue.cue.probability >= CUE_THRESHOLD]
    weak = [cue for cue in reading.cues if cue.cue.probability < CUE_THRESHOLD]
    fixed = [*read_credits(page), *read_turns(page)]
    read = _without_doubles([draft for cue in strong if (draft := _draft(page, encoding, cue)) is not None])
    drafts = fixed + [draft for draft in read if not contradicts(draft, fixed)]
    continue_quotations(page, drafts)
    explain_orphans(page, drafts, [draft for cue in weak if (draft := _draft(page, encoding, cue)) is not None])
    continue_quotations(page, drafts)
    found = sorted((_finished(page, draft) for draft in drafts), key=_order)
    return tuple(replace(one, parent=_parent(place, found)) for place, one in enumerate(found))


def _draft(page: Page, encoding: Encoding, reading: CueReading) -> Draft | None:
    content = _contents(page, encoding, _closed(page, encoding, reading))
    if not content:
        return None
    cue = characters(encoding, reading.cue)
    source = trimmed(page.text, characters(encoding, reading.source)) if reading.source else None
    source = source if source and page.words(source.start, source.end) else None
    if source and any(source.overlaps(span) and not span.contains(source) for span in content):
        parts = [trimmed(page.text, part) for span in content for part in without(span, source)]
        content = [part for part in parts if page.words(part.start, part.end)]
    confidence = reading.cue.probability * max(fragment.probability for fragment in reading.content)
    confidence *= reading.source.probability**0.5 if reading.source else 0.5
    return Draft(source, cue, content, confidence) if content else None


def _contents(page: Page, encoding: Encoding, fragments: Sequence[TokenRange]) -> list[Span]:
    snapped: list[Span] = []
    for fragment in fragments:
        for piece in _snapped(page, whole_words(page.text, characters(encoding, fragment))):
            piece = trimmed(page.text, piece)
            if page.words(piece.start, piece.end) and not any(piece.overlaps(other) for other in snapped):
                snapped.append(piece)
    return snapped


def _closed(page: Page, encoding: Encoding, reading: CueReading) -> list[TokenRange]:
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


def _snapped(page: Page, span: Span) -> list[Span]:
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


def _without_doubles(drafts: Sequence[Draft]) -> list[Draft]:
    """Of two drafts with the same content and source, only the surer one."""
    best: dict[tuple[tuple[Span, ...], Span | None], Draft] = {}
    for draft in drafts:
        key = (tuple(draft.content), draft.source)
        if key not in best or best[key].confidence < draft.confidence:
            best[key] = draft
    return list(best.values())


def _finished(page: Page, draft: Draft) -> Attribution:
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
    first, last = min(span.start for span in spans), max(span.end for span in spans)
    holders = [
        (sum(map(len, other.content)), number)
        for number, other in enumerate(found)
        if number != place
        and other.content[0].start <= first
        and last <= other.content[-1].end
        and all(any(part.contains(span) for part in other.content) for span in spans)
    ]
    return min(holders)[1] if holders else None
