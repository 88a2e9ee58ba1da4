"""Attributions of a text: what the network read, set right by the geometry of quotation marks.

Belongs here: token ranges to characters, snapping to quoted regions, nesting, confidence.
Does not belong here: the network (`inference`), the pairing of marks (`quotation`), quotations that no cue took
(`continuation`, `layout`), who the source is (`speakers`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from pipelines.text.adoption import adopt_quotations, speak_beside, speak_by_subject
from pipelines.text.claims import settle_claims
from pipelines.text.clauses import read_inverted
from pipelines.text.content_borders import (
    beside_cue,
    clause_before,
    finish_series,
    finish_tails,
    within_sentence,
    without_as,
    without_dateline,
    without_link,
)
from pipelines.text.continuation import continue_quotations, explain_orphans
from pipelines.text.cues import cue_kind, is_speech_verb
from pipelines.text.decoding import CUE_THRESHOLD, SPEECH_THRESHOLD, TokenRange
from pipelines.text.drafts import WORD, Draft, Page, characters, merged, trimmed, whole_words, without
from pipelines.text.encoding import Encoding
from pipelines.text.inference import CueReading, Reading
from pipelines.text.inner_speakers import read_inner_speakers
from pipelines.text.labels import read_labels
from pipelines.text.layout import contradicts, reach, read_credits, read_dashed, read_turns
from pipelines.text.no_speech import is_doubtful, is_nobodys, refuse
from pipelines.text.noun_forms import read_noun_forms
from pipelines.text.participles import joined_subject, joined_verb, settle_participles
from pipelines.text.quotation import content_kind, inner
from pipelines.text.reactions import read_reactions
from pipelines.text.sentence_forms import (
    FORM_CONFIDENCE,
    read_as_tails,
    read_is_quoted,
    read_quoted_as,
    read_quoted_colon,
)
from pipelines.text.source_borders import widen_sources
from pipelines.text.span_sets import SpanIndex
from pipelines.text.spans import Attribution, Span
from pipelines.text.stage_directions import is_only_direction

LONG_WORDS = 30  # of a quotation, from its first word or to its last: the network does not see the rest
OPENING_WORDS = 8  # of a quotation that is a paragraph: the network ends where it no longer sees the cue
_IS_TOLD = re.compile(
    r"\b(?:is|are|was|were|be|been|being|gets?|got)\s+(?:(?:\w+ly|also|once|twice|later|then|already|not|never|often)\s+)*"
    r"(?:told|informed|warned|advised|ordered|instructed|notified|reminded|assured)\b|\b(?:when|if|once|until) told\b"
)
SHORT_GAP = 3  # tokens between two fragments of one content that are closed over


def find_attributions(
    text: str, encoding: Encoding, reading: Reading, regions: Sequence[Span]
) -> tuple[Attribution, ...]:
    """Attributions of a text, ordered by their first character, with ``parent`` set.

    ``regions`` are the quoted regions of the text, sorted. Every content has at least one word.
    """
    page = Page(text, [region for region in regions if not is_only_direction(text, region)])
    strong, weak = _read(page, encoding, reading)
    fixed = [*read_credits(page), *read_turns(page), *read_dashed(page)]
    held = SpanIndex([reach(draft) for draft in fixed])
    drafts = fixed + [draft for draft in _without_noise(page, strong) if not contradicts(draft, fixed, held)]
    read_as_tails(page, drafts)
    read_quoted_as(page, drafts)
    read_is_quoted(page, drafts)
    read_quoted_colon(page, drafts)
    read_noun_forms(page, drafts)
    read_labels(page, drafts)
    settle_participles(page, drafts)
    for read in (drafts, weak):
        refuse(page, read)
    settle_claims(page, drafts)
    read_reactions(page, drafts)
    continue_quotations(page, drafts)
    speak_beside(page, drafts)
    explain_orphans(page, drafts, weak)
    continue_quotations(page, drafts)
    adopt_quotations(page, drafts)
    continue_quotations(page, drafts)
    speak_by_subject(page, drafts)
    finish_series(page, drafts)
    finish_tails(page, drafts)
    widen_sources(page, drafts)
    read_inner_speakers(page, drafts)
    found = sorted((_finished(page, draft) for draft in drafts), key=_order)
    index = SpanIndex([Span(one.content[0].start, one.content[-1].end) for one in found])
    parents = (_parent(place, found, index) for place in range(len(found)))
    return tuple(
        one if parent is None else replace(one, parent=parent) for one, parent in zip(found, parents, strict=True)
    )


def _read(page: Page, encoding: Encoding, reading: Reading) -> tuple[list[Draft], list[Draft]]:
    """What the network read as drafts: those that count, and those that count only where they explain a quotation."""
    strong, weak = list[Draft](), list[Draft]()
    for cue in reading.cues:
        draft = _draft(page, encoding, cue)
        if draft is None:
            continue
        words = page.text[draft.cue.start : draft.cue.end]
        speaks = draft.source is not None and any(map(is_speech_verb, WORD.findall(words)))
        if cue.cue.probability < (SPEECH_THRESHOLD if speaks else CUE_THRESHOLD) or is_doubtful(page, draft):
            weak.append(draft)
        elif draft.source is not None or not is_nobodys(page, draft):
            strong.append(draft)
    return strong, weak


def _draft(page: Page, encoding: Encoding, reading: CueReading) -> Draft | None:
    cue = joined_verb(page.text, characters(encoding, reading.cue))
    content = beside_cue(page, cue, _contents(page, encoding, cue, _closed(page, encoding, reading)))
    read = characters(encoding, reading.source) if reading.source else None
    source = without_dateline(page.text, trimmed(page.text, within_sentence(page, cue, read))) if read else None
    source = source if source and page.words(source.start, source.end) else joined_subject(page.text, cue)
    if source and source.end <= cue.start and _IS_TOLD.search(page.text, source.end, cue.end):
        source = None  # who is told something does not say it
    if not content and source and any(map(is_speech_verb, WORD.findall(page.text[cue.start : cue.end]))):
        clause = clause_before(page, source, cue)
        content = [clause] if clause else []
    if source and content and all(map(source.contains, content)):  # not its own speaker: *..., said the board*
        told = page.text[: cue.start].rstrip()[-1:] in (",", "”", '"')
        behind = read_inverted(page.text, cue.start, page.sentence(cue.start).end) if told else None
        source, content = (behind.subject, content) if behind else (source, [])
    content = [span for span in content if source is None or not source.contains(span)]
    if not content:
        return None
    if source and any(source.overlaps(span) and not span.contains(source) for span in content):
        parts = [trimmed(page.text, part) for span in content for part in without(span, source)]
        content = [part for part in parts if page.words(part.start, part.end)]
    confidence = reading.cue.probability * max((one.probability for one in reading.content), default=FORM_CONFIDENCE)
    confidence *= reading.source.probability**0.5 if reading.source else 0.5
    return Draft(source, cue, content, confidence) if content else None


def _contents(page: Page, encoding: Encoding, cue: Span, fragments: Sequence[TokenRange]) -> list[Span]:
    snapped: list[Span] = []
    for fragment in fragments:
        for piece in _snapped(page, whole_words(page.text, characters(encoding, fragment))):
            piece = without_dateline(page.text, trimmed(page.text, within_sentence(page, cue, piece)))
            piece = trimmed(page.text, without_as(page.text, piece))
            piece = without_link(page, cue, piece)
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
        is_cut_off = shared >= LONG_WORDS and (start <= within.start or within.end <= end)
        is_cut_off = is_cut_off or (shared >= OPENING_WORDS and start <= within.start and page.fills_lines(region))
        if whole == 0 or span.contains(region) or (region.contains(span) and shared * 2 <= whole and not is_cut_off):
            continue
        if shared * 2 > whole or is_cut_off:
            start, end = min(start, region.start), max(end, region.end)
        elif start < within.start:
            end = min(end, region.start)
        else:
            start = max(start, region.end)
    return [Span(start, end)] if start < end else []


def _without_noise(page: Page, drafts: Sequence[Draft]) -> list[Draft]:
    """Without doubles, and without what stands in another's words but has no word of saying as its cue."""
    drafts = _without_doubles(drafts)
    _share(page, drafts)
    held = [(span, draft) for draft in drafts for span in draft.content]
    index = SpanIndex([span for span, _ in held])
    return [
        draft
        for draft in drafts
        if cue_kind(page.text[draft.cue.start : draft.cue.end]) != "none"
        or not any(held[n][1] is not draft and held[n][0].contains(draft.cue) for n in index.near(draft.cue))
    ]


