"""Ids of the speakers of one article by itself, straight from its annotation: those that the warehouse gives it.

Belongs here: the records of ``appearances`` from spans. Does not belong here: deciding who is who (see ``registry``).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

from pipelines.knowledge import Knowledge
from pipelines.text.spans import Annotation, Mention, Quote, Span
from pipelines.transforms.appearances import ArticleLinks, SeenChain, SeenSpeaker, link_article
from pipelines.transforms.known import Scene
from pipelines.transforms.registry import Registry


def link_speakers(text: str, annotation: Annotation, published_on: date | None, knowledge: Knowledge) -> ArticleLinks:
    """Whom the quotes of an annotation mean; a quote goes by its place in ``annotation.quotes`` as six digits."""
    speakers = [_speaker(text, f"{at:06}", quote) for at, quote in enumerate(annotation.quotes)]
    said = [speaker for speaker in speakers if speaker.kind != "none"]
    return link_article(
        Registry(knowledge), knowledge, Scene(None, published_on), list(_chains(text, annotation)), said
    )


def _chains(text: str, annotation: Annotation) -> Iterator[SeenChain]:
    mentions: dict[int, list[Mention]] = {}
    for mention in sorted(annotation.mentions, key=lambda one: one.span):
        mentions.setdefault(mention.chain, []).append(mention)
    for chain in annotation.chains:
        found = mentions.get(chain.number)
        if found:
            kinds = Counter(mention.kind for mention in found)
            words = [(mention.form, " ".join(text[mention.span.start : mention.span.end].split())) for mention in found]
            yield SeenChain(
                chain=f"{chain.number:06}",
                start=found[0].span.start,
                kind=min(kinds, key=lambda kind: (-kinds[kind], kind)),
                name=chain.name,
                names=tuple(dict.fromkeys(word for form, word in words if form == "name")),
                roles=tuple(dict.fromkeys(mention.role for mention in found if mention.role is not None)),
                nominals=tuple(dict.fromkeys(word for form, word in words if form == "nominal")),
            )


def _speaker(text: str, number: str, quote: Quote) -> SeenSpeaker:
    one, speaker = quote.attribution, quote.speaker
    source = Span(one.source[0].start, one.source[-1].end) if one.source else None
    first = source or one.cue or one.content[0]
    return SeenSpeaker(
        quote=number,
        start=first.start,
        kind=speaker.kind,
        name=speaker.name,
        chain=None if speaker.chain is None else f"{speaker.chain:06}",
        method=speaker.method,
        source=text[source.start : source.end] if source else None,
    )
