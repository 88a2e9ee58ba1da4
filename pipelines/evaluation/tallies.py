"""How many attributions, words and quoted passages are right.

Belongs here: counting over the pairs of an article. Does not belong here: pairing (`units`), canonical speakers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from pipelines.evaluation.rates import Rates, share
from pipelines.evaluation.units import ENOUGH, Compared, Pairs, Unit, same_source

QuoteGroup = Literal["all", "direct", "indirect", "mixed"]
QUOTE_GROUPS: tuple[QuoteGroup, ...] = get_args(QuoteGroup)
SHORTEST_QUOTED = 4  # words; less is a name or a scare quote, hardly what somebody said


@dataclass(slots=True)
class Tally:
    """Counts over the units of one kind: gold ones by gold's kind, found ones by their own.

    exact: paired, and the same words. overlap: paired. right: paired, and the source is right, or absent in both.
    ``speaker_asked`` counts paired gold units with a source, ``speaker_right`` those whose partner's source is right.
    """

    gold: int = 0
    found: int = 0
    overlap_gold: int = 0
    overlap_found: int = 0
    exact_gold: int = 0
    exact_found: int = 0
    right_gold: int = 0
    right_found: int = 0
    speaker_asked: int = 0
    speaker_right: int = 0

    @property
    def exact(self) -> Rates:
        """Rates of contents found word for word."""
        return Rates(self.exact_found, self.found, self.exact_gold, self.gold)

    @property
    def overlap(self) -> Rates:
        """Rates of contents found more or less (F1 of words over a half)."""
        return Rates(self.overlap_found, self.found, self.overlap_gold, self.gold)

    @property
    def end_to_end(self) -> Rates:
        """Rates of contents found with the right source."""
        return Rates(self.right_found, self.found, self.right_gold, self.gold)

    @property
    def speaker_accuracy(self) -> float | None:
        """Share (0..1) of paired gold units with a source whose partner's source overlaps it; None of none."""
        return share(self.speaker_right, self.speaker_asked)

    def add_gold(self, unit: Unit, partner: Unit | None) -> None:
        """Count a gold unit."""
        self.gold += 1
        if partner is None:
            return
        is_right = same_source(unit.claim, partner.claim)
        self.overlap_gold += 1
        self.exact_gold += unit.words == partner.words
        self.right_gold += is_right
        if unit.claim.source:
            self.speaker_asked += 1
            self.speaker_right += is_right

    def add_found(self, unit: Unit, partner: Unit | None) -> None:
        """Count a predicted unit."""
        self.found += 1
        if partner is None:
            return
        self.overlap_found += 1
        self.exact_found += unit.words == partner.words
        self.right_found += same_source(unit.claim, partner.claim)


Tallies = dict[QuoteGroup, Tally]


def tally(articles: Iterable[Pairs]) -> Tallies:
    """Counts over all articles, in all and by kind."""
    tallies = {group: Tally() for group in QUOTE_GROUPS}
    for pairs in articles:
        for unit, partner in pairs.gold:
            tallies["all"].add_gold(unit, partner)
            tallies[unit.kind].add_gold(unit, partner)
        for unit, partner in pairs.found:
            tallies["all"].add_found(unit, partner)
            tallies[unit.kind].add_found(unit, partner)
    return tallies


def token_rates(articles: Sequence[Compared]) -> dict[QuoteGroup, Rates]:
    """Rates of single words that are in a content, however contents are divided; by the kind of the content."""
    return {group: sum((_token_rates(one, group) for one in articles), Rates()) for group in QUOTE_GROUPS}


def _token_rates(article: Compared, group: QuoteGroup) -> Rates:
    def union(units: Iterable[Unit], wanted: Callable[[Unit], bool]) -> frozenset[int]:
        return frozenset[int]().union(*(unit.words for unit in units if wanted(unit)))

    def of_group(unit: Unit) -> bool:
        return group in ("all", unit.kind)

    counted = union(article.gold, lambda unit: not unit.is_ignored)
    ignored = union(article.gold, lambda unit: unit.is_ignored) - counted
    gold = union(article.gold, lambda unit: of_group(unit) and not unit.is_ignored)
    found = union(article.found, of_group) - ignored
    everything = union(article.found, lambda unit: True)
    return Rates(len(found & counted), len(found), len(gold & everything), len(gold))


@dataclass(slots=True)
class QuotedTally:
    """Counts over quoted passages of four words or more, the view of somebody who looks for quotes.

    ``gold`` passages belong to a gold claim with a source; ``reported`` of them to a predicted claim, with or without
    a source; ``right`` of them to one whose source is right. ``found`` passages, gold or not, have a predicted source.
    """

    gold: int = 0
    reported: int = 0
    found: int = 0
    right: int = 0

    @property
    def with_speaker(self) -> Rates:
        """Rates of passages found with the right source."""
        return Rates(self.right, self.found, self.right, self.gold)

    @property
    def reported_share(self) -> float | None:
        """Share (0..1) of gold passages that some predicted claim holds."""
        return share(self.reported, self.gold)

    @property
    def speaker_accuracy(self) -> float | None:
        """Share (0..1) of these whose source is right."""
        return share(self.right, self.reported)

    def add(self, gold: Unit | None, found: Unit | None) -> None:
        """Count a passage by the claims that hold it."""
        self.found += found is not None and bool(found.claim.source)
        if gold is not None and gold.claim.source:
            self.gold += 1
            self.reported += found is not None
            self.right += found is not None and same_source(gold.claim, found.claim)


def tally_quoted(articles: Iterable[Compared]) -> QuotedTally:
    """Counts over the quoted passages of all articles. Every gold claim counts here."""
    tallied = QuotedTally()
    for article in articles:
        for region in article.regions:
            words = article.words.within([region])
            if len(words) >= SHORTEST_QUOTED:
                tallied.add(_holder(words, article.gold), _holder(words, article.found))
    return tallied


def _holder(words: frozenset[int], units: Sequence[Unit]) -> Unit | None:
    """The unit that holds most of the words, and half of them or more; the first of equal ones."""
    best = max(units, key=lambda unit: len(words & unit.words), default=None)
    return best if best is not None and len(words & best.words) >= ENOUGH * len(words) else None