def _share(page: Page, drafts: Sequence[Draft]) -> None:
    """What is all that a nearer cue reports is no further fragment of what another does (*X reported, citing | Y*).

    A quotation only where the nearer cue stands in a later sentence (*“A,” said X. Y shrugged. | “B.”*).
    """
    whole = {draft.content[0]: draft.cue for draft in drafts if len(draft.content) == 1}

    def is_elsewhere(draft: Draft, span: Span) -> bool:
        nearer = whole.get(span)
        if nearer is None or not draft.cue.end <= nearer.start < span.start:
            return False
        return not page.regions_over(span) or page.sentence(draft.cue.start).end <= nearer.start

    for draft in drafts:
        if len(draft.content) > 1:
            draft.content = [span for span in draft.content if not is_elsewhere(draft, span)] or draft.content


def _without_doubles(drafts: Sequence[Draft]) -> list[Draft]:
    """Of two drafts with the same content and source, only the surer one."""
    best: dict[tuple[tuple[Span, ...], Span | None], Draft] = {}
    for draft in drafts:
        key = (tuple(draft.content), draft.source)
        if key not in best or best[key].confidence < draft.confidence:
            best[key] = draft
    return list(best.values())


def _finished(page: Page, draft: Draft) -> Attribution:
    content = tuple(merged(draft.content))
    kind = content_kind(page.text, content, page.regions)
    return Attribution((draft.source,) if draft.source else (), draft.cue, content, kind, draft.confidence)


def _order(one: Attribution) -> tuple[int, int, int]:
    first = min(span.start for span in (*one.source, *one.content, *((one.cue,) if one.cue else ())))
    return first, one.content[0].start, -one.content[-1].end


def _parent(place: int, found: Sequence[Attribution], index: SpanIndex) -> int | None:
    """The attribution whose content most closely holds the cue and the content of this one."""
    mine = found[place]
    spans = [*mine.content, *((mine.cue,) if mine.cue else ())]
    first, last = min(span.start for span in spans), max(span.end for span in spans)
    holders = [
        (sum(map(len, other.content)), number)
        for number, other in ((number, found[number]) for number in index.near(Span(first, first + 1)))
        if number != place
        and other.content[0].start <= first
        and last <= other.content[-1].end
        and all(any(part.contains(span) for part in other.content) for span in spans)
    ]
    return min(holders)[1] if holders else None
