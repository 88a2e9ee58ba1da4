"""Speakers who speak together: "Berg and Lind said", and then "they", "both", "the two ministers".

Belongs here: who else is named beside a speaker, and the pair that a plural means.
Does not belong here: one speaker by a source of its own (see ``speakers``).

A pair is one speaker with the other ``beside``: the first in text order, with less confidence.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from pipelines.text import lexicon
from pipelines.text.head_records import Head
from pipelines.text.heads import LISTED
from pipelines.text.roles import head_noun, noun_for_person
from pipelines.text.spans import Attribution, Chain, Mention, Speaker
from pipelines.text.speaker_confidence import PAIR

_BOTH = re.compile(r"(?:the (?:two|pair|couple|duo)\b|both\b|each\b|the latter two\b)", re.IGNORECASE)
_PAIR_WORDS = frozenset(["both", "couple", "duo", "each", "latter", "pair", "them", "two"])
_AND = re.compile(r"(?: ?\([^()\n]{1,30}\))?,? and (?:(?:the |his wife,? |her husband,? )?(?:[\w’'.-]+ ){0,4}?)")
# two whom the article does not name: "Two ministers have resigned. Both ..."; not "two sailors, Maria Olt and ..."
_TWO_UNNAMED = re.compile(
    r"\b[Tt]wo (?:of (?:the|his|her|its|their) )?(?:[\w-]+ ){0,3}?(?P<noun>[a-z]+)\b(?!(?:,| -|:)? (?:the )?[A-Z])"
)
_NEAR = 400
_MOST = 60


def names_beside(text: str, head: Head, names: Sequence[Mention], chains: Sequence[Chain]) -> tuple[str, ...]:
    """The names that a source lists beside the one that heads it: ``Berg, Lind and Olt`` gives Lind and Olt."""
    if not head.more or head.name is None:
        return ()
    first = names[head.name]
    found: dict[str, None] = {}
    for left, right in zip(names[head.name :], names[head.name + 1 :], strict=False):
        if not LISTED.fullmatch(text, left.span.end, right.span.start) or right.kind not in (first.kind, "person"):
            break
        name = chains[right.chain].name
        if name and right.chain != first.chain:
            found[name] = None
    return tuple(found)


class Pairs:
    """The pairs of persons that one article names."""

    def __init__(self, text: str, mentions: Sequence[Mention], chains: Sequence[Chain]) -> None:
        self._text = text
        self._chains = chains
        self._persons = [one for one in mentions if one.kind == "person" and one.form == "name"]
        self._starts = [one.span.start for one in self._persons]

    def before(self, start: int) -> tuple[int, int] | None:
        """The only two persons named before an offset, or the last two if they were named as ``A and B``."""
        at = bisect_left(self._starts, start)
        if self._two_unnamed_before(start):
            return None
        if 2 <= at <= _MOST:
            named = list(dict.fromkeys(one.chain for one in self._persons[:at]))
            if len(named) == 2:
                return named[0], named[1]
        if at < 2 or start - self._persons[at - 2].span.start > _NEAR:
            return None
        left, right = self._persons[at - 2], self._persons[at - 1]
        if left.chain == right.chain or not _AND.fullmatch(self._text, left.span.end, right.span.start):
            return None
        return left.chain, right.chain

    def _two_unnamed_before(self, start: int) -> bool:
        """Whether the paragraph spoke of two persons without names right before an offset."""
        low = max(self._text.rfind("\n", 0, start) + 1, start - _NEAR)
        nouns = (found["noun"] for found in _TWO_UNNAMED.finditer(self._text, low, start))
        return any(noun in lexicon.person_plurals() for noun in nouns)

    def bearers(self, plural: str) -> tuple[int, int] | None:
        """The two persons who bear a role, where there are exactly two: ``ministers``."""
        singular = plural[:-3] + "man" if plural.endswith("men") else plural.removesuffix("s")
        if noun_for_person(singular) is None or singular in lexicon.words("unclaimed_roles"):
            return None
        found = [chain.number for chain in self._chains if chain.name and self._bears(chain, singular)]
        return (found[0], found[1]) if len(found) == 2 else None

    def _bears(self, chain: Chain, noun: str) -> bool:
        return any(head_noun(role.lower().replace(".", "").split()) == noun for role in chain.roles)

    def speaker(self, pair: tuple[int, int]) -> Speaker | None:
        """The pair as a speaker, None where one of the two has no name."""
        first, second = (self._chains[number].name for number in pair)
        if first is None or second is None:
            return None
        return Speaker(first, "person", "nominal", PAIR, pair[0], beside=(second,))


def settle_pairs(
    text: str,
    heads: Sequence[Head | None],
    attributions: Sequence[Attribution],
    speakers: list[Speaker],
    pairs: Pairs,
) -> None:
    """A speaking "they", "both" or "the two ministers" means the pair named before it; without one it stays unnamed."""
    pair: Speaker | None = None
    for at, head in in_order(heads, attributions):
        found = speakers[at]
        means_both = is_both(text, head, attributions[at])
        if found.name is None and head.owner is None and (means_both or head.kind == "they"):
            meant = pair or (_pair_of(head, attributions[at].source[0].start, pairs) if means_both else None)
            if meant is not None:
                speakers[at] = pair = replace(meant, method="pronoun" if head.kind == "they" else "nominal")
                continue
        if head.kind == "name" and head.more and found.kind == "person":
            pair = replace(found, method="pronoun", confidence=PAIR)
        elif head.kind not in ("he", "she", "it") and not means_both:
            pair = None


def _pair_of(head: Head, start: int, pairs: Pairs) -> Speaker | None:
    chains = pairs.bearers(head.noun or head.word) or pairs.before(start)
    return pairs.speaker(chains) if chains else None


def is_both(text: str, head: Head, attribution: Attribution) -> bool:
    """Whether a source means two persons whom the article has named; ``the two banks`` are none."""
    source = attribution.source[0]
    if head.kind not in ("people", "other") or not _BOTH.match(text, source.start, source.end):
        return False
    noun = head.noun or head.word
    return (
        noun in _PAIR_WORDS or noun in lexicon.person_plurals() or noun_for_person(noun.removesuffix("s")) is not None
    )


def in_order(heads: Sequence[Head | None], attributions: Sequence[Attribution]) -> list[tuple[int, Head]]:
    """The attributions that have a source, by the place of the source."""
    found = [(at, head) for at, head in enumerate(heads) if head is not None]
    return sorted(found, key=lambda pair: attributions[pair[0]].source[0].start)
