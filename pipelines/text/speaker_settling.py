"""Speakers that follow from other speakers of the article: first persons, "they" after a pair, continued quotations.

Belongs here: what only the speakers found so far can tell.
Does not belong here: the speaker of one source by itself (see ``speakers``).
"""

from __future__ import annotations

from collections.abc import Sequence

from pipelines.text.heads import Head
from pipelines.text.spans import Attribution, Speaker


def settle_first_persons(
    heads: Sequence[Head | None], attributions: Sequence[Attribution], speakers: list[Speaker]
) -> None:
    """``I said`` inside a quotation is who speaks the quotation; elsewhere it is the writer, whom no name gives."""
    for at, head in enumerate(heads):
        if head is None or head.kind != "first":
            continue
        holder = _holder(attributions, at)
        if holder is not None and speakers[holder].kind == "person":
            found = speakers[holder]
            speakers[at] = Speaker(found.name, found.kind, "pronoun", round(found.confidence * 0.9, 2), found.chain)
        else:
            speakers[at] = Speaker(None, "none", "none", 0.5)


def _in_order(heads: Sequence[Head | None], attributions: Sequence[Attribution]) -> list[tuple[int, Head]]:
    """The attributions that have a source, by the place of the source."""
    found = [(at, head) for at, head in enumerate(heads) if head is not None]
    return sorted(found, key=lambda pair: attributions[pair[0]].source[0].start)


def settle_documents(
    heads: Sequence[Head | None], attributions: Sequence[Attribution], speakers: list[Speaker]
) -> None:
    """``The report`` says what the body says whose report was quoted last."""
    written: dict[str, Speaker] = {}
    for at, head in _in_order(heads, attributions):
        if head.kind != "authored" or head.owner is not None:
            continue
        found = speakers[at]
        if found.kind == "organisation":
            written[head.word] = found
        elif head.name is not None or not head.definite:
            written.pop(head.word, None)
        elif found.name is None and head.word in written:
            body = written[head.word]
            speakers[at] = Speaker(body.name, body.kind, "nominal", 0.6, body.chain)


def settle_pairs(heads: Sequence[Head | None], attributions: Sequence[Attribution], speakers: list[Speaker]) -> None:
    """A speaking "they" after the source "A and B" means both: the first is kept, with less confidence."""
    pair: Speaker | None = None
    for at, head in _in_order(heads, attributions):
        if head.kind == "they" and head.owner is None and pair is not None and speakers[at].name is None:
            speakers[at] = pair
        elif head.kind == "name" and head.more and speakers[at].kind == "person":
            found = speakers[at]
            pair = Speaker(found.name, found.kind, "pronoun", 0.5, found.chain)
        elif head.kind not in ("he", "she", "it") and head.word not in ("both", "each"):
            pair = None


def _holder(attributions: Sequence[Attribution], at: int) -> int | None:
    """The attribution whose content holds this one: the given parent, else the tightest that contains the source."""
    parent = attributions[at].parent
    if parent is not None:
        return parent
    source = attributions[at].source[0]
    around = [
        (len(span), number)
        for number, other in enumerate(attributions)
        if number != at and other.kind != "indirect"
        for span in other.content
        if span.contains(source)
    ]
    return min(around)[1] if around else None


def settle_continued(text: str, attributions: Sequence[Attribution], speakers: list[Speaker]) -> None:
    """A quotation without a source goes on after another of its paragraph if only one speaker was quoted there."""
    for at, attribution in enumerate(attributions):
        if (
            attribution.source
            or attribution.kind != "direct"
            or not attribution.content
            or attribution.parent is not None
        ):
            continue
        start = attribution.content[0].start
        low = text.rfind("\n", 0, start) + 1
        earlier = [
            number
            for number, other in enumerate(attributions)
            if other.source and other.content and other.kind != "indirect" and low <= other.content[0].start < start
        ]
        named = {speakers[number].name for number in earlier}
        if earlier and len(named) == 1 and None not in named:
            found = speakers[earlier[-1]]
            speakers[at] = Speaker(found.name, found.kind, found.method, 0.5, found.chain)
