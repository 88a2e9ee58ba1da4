"""Where an article refers to somebody or something: its names, its definite nouns, its pronouns, its sources.

Belongs here: gathering these places in text order, with the head of every source.
Does not belong here: which entity a place means (see ``chains``).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from pipelines.text import lexicon
from pipelines.text.head_records import Head
from pipelines.text.heads import find_head
from pipelines.text.name_records import Named
from pipelines.text.newcomers import find_newcomers
from pipelines.text.nominal_records import Noun
from pipelines.text.nominals import find_nouns
from pipelines.text.pronouns import PRONOUN
from pipelines.text.references import Layout
from pipelines.text.roles import noun_gender
from pipelines.text.span_sets import SpanSet
from pipelines.text.spans import Span

Occurrence = Named | Noun | Span | Head


class Occurrences:
    """The places of one article: ``heads`` by source, and ``speaking``, the source by where its head starts."""

    def __init__(self, layout: Layout, named: Sequence[Named], sources: Sequence[Span], ignore: Sequence[Span]) -> None:
        self.layout = layout
        self.named = named
        self._ignored = SpanSet(ignore)
        self._starts = [name.span.start for name in named]
        self._unnamed: dict[str, bool] = {}  # a noun for a relative -> whether the article names nobody beside it
        self.heads = {source: find_head(layout.text, source, self.inside(source)) for source in sources}
        self.speaking = {(head.owner or head.span).start: source for source, head in self.heads.items()}

    def inside(self, span: Span) -> Sequence[Named]:
        """The names that begin in a span."""
        at = bisect_left(self._starts, span.start)
        return self.named[at : bisect_left(self._starts, span.end)]

    def named_by(self, source: Span) -> int | None:
        """The group of the name that heads a source, None where its head is no name."""
        head = self.heads[source]
        return self.inside(source)[head.name].group if head.kind == "name" and head.name is not None else None

    def in_order(self) -> list[tuple[int, Occurrence]]:
        """Every place by its start: a name, a noun, the noun that heads a source, or the span of a pronoun."""
        text = self.layout.text
        found: list[tuple[int, Occurrence]] = [(name.span.start, name) for name in self.named]
        taken = {head.span.start for head in self.heads.values()}
        for source, head in self.heads.items():
            if head.kind in ("person", "body") and head.name is None and head.owner is None:
                found.append((head.span.start, head))
            elif head.kind in ("it", "they"):
                found.append((head.span.start, head.span))
            elif self._is_unnamed_relative(source, head):
                whole = Span((head.owner or head.span).start, head.span.end)
                found.append((whole.start, Noun(whole, head.word, (), True, True)))
        for noun in find_nouns(text):
            if noun.span.start not in taken and not self._is_name(noun.span):
                found.append((noun.span.start, noun))
        heads = SpanSet([head.span for head in self.heads.values()])
        for noun in find_newcomers(text):
            is_free = not self._is_name(noun.span) and not heads.touches(noun.span)
            is_subject = self.layout.opens_sentence(noun.span.start) and self.layout.acts(noun.span.end)
            if is_free and (is_subject or noun_gender(noun.head) or noun.head in lexicon.words("close")):
                found.append((noun.span.start, noun))
        found.extend((match.start(), Span(*match.span())) for match in PRONOUN.finditer(text))
        return sorted(
            (place for place in found if not self._ignored.holds(place[0])),
            key=lambda place: place[0],
        )

    def _is_unnamed_relative(self, source: Span, head: Head) -> bool:
        """Whether a source is a relative or friend whom the article does not name: "his mother", "Kost's mother"."""
        if head.kind != "person" or head.word not in lexicon.words("kin", "close"):
            return False
        if head.name is None and head.owner is None:
            return False
        if head.name is not None and not self.inside(source)[head.name].possessive:
            return False
        if head.word not in self._unnamed:
            self._unnamed[head.word] = re.search(rf"\b{re.escape(head.word)},? [A-Z]", self.layout.text) is None
        return self._unnamed[head.word]

    def _is_name(self, span: Span) -> bool:
        at = bisect_left(self._starts, span.end) - 1
        return at >= 0 and self.named[at].span.end > span.end - 1
