"""What is compared with what: the claims of an article as sets of words, whole or piece by piece, and their pairing.

Belongs here: units, which of them count, one-to-one matching. Does not belong here: counting.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from pipelines.evaluation.records import Claim, GoldArticle
from pipelines.evaluation.reporting_words import REPORTING_WORDS
from pipelines.evaluation.words import WORD, Words, pieces, quoted_regions
from pipelines.text.quotation import content_kind
from pipelines.text.spans import QuoteKind, Span

ENOUGH = 0.5  # a pair, or what covers a stretch of text, shares more than half (F1 of words)


@dataclass(frozen=True, slots=True)
class Choice:
    """Which gold counts: all of it, or only reported speech, or only some kinds; the rest is neither right nor wrong.

    A cue without a reporting word is no speech; an empty one, or a colon, is.
    """

    speech_only: bool = False
    kinds: frozenset[QuoteKind] | None = None

    def ignores(self, text: str, claim: Claim, kind: QuoteKind) -> bool:
        """Whether a gold claim of this kind is left out of account."""
        if self.kinds is not None and kind not in self.kinds:
            return True
        cue = " ".join(text[span.start : span.end] for span in claim.cue).lower()
        return self.speech_only and cue.strip() not in ("", ":") and REPORTING_WORDS.isdisjoint(WORD.findall(cue))


@dataclass(frozen=True, slots=True)
class Unit:
    """A content, or a piece of one, as numbers of words. The kind is that of the whole content, by its marks."""

    claim: Claim
    words: frozenset[int]
    kind: QuoteKind
    is_ignored: bool = False


@dataclass(frozen=True, slots=True)
class Compared:
    """An article as gold and engine have it: one unit for each claim whose content has words."""

    article: GoldArticle
    gold: tuple[Unit, ...]
    found: tuple[Unit, ...]
    words: Words = field(repr=False)
    regions: tuple[Span, ...] = field(repr=False)

    @classmethod
    def of(cls, article: GoldArticle, found: Sequence[Claim], choice: Choice) -> Compared:
        """The units of gold claims and of found ones."""
        text, words, regions = article.text, Words(article.text), tuple(quoted_regions(article.text))

        def units(claims: Iterable[Claim], of_gold: bool) -> Iterator[Unit]:
            for claim in claims:
                if covered := words.within(claim.content):
                    kind = content_kind(text, claim.content, regions)
                    yield Unit(claim, covered, kind, of_gold and choice.ignores(text, claim, kind))

        return cls(article, tuple(units(article.claims, True)), tuple(units(found, False)), words, regions)

    def in_pieces(self) -> Compared:
        """The same with one unit for each segment of a content and each paragraph in it."""

        def split(units: Iterable[Unit]) -> Iterator[Unit]:
            for unit in units:
                for piece in pieces(self.article.text, unit.claim.content):
                    if covered := self.words.within([piece]):
                        yield replace(unit, words=covered)

        return replace(self, gold=tuple(split(self.gold)), found=tuple(split(self.found)))


@dataclass(frozen=True, slots=True)
class Pairs:
    """The one-to-one pairing of an article's units: each unit that counts, with its partner or None."""

    gold: tuple[tuple[Unit, Unit | None], ...]
    found: tuple[tuple[Unit, Unit | None], ...]

    @classmethod
    def of(cls, compared: Compared) -> Pairs:
        """Pair the units. Gold that is ignored, and predictions of such gold, are left out."""
        gold, found = compared.gold, compared.found
        of_gold = match(gold, found)
        of_found = {place: number for number, place in of_gold.items()}
        ignored = frozenset[int]().union(*(unit.words for unit in gold if unit.is_ignored))
        gold_pairs = (
            (unit, found[of_gold[number]] if number in of_gold else None)
            for number, unit in enumerate(gold)
            if not unit.is_ignored
        )
        found_pairs = ((unit, gold[of_found[n]] if n in of_found else None) for n, unit in enumerate(found))
        return cls(tuple(gold_pairs), tuple(pair for pair in found_pairs if _counts(*pair, ignored)))


def _counts(unit: Unit, partner: Unit | None, ignored: frozenset[int]) -> bool:
    if partner is not None:
        return not partner.is_ignored
    return len(unit.words & ignored) <= ENOUGH * len(unit.words)


def match(gold: Sequence[Unit], found: Sequence[Unit]) -> dict[int, int]:
    """Places of gold units to places of found ones: the best pairs first, by F1 of words, which is over a half.

    Equal pairs are taken in gold's order, then in the order of what was found.
    """
    holders = defaultdict[int, list[int]](list)
    for place, unit in enumerate(found):
        for word in unit.words:
            holders[word].append(place)
    candidates = []
    for number, unit in enumerate(gold):
        shared = Counter(place for word in unit.words for place in holders[word])
        for place, count in shared.items():
            likeness = 2 * count / (len(unit.words) + len(found[place].words))
            if likeness > ENOUGH:
                candidates.append((-likeness, number, place))
    taken, partners = set[int](), dict[int, int]()
    for _, number, place in sorted(candidates):
        if number not in partners and place not in taken:
            partners[number] = place
            taken.add(place)
    return partners


def same_source(one: Claim, other: Claim) -> bool:
    """Whether the sources share a character, or neither claim has one."""
    if not one.source or not other.source:
        return not one.source and not other.source
    return any(span.overlaps(named) for span in one.source for named in other.source)
