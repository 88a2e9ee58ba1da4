"""Who speaks: the entity behind the source of each attribution, within one article.

Belongs here: turning the head of a source, and the chains of the article, into a speaker.
Does not belong here: entities across articles and the knowledge base.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from pipelines.text import lexicon
from pipelines.text.families import Families
from pipelines.text.heads import Head, find_head
from pipelines.text.names import parse_person
from pipelines.text.spans import Attribution, Chain, Mention, Span, Speaker, SpeakerKind, SpeakerMethod
from pipelines.text.speaker_settling import settle_continued, settle_documents, settle_first_persons, settle_pairs
from pipelines.text.unnamed_bodies import body_with_name, minister_offices, nameless_body

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
    heads = [resolver.head(one.source[0])[0] if one.source else None for one in attributions]
    settle_first_persons(heads, attributions, speakers)
    settle_pairs(heads, attributions, speakers)
    settle_documents(heads, attributions, speakers)
    settle_continued(text, attributions, speakers)
    return tuple(speakers)


class _Resolver:
    def __init__(self, text: str, mentions: Sequence[Mention], chains: Sequence[Chain]) -> None:
        self.text = text
        self.chains = chains
        self.names = [mention for mention in mentions if mention.form == "name"]
        self.starts = [mention.span.start for mention in self.names]
        self.families = Families(chains)
        self.offices = minister_offices(chains)
        self.mentions = mentions
        self.mention_starts = [mention.span.start for mention in mentions]
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
            speaker = self.by_head(head, names, source)
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
            return Speaker(None, "unnamed", "none", 0.5)
        return self._by_noun(head, names, source)

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
        """The word "who" means the person right before it, or the person whose apposition stands before it."""
        at = bisect_left(self.mention_starts, head.span.start) - 1
        if at >= 0 and self.text.startswith("who", head.span.start):
            low = max(self.text.rfind("\n", 0, head.span.start), head.span.start - 160)
            last = self.mentions[at]
            if last.kind == "person" and self.text[last.span.end : head.span.start].strip(" ()") in ("", ","):
                return self._speaker(last.chain, "name" if last.form == "name" else "nominal", 0.75)
            if self.text.endswith(", ", 0, head.span.start):
                for other in reversed(self.mentions[max(0, at - 4) : at + 1]):
                    if other.span.start > low and other.kind == "person" and self.text.startswith(", ", other.span.end):
                        return self._speaker(other.chain, "name", 0.6)
            if last.kind == "organisation" and self.text[last.span.end : head.span.start].strip(" ()") in ("", ","):
                return self._speaker(last.chain, "name", 0.6)
        return Speaker(None, "unnamed", "none", 0.5)

    def _by_noun(self, head: Head, names: Sequence[Mention], source: Span) -> Speaker:
        owner = self._owner(head, names)
        if head.kind == "delegates" and owner is not None:
            speaker = self._speaker(owner, "metonym", 0.7)
            return Speaker(speaker.name, speaker.kind, "metonym", 0.7, speaker.chain) if speaker.name else speaker
        if head.kind == "bloc":
            return self._bloc(head, owner)
        if owner is not None and head.word in lexicon.words("kin"):
            number = self.families.relative(owner, head.word)
            if number is not None:
                return self._speaker(number, "nominal", 0.6)
        if head.kind == "authored" and owner is not None:
            speaker = self._speaker(owner, "nominal", 0.7)
            return speaker
        if head.kind == "body" and head.name is not None and names[head.name].kind != "person":
            return body_with_name(self.text, head, names)
        mention = self.others.get(head.span.start)
        if mention is not None and head.name is None and head.owner is None and head.kind in ("person", "body"):
            return self._speaker(mention.chain, "nominal", self._nominal_confidence(mention, head))
        if head.kind == "body" and head.name is None and head.owner is None:
            return nameless_body(self.text, head, source, self.offices)
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
