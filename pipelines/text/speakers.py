"""Who speaks: the entity behind the source of each attribution, within one article.

Belongs here: turning the head of a source, and the chains of the article, into a speaker.
Does not belong here: entities across articles and the knowledge base.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from pipelines.text import lexicon
from pipelines.text.heads import Head, find_head
from pipelines.text.names import parse_person
from pipelines.text.spans import Attribution, Chain, Mention, Span, Speaker, SpeakerKind, SpeakerMethod

NOBODY = Speaker(None, "none", "none", 0.0)
_UNNAMED_CONFIDENCE = 0.8
_BLOC = re.compile(r"(?:’s|'s)? ?(?:presidential |re-election |election |transition )?(\w*)")


def resolve_speakers(
    text: str, attributions: Sequence[Attribution], mentions: Sequence[Mention], chains: Sequence[Chain]
) -> tuple[Speaker, ...]:
    """One speaker for each attribution, in the same order.

    ``mentions`` and ``chains`` are what ``find_chains`` gave for the same text. A source that names nobody, or that a
    careful reader could not resolve, gives kind ``unnamed``; no source gives ``none`` unless the attribution continues
    a quotation of the same paragraph.
    """
    resolver = _Resolver(text, mentions, chains)
    speakers = [resolver.resolve(attribution) for attribution in attributions]
    _settle_first_persons(resolver, attributions, speakers)
    _settle_pairs(resolver, attributions, speakers)
    _inherit(text, attributions, speakers)
    return tuple(speakers)


class _Resolver:
    def __init__(self, text: str, mentions: Sequence[Mention], chains: Sequence[Chain]) -> None:
        self.text = text
        self.chains = chains
        self.names = [mention for mention in mentions if mention.form == "name"]
        self.starts = [mention.span.start for mention in self.names]
        self.others = {mention.span.start: mention for mention in mentions if mention.form != "name"}
        self.places = {chain.name: chain for chain in chains if chain.kind == "place" and chain.name}

    def head(self, source: Span) -> tuple[Head, list[Mention]]:
        """The head of a source and the names inside it."""
        low = bisect_left(self.starts, source.start)
        inside = self.names[low : bisect_left(self.starts, source.end)]
        return find_head(self.text, source, inside), inside

    def resolve(self, attribution: Attribution) -> Speaker:
        """The speaker of one attribution by its own source."""
        if not attribution.source:
            return NOBODY
        best = NOBODY
        for source in attribution.source:
            head, names = self.head(source)
            speaker = self.by_head(head, names)
            if speaker.name is not None:
                return speaker
            best = speaker if best is NOBODY else best
        return best

    def by_head(self, head: Head, names: Sequence[Mention]) -> Speaker:
        """The speaker that a source's head means."""
        if head.kind == "name" and head.name is not None:
            return self._by_name(names[head.name], head)
        if head.kind in ("he", "she", "they", "it") and head.owner is None:
            return self._by_pronoun(head)
        if head.kind == "relative":
            return self._by_relative(head)
        if head.kind == "first":
            return Speaker(None, "unnamed", "none", 0.5)
        return self._by_noun(head, names)

    def _by_name(self, mention: Mention, head: Head) -> Speaker:
        method: SpeakerMethod = "apposition" if head.appositive else "name"
        if self.text[mention.span.start : mention.span.end].rsplit(" ", 1)[-1].lower() in lexicon.words("surveys"):
            return Speaker(None, "unnamed", "none", _UNNAMED_CONFIDENCE)
        return self._speaker(mention.chain, method, 0.6 if head.more else 0.95)

    def _speaker(self, number: int, method: SpeakerMethod, confidence: float) -> Speaker:
        chain = self.chains[number]
        if chain.name is None:
            return Speaker(None, "unnamed", "none", _UNNAMED_CONFIDENCE, number)
        if chain.kind == "place" or chain.name in lexicon.seats_of_government():
            return self._place(chain, confidence)
        if chain.kind == "other" and not chain.name.isupper():
            return Speaker(None, "unnamed", "none", _UNNAMED_CONFIDENCE)
        if chain.kind == "event":
            return Speaker(None, "unnamed", "none", 0.6)
        kind: SpeakerKind = "person" if chain.kind == "person" else "organisation"
        return Speaker(chain.name, kind, method, confidence, number)

    def _place(self, chain: Chain, confidence: float) -> Speaker:
        """A place that speaks is its government; a seat of government is its country if the article names that."""
        country = lexicon.seats_of_government().get((chain.name or "").removeprefix("the "))
        if country and country in self.places:
            return Speaker(country, "organisation", "metonym", 0.8, self.places[country].number)
        method: SpeakerMethod = "metonym" if country else "name"
        return Speaker(chain.name, "organisation", method, round(confidence * 0.9, 2), chain.number)

    def _by_pronoun(self, head: Head) -> Speaker:
        mention = self.others.get(head.span.start)
        if mention is None:
            return Speaker(None, "unnamed", "none", 0.4)
        return self._speaker(mention.chain, "pronoun", self._pronoun_confidence(mention, head))

    def _pronoun_confidence(self, mention: Mention, head: Head) -> float:
        """Less where several persons were named just before."""
        at = bisect_left(self.starts, mention.span.start)
        near = {
            other.chain
            for other in self.names[max(0, at - 8) : at]
            if other.kind == mention.kind and mention.span.start - other.span.start < 500
        }
        base = 0.9 if head.kind in ("he", "she") else 0.65
        return round(base - 0.1 * min(len(near - {mention.chain}), 3), 2)

    def _by_relative(self, head: Head) -> Speaker:
        """The word "who" right behind a name means its bearer."""
        at = bisect_left(self.starts, head.span.start) - 1
        if at >= 0:
            name = self.names[at]
            between = self.text[name.span.end : head.span.start]
            if (
                between.strip(" ()") in ("", ",")
                and name.kind != "other"
                and self.text[head.span.start :].startswith("who")
            ):
                return self._speaker(name.chain, "name", 0.75)
        return Speaker(None, "unnamed", "none", 0.5)

    def _by_noun(self, head: Head, names: Sequence[Mention]) -> Speaker:
        owner = self._owner(head, names)
        if head.kind == "delegates" and owner is not None:
            speaker = self._speaker(owner, "metonym", 0.7)
            return Speaker(speaker.name, speaker.kind, "metonym", 0.7, speaker.chain) if speaker.name else speaker
        if head.kind == "bloc":
            return self._bloc(head, owner)
        if head.kind == "authored" and owner is not None:
            speaker = self._speaker(owner, "nominal", 0.7)
            return speaker
        if head.kind == "body" and head.name is not None and names[head.name].kind != "person":
            return self._body_of(head, names)
        mention = self.others.get(head.span.start)
        if mention is not None and head.name is None and head.owner is None and head.kind in ("person", "body"):
            return self._speaker(mention.chain, "nominal", self._nominal_confidence(mention, head))
        return Speaker(None, "unnamed", "none", _UNNAMED_CONFIDENCE)

    def _nominal_confidence(self, mention: Mention, head: Head) -> float:
        """More where the entity's name or one of its roles holds the noun."""
        chain = self.chains[mention.chain]
        known = " ".join([*chain.roles, chain.name or ""]).lower().replace(".", " ").split()
        return 0.75 if head.word in known else 0.55

    def _owner(self, head: Head, names: Sequence[Mention]) -> int | None:
        if head.owner is not None:
            mention = self.others.get(head.owner.start)
            return mention.chain if mention else None
        return names[head.name].chain if head.name is not None else None

    def _bloc(self, head: Head, owner: int | None) -> Speaker:
        """Somebody's campaign, administration or team speaks as a body; a bare "the campaign" is the one named last."""
        confidence = 0.8
        if owner is None and head.owner is None and head.definite:
            confidence = 0.6
            owner = self._last_bloc(head)
        if owner is None:
            return Speaker(None, "unnamed", "none", 0.6)
        chain = self.chains[owner]
        if chain.name is None:
            return Speaker(None, "unnamed", "none", 0.6)
        name = chain.name
        if chain.kind == "person":
            words = parse_person(name)
            name = name.split()[-1] if len(words.words) == len(name.split()) else name.split()[len(words.words) - 1]
        noun = "campaign" if head.word in ("team", "camp") and chain.kind == "person" else head.word
        return Speaker(f"{name} {noun}", "organisation", "name" if confidence > 0.7 else "nominal", confidence)

    def _last_bloc(self, head: Head) -> int | None:
        """The chain of the person whose campaign was named last before an offset."""
        at = bisect_left(self.starts, head.span.start)
        for name in reversed(self.names[max(0, at - 40) : at]):
            if name.kind == "person" and self._bloc_word(name) == head.word:
                return name.chain
        return None

    def _bloc_word(self, name: Mention) -> str:
        match = _BLOC.match(self.text, name.span.end)
        return match.group(1) if match else ""

    def _body_of(self, head: Head, names: Sequence[Mention]) -> Speaker:
        """``the Velmark police``: a body that is called after a place or another body."""
        name = names[head.name or 0]
        phrase = " ".join(self.text[name.span.start : head.span.end].split())
        return Speaker(phrase.replace("’s ", " ").replace("'s ", " "), "organisation", "name", 0.75)


def _settle_first_persons(resolver: _Resolver, attributions: Sequence[Attribution], speakers: list[Speaker]) -> None:
    """``I said`` inside a quotation is who speaks the quotation; elsewhere it is the writer, whom no name gives."""
    for at, attribution in enumerate(attributions):
        if not attribution.source or resolver.head(attribution.source[0])[0].kind != "first":
            continue
        holder = _holder(attributions, at)
        if holder is not None and speakers[holder].kind == "person":
            found = speakers[holder]
            speakers[at] = Speaker(found.name, found.kind, "pronoun", round(found.confidence * 0.9, 2), found.chain)
        else:
            speakers[at] = Speaker(None, "none", "none", 0.5)


def _settle_pairs(resolver: _Resolver, attributions: Sequence[Attribution], speakers: list[Speaker]) -> None:
    """A speaking "they" after the source "A and B" means both: the first is kept, with less confidence."""
    order = sorted(
        (at for at, one in enumerate(attributions) if one.source), key=lambda at: attributions[at].source[0].start
    )
    pair: Speaker | None = None
    for at in order:
        head = resolver.head(attributions[at].source[0])[0]
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


def _inherit(text: str, attributions: Sequence[Attribution], speakers: list[Speaker]) -> None:
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
