"""Chains: the mentions of one article, grouped by the entity that they refer to.

Belongs here: putting names, nouns and pronouns of one article together.
Does not belong here: how names compare (``name_groups``), how a pronoun or a noun is resolved (``pronouns``,
``nominals``), and entities across articles.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence

from pipelines.text import lexicon
from pipelines.text.bearers import choose_bearer
from pipelines.text.chain_numbers import Found, number_chains
from pipelines.text.entities import read_entity, role_text
from pipelines.text.head_records import Head
from pipelines.text.name_groups import describe_names, group_names
from pipelines.text.name_records import Group, Named
from pipelines.text.name_repairs import repair_names
from pipelines.text.nominal_records import Entity, Noun
from pipelines.text.nominals import choose_body, choose_person, head_of
from pipelines.text.occurrences import Occurrence, Occurrences
from pipelines.text.pronouns import Pronoun, choose, read_pronoun
from pipelines.text.pronouns import choose_body as choose_body_for_pronoun
from pipelines.text.reactions import is_asked
from pipelines.text.references import Layout, Reference, names_another, source_of_passage, without_tellers
from pipelines.text.role_fit import fits_role
from pipelines.text.roles import Role, noun_gender
from pipelines.text.seats import join_seats
from pipelines.text.spans import Chain, Mention, MentionForm, NamedSpan, Span

_LEAD = 2  # paragraphs
_TITLE = 40  # characters
_FARTHEST_BACK = 4_000  # characters in which a noun was introduced: a paragraph may be a whole article


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
    named = [name for name in named if name.group >= 0]
    places = Occurrences(layout, named, ordered, ignore)
    join_seats(layout, groups, named, places.speaking.keys())
    linker = _Linker(layout, named, groups, places)
    linker.run()
    return linker.result()


def _shortest_from_each_start(sources: Sequence[Span]) -> list[Span]:
    """Sources in text order; of those that begin together ("It", "It quoted the mayor") the shortest."""
    return list({span.start: span for span in sorted(sources, reverse=True)}.values())[::-1]


class _Linker:
    """Walks through one article and links what is no name to the entities that its names gave."""

    def __init__(self, layout: Layout, named: Sequence[Named], groups: Sequence[Group], places: Occurrences) -> None:
        self.layout = layout
        self.named = named
        self.groups = groups
        self.sources = list(places.heads)
        self.entities = [read_entity(number, group) for number, group in enumerate(groups)]
        self.places = places
        self.source_entities: dict[Span, int | None] = {}
        self.references: list[Reference] = []
        self.openers: dict[int, int] = {}
        self.spoken = Counter(self.places.named_by(source) for source in self.places.heads)
        self.fitting: dict[tuple[str, tuple[str, ...]], list[int]] = {}
        self.found: list[tuple[Span, int, MentionForm]] = []
        self.newcomers: dict[int, Span] = {}

    def run(self) -> None:
        """Names, nouns and pronouns outside quotation marks first, then the pronouns inside them."""
        events = self.places.in_order()
        unquoted = [
            event for event in events if self.layout.passage_of(event[0]) is None or isinstance(event[1], Named)
        ]
        for _, event in unquoted:
            self._take(event)
        self.references.sort(key=lambda reference: reference.start)
        for start, event in events:
            if self.layout.passage_of(start) is not None and not isinstance(event, Named):
                self._take(event)

    def _take(self, event: Occurrence) -> None:
        if isinstance(event, Named):
            self._take_name(event)
        elif isinstance(event, Span):
            self._take_pronoun(event)
        elif isinstance(event, Head):
            self._take_speaking_noun(event)
        else:
            self._take_noun(event)

    def _refer(self, span: Span, entity: int, form: MentionForm, possessive: bool = False, acts: bool = False) -> None:
        layout = self.layout
        source = self.places.speaking.get(span.start)
        if source is not None:
            self.source_entities.setdefault(source, entity)
        reference = Reference(
            start=span.start,
            end=span.end,
            entity=entity,
            sentence=layout.sentence_of(span.start),
            paragraph=layout.paragraph_of(span.start),
            subject=not possessive and (acts or layout.is_subject(span.start, span.end)),
            source=source is not None and not (possessive and self.places.heads[source].kind != "name"),
            quoted=layout.passage_of(span.start) is not None,
            possessive=possessive,
            form=form,
            opening=not possessive and self._opens_paragraph(span, entity),
            heads_paragraph=possessive and self._heads_paragraph(span, entity),
            leads=not possessive and self._leads_paragraph(span),
            represented=possessive and layout.is_represented(span.end),
            asked=form == "name" and not possessive and is_asked(layout.text, span.start, span.end),
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

    def _leads_paragraph(self, span: Span) -> bool:
        """Whether a paragraph begins with the name, at most behind a title; a label (``OLT: ...``) is a turn's."""
        if self.layout.text.startswith(":", span.end):
            return False
        return span.start - self.layout.paragraphs[self.layout.paragraph_of(span.start)].start < _TITLE

    def _heads_paragraph(self, span: Span, entity: int) -> bool:
        """Whether "The president's roots ..." opens a paragraph: then it is about the president."""
        paragraph = self.layout.paragraphs[self.layout.paragraph_of(span.start)]
        return self.entities[entity].kind == "person" and span.start - paragraph.start < 12

    def _recent(self, start: int) -> list[Reference]:
        at = bisect_left(self.references, start, key=lambda reference: reference.start)
        return self.references[max(0, at - 60) : at][::-1]

    def _take_name(self, named: Named) -> None:
        self._refer(named.span, named.group, "name", named.possessive)

    def _take_pronoun(self, span: Span) -> None:
        pronoun = read_pronoun(self.layout, span, span.start in self.places.speaking, self._speaker_around(span))
        form = pronoun.form
        if form in ("it", "they", "its", "their", "them"):
            entity = (
                choose_body_for_pronoun(pronoun, self.entities, self._recent(span.start)) if form[0] == "i" else None
            )
        else:
            behind = self._named_behind(span) if pronoun.speaks and not pronoun.quoted else frozenset()
            entity = choose(pronoun, self.layout, self.entities, self._recent(span.start), behind)
        if entity is not None:
            self._learn_gender(entity, pronoun)
            self._refer(span, entity, "pronoun", form in ("his", "its"))
            self.found.append((span, entity, "pronoun"))

    def _named_behind(self, span: Span) -> frozenset[int]:
        """Whom the sentence names behind who speaks, which is nobody's way to speak of himself (*he said of Olt*)."""
        end = self.layout.sentences[self.layout.sentence_of(span.start)].end if self.layout.sentences else 0
        return frozenset(
            name.group
            for name in self.places.inside(Span(span.end, max(span.end, end)))
            if self.layout.passage_of(name.span.start) is None
            and names_another(self.layout.text, span.end, name.span, name.possessive)
        )

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
        is_owner = self.layout.text.startswith(("'s", "’s"), noun.span.end)
        if noun.introduces:
            newcomer = self._nameless(noun)
            self.newcomers[newcomer] = noun.span
            self._refer(noun.span, newcomer, "nominal", is_owner, self.layout.opens_sentence(noun.span.start))
            return
        entity = (choose_person if noun.is_person else choose_body)(noun, self.entities, recent, False)
        if entity is not None:
            self._refer(noun.span, entity, "nominal", is_owner)
            self.found.append((noun.span, entity, "nominal"))

    def _take_speaking_noun(self, head: Head) -> None:
        words = self.layout.text[head.span.start : head.span.end].split()
        noun = Noun(head.span, head.word, tuple(words[1:-1] if head.definite else words[:-1]), head.kind == "person")
        noun = head_of(self.layout.text, head.span.start, head.span.end) or noun
        is_new = head.word != "lady" and not lexicon.words("other_bearers").isdisjoint(words[:-1])
        is_described = self.layout.text.startswith(" who ", head.span.end)
        recent = self._recent(head.span.start)
        entity: int | None = None
        if head.kind == "body":
            is_press = head.word in lexicon.words("press_nouns")
            is_writers = words[0].lower() in ("this", "our") and is_press  # none that the article tells of
            entity = None if is_writers else choose_body(noun, self.entities, recent, head.definite)
        elif head.definite and not is_new:
            entity = choose_person(noun, self.entities, recent, False)
            if entity is None:
                entity = self._guess(
                    noun, without_tellers(recent, self.layout.sentence_of(head.span.start)), is_described
                )
        elif not head.definite and self.layout.paragraph_of(head.span.start) == 0:
            entity = self._named_later(noun)
        if entity is None and head.kind == "person":
            entity = self._nameless(noun)
        if entity is not None:
            self._learn_role(entity, noun, " ".join(words))
            self._refer(head.span, entity, "nominal")
            self.found.append((head.span, entity, "nominal"))

    def _guess(self, noun: Noun, recent: Sequence[Reference], is_described: bool) -> int | None:
        is_open = not is_described and not self._is_introduced(noun)
        entity = choose_person(noun, self.entities, recent, is_open)
        if entity is None and is_open:
            entity = choose_bearer(noun, self.layout.paragraph_of(noun.span.start), self.entities, recent)
        return entity

    def _is_introduced(self, noun: Noun) -> bool:
        """Whether this paragraph or the one before tells of "a police officer", whom "the officer" then means."""
        start = self.layout.paragraphs[max(0, self.layout.paragraph_of(noun.span.start) - 1)].start
        start = max(start, noun.span.start - _FARTHEST_BACK)
        found = re.compile(rf"\b(?:an?|another) (?:[\w-]+ ){{0,3}}{re.escape(noun.head)}\b(?!,? [A-Z])")
        return found.search(self.layout.text, start, noun.span.start) is not None

    def _learn_role(self, number: int, noun: Noun, words: str) -> None:
        """A noun that was taken to mean a person is that person's role from then on."""
        entity = self.entities[number]
        if noun.is_person and entity.named and not any(role.head == noun.head for role in entity.roles):
            entity.learned.append(Role(words, noun.head, noun_gender(noun.head)))

    def _named_later(self, noun: Noun) -> int | None:
        """The one person of the article whose role fits a headline's bare noun ("Lawmaker: ...")."""
        key = (noun.head, noun.modifiers)
        if key not in self.fitting:
            fits = (one.number for one in self.entities if any(fits_role(noun, role) for role in one.roles))
            self.fitting[key] = sorted(fits, key=lambda number: -self.spoken[number])
        fitting, spoken = self.fitting[key], self.spoken
        if len(fitting) < 2:
            return fitting[0] if fitting else None
        return fitting[0] if spoken[fitting[0]] > 2 * spoken[fitting[1]] else None

    def _nameless(self, noun: Noun) -> int:
        words = self.layout.text[noun.span.start : noun.span.end]
        role = Role(words, noun.head, noun_gender(noun.head))
        is_lead = self.layout.paragraph_of(noun.span.start) <= _LEAD  # who is introduced there is named later
        roles = [role] if words.lower().startswith(("a ", "an ", "another ")) and not is_lead else []
        self.entities.append(Entity(len(self.entities), "person", role.gender, named=False, roles=roles))
        return len(self.entities) - 1

    def result(self) -> tuple[tuple[Mention, ...], tuple[Chain, ...]]:
        """The mentions in text order and the chains numbered by first mention."""
        spans: list[Found] = [(name.span, name.group, "name", role_text(name)) for name in self.named]
        spans.extend((span, entity, form, None) for span, entity, form in self.found)
        meant = {entity for _, entity, _ in self.found}
        spans.extend((span, entity, "nominal", None) for entity, span in self.newcomers.items() if entity in meant)
        return number_chains(spans, self.entities, self.groups)
