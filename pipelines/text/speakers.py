"""Who speaks: the entity behind the source of each attribution, within one article.

Belongs here: turning the head of a source, and the chains of the article, into a speaker.
Does not belong here: entities across articles and the knowledge base.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from pipelines.text import lexicon
from pipelines.text import speaker_confidence as confidence_of
from pipelines.text.blocs import Blocs
from pipelines.text.bylines import is_persons
from pipelines.text.documents import Issuers
from pipelines.text.families import Families
from pipelines.text.head_records import Head
from pipelines.text.heads import find_head
from pipelines.text.joint_speakers import Pairs, names_beside, settle_pairs
from pipelines.text.names import fold
from pipelines.text.quotation import quoted_regions
from pipelines.text.relative_clauses import antecedent
from pipelines.text.roles import head_noun
from pipelines.text.spans import Attribution, Chain, Mention, Span, Speaker, SpeakerKind, SpeakerMethod
from pipelines.text.speaker_settling import settle_continued, settle_documents, settle_first_persons
from pipelines.text.unnamed_bodies import body_with_name, minister_offices, nameless_body
from pipelines.text.unnamed_speakers import with_head_noun

NOBODY = Speaker(None, "none", "none", 0.0)


def resolve_speakers(
    text: str,
    attributions: Sequence[Attribution],
    mentions: Sequence[Mention],
    chains: Sequence[Chain],
    authors: Sequence[str] = (),
) -> tuple[Speaker, ...]:
    """One speaker for each attribution, in the same order.

    ``mentions`` and ``chains`` are what ``find_chains`` gave for the same text; ``authors`` are the names in the
    article's byline: one author is who says "I" and "we" outside quotation marks. A source that names nobody, or that
    a careful reader could not resolve, gives kind ``unnamed`` with its head noun; no source gives ``none`` unless the
    attribution continues a quotation of the same paragraph.
    """
    resolver = _Resolver(text, mentions, chains)
    speakers = [resolver.resolve(attribution) for attribution in attributions]
    heads = [resolver.head(one.source[0])[0] if one.source else None for one in attributions]
    is_first = any(head is not None and head.kind == "first" for head in heads)
    quoted = quoted_regions(text) if is_first and authors else ()
    settle_first_persons(heads, attributions, speakers, resolver.author(authors), quoted)
    settle_pairs(text, heads, attributions, speakers, Pairs(text, mentions, chains))
    settle_documents(text, heads, attributions, speakers, Issuers(text, mentions, resolver.by_chain))
    settle_continued(text, attributions, speakers)
    return tuple(with_head_noun(text, speaker, head) for speaker, head in zip(speakers, heads, strict=True))


class _Resolver:
    def __init__(self, text: str, mentions: Sequence[Mention], chains: Sequence[Chain]) -> None:
        self.text = text
        self.chains = chains
        self.names = [mention for mention in mentions if mention.form == "name"]
        self.starts = [mention.span.start for mention in self.names]
        self.families = Families(chains)
        self.offices = minister_offices(chains)
        self.blocs = Blocs(text, chains, self.names)
        self.mentions = mentions
        self.mention_starts = [mention.span.start for mention in mentions]
        others = [mention for mention in mentions if mention.form != "name"]
        others.sort(key=lambda mention: mention.form == "pronoun")  # "Her", where "Her brother" begins as well
        self.others = {mention.span.start: mention for mention in others}
        self._heads: dict[Span, tuple[Head, list[Mention]]] = {}
        self.places = {
            lexicon.country_named(chain.name) or chain.name: chain
            for chain in chains
            if chain.kind == "place" and chain.name
        }

    def head(self, source: Span) -> tuple[Head, list[Mention]]:
        """The head of a source and the names inside it."""
        if source not in self._heads:
            inside = self.names[bisect_left(self.starts, source.start) : bisect_left(self.starts, source.end)]
            self._heads[source] = find_head(self.text, source, inside), inside
        return self._heads[source]

    def resolve(self, attribution: Attribution) -> Speaker:
        """The speaker of one attribution by its own source."""
        if not attribution.source:
            return NOBODY
        best = NOBODY
        for source in attribution.source:
            head, names = self.head(source)
            speaker = self.by_head(head, names, source)
            if beside := names_beside(self.text, head, names, self.chains):
                speaker = replace(speaker, beside=beside)
            if speaker.name is not None:
                return speaker
            best = speaker if best is NOBODY else best
        return best

    def by_head(self, head: Head, names: Sequence[Mention], source: Span) -> Speaker:
        """The speaker that a source's head means."""
        if head.kind == "name" and head.name is not None:
            return self._by_name(names[head.name], head)
        if head.kind in ("he", "she", "they", "it") and head.owner is None:
            return self._by_pronoun(head)
        if head.kind == "relative":
            return self._by_relative(head)
        if head.kind == "first":
            return Speaker(None, "unnamed", "none", confidence_of.UNKNOWN)
        return self._by_noun(head, names, source)

    def _by_name(self, mention: Mention, head: Head) -> Speaker:
        method: SpeakerMethod = "apposition" if head.appositive else "name"
        country = lexicon.seats_of_government().get(self.text[mention.span.start : mention.span.end])
        if country is not None and lexicon.country_named(self.chains[mention.chain].name or "") == country:
            return Speaker(country, "organisation", "metonym", confidence_of.METONYM, mention.chain)
        last = self.text[mention.span.start : mention.span.end].rsplit(" ", 1)[-1].lower()
        if last in lexicon.words("surveys") and last not in lexicon.words("surveying_bodies"):
            return Speaker(None, "unnamed", "none", confidence_of.UNNAMED)
        return self._speaker(mention.chain, method, confidence_of.JOINT if head.more else confidence_of.NAME)

    def by_chain(self, number: int) -> Speaker:
        """The speaker that a chain is, by a noun or a name elsewhere."""
        return self._speaker(number, "nominal", confidence_of.ISSUED_DOCUMENT)

    def author(self, authors: Sequence[str]) -> Speaker:
        """Who writes: the one person of the byline, under the article's fullest form of the name; else nobody."""
        if len(authors) != 1 or not is_persons(authors[0]):
            return Speaker(None, "none", "none", confidence_of.UNKNOWN)
        written = fold(authors[0])
        number = next((chain.number for chain in self.chains if chain.name and fold(chain.name) == written), None)
        return Speaker(authors[0].strip(), "person", "pronoun", confidence_of.AUTHOR, number)

    def _speaker(self, number: int, method: SpeakerMethod, confidence: float) -> Speaker:
        chain = self.chains[number]
        if chain.name is None:
            return Speaker(None, "unnamed", "none", confidence_of.UNNAMED, number)
        seat = chain.name.removeprefix("the ") in lexicon.seats_of_government()
        if chain.kind == "place" or (seat and not (chain.kind == "person" and chain.roles)):
            return self._place(chain, confidence)
        if chain.kind == "other" and not chain.name.isupper():
            return Speaker(None, "unnamed", "none", confidence_of.UNNAMED)
        if chain.kind == "event":
            return Speaker(None, "unnamed", "none", 0.6)
        kind: SpeakerKind = "person" if chain.kind == "person" else "organisation"
        return Speaker(chain.name, kind, method, confidence, number)

    def _place(self, chain: Chain, confidence: float) -> Speaker:
        """A place that speaks is its government; a seat of government is its country.

        Of two countries that share a seat it is the one that the article names, else the first.
        """
        countries = lexicon.countries_of_seats().get((chain.name or "").removeprefix("the "), ())
        for country in countries:
            if country in self.places:
                return Speaker(country, "organisation", "metonym", confidence_of.METONYM, self.places[country].number)
        if countries:
            return Speaker(countries[0], "organisation", "metonym", confidence_of.DELEGATES)
        return Speaker(
            chain.name, "organisation", "name", round(confidence * confidence_of.PLACE_FACTOR, 2), chain.number
        )

    def _by_pronoun(self, head: Head) -> Speaker:
        mention = self.others.get(head.span.start)
        if mention is None:
            return Speaker(None, "unnamed", "none", confidence_of.UNNAMED_PRONOUN)
        return self._speaker(mention.chain, "pronoun", self._pronoun_confidence(mention, head))

    def _pronoun_confidence(self, mention: Mention, head: Head) -> float:
        """Less where several persons were named just before."""
        at = bisect_left(self.starts, mention.span.start)
        near = {
            other.chain
            for other in self.names[max(0, at - 8) : at]
            if other.kind == mention.kind and mention.span.start - other.span.start < 500
        }
        base = confidence_of.PERSON_PRONOUN if head.kind in ("he", "she") else confidence_of.BODY_PRONOUN
        return round(base - confidence_of.RIVAL * min(len(near - {mention.chain}), 3), 2)

    def _by_relative(self, head: Head) -> Speaker:
        """The word "who" means the person right before it, or the person whose apposition stands before it."""
        at = bisect_left(self.mention_starts, head.span.start)
        found = antecedent(self.text, self.mentions[max(0, at - 5) : at], head.span.start)
        if found is None:
            return Speaker(None, "unnamed", "none", confidence_of.UNNAMED_WHO)
        mention, confidence = found
        return self._speaker(mention.chain, "name" if mention.form == "name" else "nominal", confidence)

    def _by_noun(self, head: Head, names: Sequence[Mention], source: Span) -> Speaker:
        owner = self._owner(head, names)
        if head.kind == "delegates" and owner is not None:
            speaker = self._speaker(owner, "metonym", confidence_of.DELEGATES)
            return replace(speaker, method="metonym", confidence=confidence_of.DELEGATES) if speaker.name else speaker
        if head.kind == "bloc":
            return self.blocs.speaker(head, owner)
        if owner is not None and head.word in lexicon.words("kin"):
            number = self.families.relative(owner, head.word)
            if number is not None:
                return self._speaker(number, "nominal", confidence_of.KIN)
        if head.kind == "authored" and owner is not None:
            speaker = self._speaker(owner, "nominal", confidence_of.OWN_DOCUMENT)
            return speaker
        if head.kind == "body" and head.name is not None and names[head.name].kind != "person":
            return body_with_name(self.text, head, names)
        mention = self.others.get(head.span.start)
        if mention is not None and head.name is None and head.owner is None and head.kind in ("person", "body"):
            return self._speaker(mention.chain, "nominal", self._nominal_confidence(mention, head))
        if head.kind == "body" and head.name is None and head.owner is None:
            return nameless_body(self.text, head, source, self.offices)
        return Speaker(None, "unnamed", "none", confidence_of.UNNAMED)

    def _nominal_confidence(self, mention: Mention, head: Head) -> float:
        """More where the entity's name or one of its roles holds the noun."""
        chain = self.chains[mention.chain]
        known = " ".join([*chain.roles, chain.name or ""]).lower().replace(".", " ").split()
        roles = {head_noun([fold(word) for word in role.split()]) for role in chain.roles}
        return confidence_of.STATED_ROLE if head.word in known or head.word in roles else confidence_of.GUESSED_ROLE

    def _owner(self, head: Head, names: Sequence[Mention]) -> int | None:
        if head.owner is not None:
            mention = self.others.get(head.owner.start)
            return mention.chain if mention else None
        return names[head.name].chain if head.name is not None else None
