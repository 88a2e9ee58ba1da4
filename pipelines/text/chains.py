"""Chains: the mentions of one article, grouped by the entity that they refer to.

Belongs here: putting names, nouns and pronouns of one article together.
Does not belong here: how names compare (``name_groups``), how a pronoun or a noun is resolved (``pronouns``,
``nominals``), and entities across articles.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence

from pipelines.text.bearers import choose_bearer
from pipelines.text.entities import read_entity, role_text
from pipelines.text.heads import Head, find_head
from pipelines.text.name_groups import describe_names, group_names
from pipelines.text.name_records import Group, Named
from pipelines.text.name_repairs import repair_names
from pipelines.text.nominals import Entity, Noun, choose_body, choose_person, find_nouns, fits_role
from pipelines.text.pronouns import PRONOUN, Pronoun, choose, read_pronoun
from pipelines.text.pronouns import choose_body as choose_body_for_pronoun
from pipelines.text.references import Layout, Reference, source_of_passage
from pipelines.text.roles import Role, noun_gender
from pipelines.text.spans import Chain, Mention, MentionForm, NamedSpan, Span


def find_chains(
    text: str, names: Sequence[NamedSpan], sources: Sequence[Span] = (), ignore: Sequence[Span] = ()
) -> tuple[tuple[Mention, ...], tuple[Chain, ...]]:
    """Mentions and chains of one article.

    ``names`` come from a tagger and may be faulty; ``sources`` are the spans that name who speaks, in any order;
    ``ignore`` are spans of page furniture, in which nothing is a mention. Mentions are in text order, and chains are
    numbered by their first mention; every mention's ``chain`` is the index of its chain.
    """
    layout = Layout(text)
    ordered = _shortest_from_each_start(sources)
    mended = repair_names(text, names, ordered, ignore)
    named = describe_names(text, mended, [layout.paragraph_of(name.span.start) for name in mended])
    groups = group_names(text, named)
    linker = _Linker(layout, named, groups, ordered, ignore)
    linker.run()
    return linker.result()


def _shortest_from_each_start(sources: Sequence[Span]) -> list[Span]:
    """Sources in text order; of those that begin together ("It", "It quoted the mayor") the shortest."""
    return list({span.start: span for span in sorted(sources, reverse=True)}.values())[::-1]


class _Linker:
    """Walks through one article and links what is no name to the entities that its names gave."""

    def __init__(
        self, layout: Layout, named: list[Named], groups: list[Group], sources: list[Span], ignore: Sequence[Span]
    ) -> None:
        self.layout = layout
        self.named = named
        self.groups = groups
        self.sources = sources
        self.ignore = ignore
        self.starts = [name.span.start for name in named]
        self.entities = [read_entity(number, group) for number, group in enumerate(groups)]
        self.heads = {source: find_head(layout.text, source, self._inside(source)) for source in sources}
        self.speaking: dict[int, Span] = {}
        self.source_entities: dict[Span, int | None] = {}
        self.references: list[Reference] = []
        self.openers: dict[int, int] = {}
        self.found: list[tuple[Span, int, MentionForm]] = []

    def _inside(self, span: Span) -> list[Named]:
        at = bisect_left(self.starts, span.start)
        return self.named[at : bisect_left(self.starts, span.end)]

    def run(self) -> None:
        """Names, nouns and pronouns outside quotation marks first, then the pronouns inside them."""
        for source, head in self.heads.items():
            place = head.owner or head.span
            self.speaking[place.start] = source
        events = self._events()
        unquoted = [
            event for event in events if self.layout.passage_of(event[0]) is None or isinstance(event[1], Named)
        ]
        for start, event in unquoted:
            self._take(start, event)
        self.references.sort(key=lambda reference: reference.start)
        for start, event in events:
            if self.layout.passage_of(start) is not None and not isinstance(event, Named):
                self._take(start, event)

    def _events(self) -> list[tuple[int, Named | Noun | Span | Head]]:
        text = self.layout.text
        events: list[tuple[int, Named | Noun | Span | Head]] = [(name.span.start, name) for name in self.named]
        taken = {head.span.start for head in self.heads.values()}
        for head in self.heads.values():
            if head.kind in ("person", "body") and head.name is None and head.owner is None:
                events.append((head.span.start, head))
            elif head.kind in ("it", "they"):
                events.append((head.span.start, head.span))
        for noun in find_nouns(text):
            if noun.span.start not in taken and not self._is_name(noun.span):
                events.append((noun.span.start, noun))
        events.extend((match.start(), Span(*match.span())) for match in PRONOUN.finditer(text))
        return sorted(
            (event for event in events if not any(span.start <= event[0] < span.end for span in self.ignore)),
            key=lambda event: event[0],
        )

    def _is_name(self, span: Span) -> bool:
        at = bisect_left(self.starts, span.end) - 1
        return at >= 0 and self.named[at].span.end > span.end - 1

    def _take(self, start: int, event: Named | Noun | Span | Head) -> None:
        if isinstance(event, Named):
            self._take_name(event)
        elif isinstance(event, Span):
            self._take_pronoun(event)
        elif isinstance(event, Head):
            self._take_speaking_noun(event)
        else:
            self._take_noun(event)

    def _refer(self, span: Span, entity: int, named: bool, possessive: bool = False) -> None:
        layout = self.layout
        source = self.speaking.get(span.start)
        if source is not None:
            self.source_entities[source] = entity
        reference = Reference(
            start=span.start,
            entity=entity,
            sentence=layout.sentence_of(span.start),
            paragraph=layout.paragraph_of(span.start),
            subject=not possessive and layout.is_subject(span.start, span.end),
            source=source is not None and not (possessive and self.heads[source].kind != "name"),
            quoted=layout.passage_of(span.start) is not None,
            possessive=possessive,
            named=named,
            opening=not possessive and self._opens_paragraph(span, entity),
        )
        if self.references and self.references[-1].start > span.start:
            at = bisect_left(self.references, span.start, key=lambda other: other.start)
            self.references.insert(at, reference)
        else:
            self.references.append(reference)

    def _opens_paragraph(self, span: Span, entity: int) -> bool:
        """Whether the entity is the first person that the paragraph refers to outside quotation marks."""
        layout = self.layout
        if self.entities[entity].kind != "person" or layout.passage_of(span.start) is not None:
            return False
        return self.openers.setdefault(layout.paragraph_of(span.start), entity) == entity

    def _recent(self, start: int) -> list[Reference]:
        at = bisect_left(self.references, start, key=lambda reference: reference.start)
        return self.references[max(0, at - 60) : at][::-1]

    def _take_name(self, named: Named) -> None:
        self._refer(named.span, named.group, True, named.possessive)

    def _take_pronoun(self, span: Span) -> None:
        pronoun = read_pronoun(self.layout, span, span.start in self.speaking, self._speaker_around(span))
        form = pronoun.form
        if form in ("it", "they", "its", "their", "them"):
            entity = (
                choose_body_for_pronoun(pronoun, self.entities, self._recent(span.start)) if form[0] == "i" else None
            )
        else:
            entity = choose(pronoun, self.layout, self.entities, self._recent(span.start))
        if entity is not None:
            self._learn_gender(entity, pronoun)
            self._refer(span, entity, False, form in ("his", "its"))
            self.found.append((span, entity, "pronoun"))

    def _learn_gender(self, number: int, pronoun: Pronoun) -> None:
        entity = self.entities[number]
        if entity.kind == "person" and entity.gender is None:
            entity.gender = pronoun.gender

    def _speaker_around(self, span: Span) -> int | None:
        passage = self.layout.passage_of(span.start)
        if passage is None:
            return None
        source = source_of_passage(self.layout, self.layout.quoted[passage], self.sources)
        return self.source_entities.get(source) if source else None

    def _take_noun(self, noun: Noun) -> None:
        recent = self._recent(noun.span.start)
        chooser = choose_person if noun.is_person else choose_body
        entity = chooser(noun, self.entities, recent, False)
        if entity is not None:
            self._refer(noun.span, entity, False, self.layout.text.startswith(("'s", "’s"), noun.span.end))
            self.found.append((noun.span, entity, "nominal"))

    def _take_speaking_noun(self, head: Head) -> None:
        words = self.layout.text[head.span.start : head.span.end].split()
        noun = Noun(head.span, head.word, tuple(words[1:-1] if head.definite else words[:-1]), head.kind == "person")
        recent = self._recent(head.span.start)
        entity: int | None = None
        if head.kind == "body":
            entity = choose_body(noun, self.entities, recent, head.definite)
        elif head.definite:
            entity = choose_person(noun, self.entities, recent, True)
            if entity is None:
                entity = choose_bearer(noun, self.layout.paragraph_of(head.span.start), self.entities, recent)
        elif self.layout.paragraph_of(head.span.start) == 0:
            entity = self._named_later(noun)
        if entity is None and head.kind == "person":
            entity = self._nameless(noun)
        if entity is not None:
            self._learn_role(entity, noun, " ".join(words))
            self._refer(head.span, entity, False)
            self.found.append((head.span, entity, "nominal"))

    def _learn_role(self, number: int, noun: Noun, words: str) -> None:
        """A noun that was taken to mean a person is that person's role from then on."""
        entity = self.entities[number]
        if noun.is_person and entity.named and not any(role.head == noun.head for role in entity.roles):
            entity.learned.append(Role(words, noun.head, noun_gender(noun.head)))

    def _named_later(self, noun: Noun) -> int | None:
        """The one person of the article whose role fits a headline's bare noun ("Lawmaker: ...")."""
        fitting = [entity.number for entity in self.entities if any(fits_role(noun, role) for role in entity.roles)]
        if len(fitting) < 2:
            return fitting[0] if fitting else None
        spoken = Counter(self._named_by(head, source) for source, head in self.heads.items())
        fitting.sort(key=lambda number: -spoken[number])
        return fitting[0] if spoken[fitting[0]] > 2 * spoken[fitting[1]] else None

    def _named_by(self, head: Head, source: Span) -> int | None:
        return self._inside(source)[head.name].group if head.kind == "name" and head.name is not None else None

    def _nameless(self, noun: Noun) -> int:
        self.entities.append(Entity(len(self.entities), "person", noun_gender(noun.head), named=False))
        return len(self.entities) - 1

    def result(self) -> tuple[tuple[Mention, ...], tuple[Chain, ...]]:
        """The mentions in text order and the chains numbered by first mention."""
        spans: list[tuple[Span, int, MentionForm, str | None]] = [
            (name.span, name.group, "name", role_text(name)) for name in self.named
        ]
        spans.extend((span, entity, form, None) for span, entity, form in self.found)
        spans.sort(key=lambda row: (row[0].start, row[0].end))
        numbers: dict[int, int] = {}
        mentions: list[Mention] = []
        for span, entity, form, role in spans:
            if mentions and mentions[-1].span == span:
                continue
            number = numbers.setdefault(entity, len(numbers))
            mentions.append(Mention(span, self.entities[entity].kind, form, number, role))
        return tuple(mentions), tuple(self._chain(entity, number) for entity, number in numbers.items())

    def _chain(self, entity: int, number: int) -> Chain:
        name = self.groups[entity].shown() if entity < len(self.groups) else None
        roles = tuple(dict.fromkeys(role.text for role in self.entities[entity].roles))
        return Chain(number, self.entities[entity].kind, name, roles)
