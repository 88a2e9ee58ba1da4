"""What somebody calls something: *a ban that owners dismissed as “theft”*, *the plan was branded “madness” by unions*.

Belongs here: quotations behind a verb that labels, where nobody was read as their speaker. Does not belong here: names
that everybody uses (see ``no_speech``), verbs of speech (see ``sentence_forms``).
"""

from __future__ import annotations

import re

from pipelines.text.continuation import held_regions, is_taken
from pipelines.text.drafts import Draft, Page, trimmed
from pipelines.text.noun_forms import read_source
from pipelines.text.quotation import inner
from pipelines.text.sentence_forms import FORM_CONFIDENCE, subject_before
from pipelines.text.span_sets import SpanSet
from pipelines.text.spans import Span

_LABELS = (
    r"attack|blast|brand|characteri[sz]e?|condemn|criticise?|criticize?|decri|decry|denounce?|deride?|describe?|dismiss"
    r"|hail|label|labell|lambast|lambaste?|mock|portray|praise?|reject|ridicule?|slam|slamm"
)
_VERB = rf"(?P<verb>(?:{_LABELS})(?:ed|es|s|d))"
_MODIFIERS = r"(?:(?:also|once|later|then|now|since|widely|already|has|have|had|\w+ly)\s+)*"
_ACTIVE = re.compile(rf"\b{_VERB}\s+(?:[^,;:.?!\n“”\"«»„]{{1,80}}?)\s+as\s*(?:being\s*)?\Z")
_BRANDED = re.compile(r"\b(?P<verb>(?:brand|label|labell)(?:ed|s))\s+(?:[^,;:.?!\n“”\"«»„]{1,80}?)\s*\Z")
_RELATIVE = re.compile(
    rf"\b(?:that|which|whom)\s+(?P<source>[^,;:.?!\n“”\"«»„]{{2,80}}?)\s+{_MODIFIERS}{_VERB}\s+(?:as\s*)?\Z"
)
_PASSIVE = re.compile(rf"\b{_VERB}\s+(?:by\s+(?P<by>[^,;:.?!\n“”\"«»„]{{2,80}}?)\s+)?(?:as\s*)?(?:being\s*)?\Z")
_AS = re.compile(r"\bas\s*(?:being\s*)?\Z")
_BY = re.compile(r",?\s+by\s+(?=\w)")
_BE = re.compile(r"\b(?:am|is|are|was|were|be|been|being|get|gets|got)\s+(?:\w+\s+){0,2}\Z")
_HELPER = re.compile(r"(?:is|are|was|were|has|have|had|may|might|can|could|will|would|should|must|do|does|did)\b")
_REACH = 160  # characters before a quotation in which the verb and who labels stand


def read_labels(page: Page, drafts: list[Draft]) -> None:
    """Add a draft for each quotation behind such a verb that no draft with a source has."""
    held = held_regions(page, [draft for draft in drafts if draft.source is not None])
    labels = list[Draft]()
    for region in page.regions:
        content = trimmed(page.text, inner(page.text, region))
        if not page.words(content.start, content.end) or is_taken(page, held, region):
            continue
        found = _label(page, region)
        if found is not None and not page.regions_over(found[0]):
            labels.append(Draft(*found, [content], FORM_CONFIDENCE))
    read = SpanSet([label.cue for label in labels])
    drafts[:] = [draft for draft in drafts if draft.source is not None or not read.touches(draft.cue)]
    drafts.extend(labels)


def _label(page: Page, region: Span) -> tuple[Span, Span] | None:
    """Who labels, and the verb."""
    text = page.text
    start = max(page.sentence(region.start).start, region.start - _REACH)
    relative = _with_as(_RELATIVE.search(text, start, region.start))
    if relative and not _HELPER.match(relative["source"]):
        return Span(*relative.span("source")), Span(*relative.span("verb"))
    passive = _with_as(_PASSIVE.search(text, start, region.start))
    if passive:
        cue = Span(*passive.span("verb"))
        if passive["by"]:
            return Span(*passive.span("by")), cue
        by = _BY.match(text, region.end)
        source = read_source(text, by.end(), page.sentence(region.start).end) if by else None
        return (source, cue) if source else None
    for form in (_ACTIVE, _BRANDED):
        active = form.search(text, start, region.start)
        if active and not _BE.search(text, start, active.start("verb")):
            cue = Span(*active.span("verb"))
            subject = subject_before(page, cue.start)
            return (subject, cue) if subject else None
    return None


def _with_as(found: re.Match[str] | None) -> re.Match[str] | None:
    """A match that ends with *as*, which only *branded* and *labelled* do without: who rejects “X” does not say it."""
    is_label = found is not None and (found["verb"].startswith(("brand", "label")) or _AS.search(found.group()))
    return found if is_label else None
