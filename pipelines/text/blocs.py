"""Somebody's campaign, administration or team that speaks: "the Okun campaign", "her team", "the campaign".

Belongs here: the name of such a body, and whose it is. Does not belong here: other sources (see ``speakers``).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import cached_property

from pipelines.text import speaker_confidence as confidence_of
from pipelines.text.head_records import Head
from pipelines.text.names import parse_person
from pipelines.text.spans import Chain, Mention, Speaker

_BLOC = re.compile(r"(?:’s|'s)? ?(?:presidential |re-election |election |transition )?(\w*)")
_ELECTION = re.compile(r"\b(?:campaign|candida|elect(?:ion|oral|ed)|nominee|nomination|voters|ballot)")


class Blocs:
    """The campaigns and teams of one article. ``names`` are its named mentions, in text order."""

    def __init__(self, text: str, chains: Sequence[Chain], names: Sequence[Mention]) -> None:
        self._text = text
        self._chains = chains
        self._names = names
        self._starts = [mention.span.start for mention in names]

    def speaker(self, head: Head, owner: int | None) -> Speaker:
        """Somebody's campaign, administration or team speaks as a body; a bare "the campaign" is the one named last."""
        confidence = confidence_of.BLOC
        if owner is None and head.owner is None and head.definite:
            confidence = confidence_of.LAST_BLOC
            owner = self._last_bloc(head)
        if owner is None:
            return Speaker(None, "unnamed", "none", 0.6)
        chain = self._chains[owner]
        if chain.name is None:
            return Speaker(None, "unnamed", "none", 0.6)
        name = chain.name
        if chain.kind == "person":
            words = parse_person(name)
            name = name.split()[-1] if len(words.words) == len(name.split()) else name.split()[len(words.words) - 1]
        noun = "campaign" if self._is_campaign(head) and chain.kind == "person" else head.word
        return Speaker(f"{name} {noun}", "organisation", "name" if confidence > 0.7 else "nominal", confidence)

    @cached_property
    def _is_election(self) -> bool:
        return _ELECTION.search(self._text) is not None

    def _is_campaign(self, head: Head) -> bool:
        """Whether somebody's team is a campaign: one that nothing else describes, in an article about an election."""
        if head.word not in ("team", "camp"):
            return False
        words = self._text[head.span.start : head.span.end].split()
        is_described = len(words) > 1 and words[-2].islower() and words[-2] not in ("his", "her", "the")
        return self._is_election and (not is_described or words[-2].endswith(("'s", "’s")))

    def _last_bloc(self, head: Head) -> int | None:
        """The chain of the person whose campaign was named last before an offset."""
        at = bisect_left(self._starts, head.span.start)
        for name in reversed(self._names[max(0, at - 40) : at]):
            if name.kind == "person" and self._bloc_word(name) == head.word:
                return name.chain
        return None

    def _bloc_word(self, name: Mention) -> str:
        match = _BLOC.match(self._text, name.span.end)
        return match.group(1) if match else ""
