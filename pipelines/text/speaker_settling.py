"""Speakers that follow from other speakers of the article: first persons, "the report", continued quotations.

Belongs here: what only the speakers found so far can tell.
Does not belong here: the speaker of one source by itself (see ``speakers``).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from pipelines.text.documents import Issuers
from pipelines.text.head_records import Head
from pipelines.text.joint_speakers import in_order
from pipelines.text.span_sets import SpanIndex
from pipelines.text.spans import Attribution, Span, Speaker
from pipelines.text.speaker_confidence import ISSUED_DOCUMENT

_PASSIVE = re.compile(r"(?:is|are|was|were|has|have|had|been|being)\b")


def settle_first_persons(
    heads: Sequence[Head | None],
    attributions: Sequence[Attribution],
    speakers: list[Speaker],
    author: Speaker,
    quoted: Sequence[Span],
) -> None:
    """``I said`` inside a quotation is who speaks the quotation; elsewhere it is the writer.

    ``author`` is the speaker for the writer, of kind none where the article does not name one; ``quoted`` are the
    quoted passages: a first person inside one, of whom nobody tells who speaks it, stays unknown.
    """
    index = SpanIndex([Span(*_extent(one)) for one in attributions])
    for at, head in enumerate(heads):
        if head is None or head.kind != "first":
            continue
        holder = _holder(attributions, at, index)
        source = attributions[at].source[0]
        if holder is not None and speakers[holder].kind == "person":
            found = speakers[holder]
            speakers[at] = Speaker(found.name, found.kind, "pronoun", round(found.confidence * 0.9, 2), found.chain)
        elif holder is not None or any(span.contains(source) for span in quoted):
            speakers[at] = Speaker(None, "none", "none", 0.5)
        else:
            speakers[at] = author


def settle_documents(
    text: str,
    heads: Sequence[Head | None],
    attributions: Sequence[Attribution],
    speakers: list[Speaker],
    issuers: Issuers,
) -> None:
    """``The report`` says what the body says whose report was quoted last, or who issued one just before."""
    written: dict[str, Speaker] = {}
    for at, head in in_order(heads, attributions):
        if head.kind != "authored" or head.owner is not None:
            continue
        found = speakers[at]
        if found.kind == "organisation":
            written[head.word] = found
        elif head.name is not None or not head.definite:
            written.pop(head.word, None)
        elif found.name is None:
            writer = issuers.before(head.word, head.span.start) or written.get(head.word)
            if writer is not None:
                speakers[at] = replace(writer, method="nominal", confidence=ISSUED_DOCUMENT)


def _extent(attribution: Attribution) -> tuple[int, int]:
    """Where the content of an attribution begins and ends."""
    spans = attribution.content
    return (min(span.start for span in spans), max(span.end for span in spans)) if spans else (0, 0)


def _holder(attributions: Sequence[Attribution], at: int, index: SpanIndex) -> int | None:
    """The attribution whose content holds this one: the given parent, else the tightest that contains the source."""
    parent = attributions[at].parent
    if parent is not None:
        return parent
    source = attributions[at].source[0]
    around = [
        (len(span), number)
        for number, other in ((number, attributions[number]) for number in index.near(source))
        if number != at and other.kind != "indirect"
        for span in other.content
        if span.contains(source)
    ]
    return min(around)[1] if around else None


def settle_continued(text: str, attributions: Sequence[Attribution], speakers: list[Speaker]) -> None:
    """A quotation without a source goes on after another of its paragraph if only one speaker was quoted there."""
    quoted = sorted(
        (one.content[0].start, number)
        for number, one in enumerate(attributions)
        if one.source and one.content and one.kind != "indirect"
    )
    for at, attribution in enumerate(attributions):
        if (
            attribution.source
            or attribution.kind != "direct"
            or not attribution.content
            or attribution.parent is not None
        ):
            continue
        start = attribution.content[0].start
        if attribution.cue and _PASSIVE.match(text, attribution.cue.start, attribution.cue.end):
            continue  # somebody else, whose name was not found
        low = text.rfind("\n", 0, start) + 1
        earlier = [number for _, number in quoted[bisect_left(quoted, (low,)) : bisect_left(quoted, (start,))]]
        named = {speakers[number].name for number in earlier}
        if earlier and len(named) == 1 and None not in named:
            found = speakers[max(earlier)]
            speakers[at] = Speaker(found.name, found.kind, found.method, 0.5, found.chain)
