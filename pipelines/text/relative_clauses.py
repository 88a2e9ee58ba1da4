"""Whom the word "who" or "which" of a relative clause means: the name that the clause belongs to.

Belongs here: finding the antecedent of a relative pronoun. Does not belong here: any other pronoun (``pronouns``).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipelines.text.sentences import split_sentences
from pipelines.text.spans import Mention
from pipelines.text.speaker_confidence import WHO, WHO_APPOSITION, WHO_OF_PLACE

_FARTHEST = 160
_GAP = re.compile(r"(?: ?\([^()\n]{1,40}\))?,? ?")
_COMPLEMENT = re.compile(r" (?:of|from|at|for|in|with) (?:the )?")


def antecedent(text: str, before: Sequence[Mention], start: int) -> tuple[Mention, float] | None:
    """The mention that a relative pronoun at an offset means, with the confidence in it; None where none is sure.

    ``before`` are the mentions before the offset, in text order. "Maria Olt of Velmark, who" means the person, and so
    does "Maria Olt, the harbour master at Velmark, who", but no name of the sentence before; a place is never "who".
    "Olm Stores Co, once a small chain, which" is the company where no other name stands between.
    """
    low = max(0, start - _FARTHEST)
    low = max(text.rfind("\n", low, start) + 1, low)
    near = [mention for mention in before[-5:] if mention.span.start >= low]
    if not near or not text.startswith(("who", "which"), start):
        return None
    last, is_person = near[-1], text.startswith("who", start)
    if _GAP.fullmatch(text, last.span.end, start):
        if is_person and last.kind == "person":
            return last, WHO
        holder = _holder(text, near) if is_person else None
        if holder is not None:
            return holder, WHO_OF_PLACE
        if last.kind == "organisation":
            return last, WHO_APPOSITION
    if text.endswith(", ", 0, start):
        for other in reversed(near if is_person else near[-1:]):
            kind = "person" if is_person else "organisation"
            is_apposed = other.kind == kind and text.startswith(", ", other.span.end)
            if is_apposed and len(split_sentences(text[other.span.end : start])) == 1:
                return other, WHO_APPOSITION
    return None


def _holder(text: str, near: Sequence[Mention]) -> Mention | None:
    """The person whom the last name belongs to: ``Maria Olt of | Velmark``."""
    if len(near) < 2 or near[-2].kind != "person":
        return None
    return near[-2] if _COMPLEMENT.fullmatch(text, near[-2].span.end, near[-1].span.start) else None
