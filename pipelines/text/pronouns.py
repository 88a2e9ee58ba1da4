"""Which entity a pronoun means.

Belongs here: he, she and their forms everywhere; it and they only where they name who speaks.
Does not belong here: nouns (see ``nominals``), first persons (see ``speakers``).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from math import log2

from pipelines.text.lexicon import Gender
from pipelines.text.nominal_records import Entity
from pipelines.text.reactions import REACTS, obeys
from pipelines.text.references import Layout, Reference
from pipelines.text.spans import Span

PRONOUN = re.compile(
    r"(?<![\w’'])(?:[Hh](?:e|im|is|imself|er|ers|erself)|[Ss]he)(?![\w-])"
)  # none of a line in capitals
_CLAUSE = re.compile(
    r"[,;:—–]|\b(?:that|who|when|as|to|if|because|after|before|and|but|while|said|says|where|which|for|about|with)\b"
)
AFTER_CONTENT = re.compile(r"(?: [a-z]+){1,2}(?:[.,;]|$)", re.MULTILINE)
_ASKED = re.compile(
    r"[\W_]*(?:When |If )?(?:[Aa]sked|[Pp]ressed|[Qq]uestioned|[Cc]hallenged|[Qq]uizzed|[Gg]rilled|[Rr]eminded)\b"
)
_TOGETHER = re.compile(r"[\w.’'-]+(?: [\w.’'-]+){0,4}?,? and (?:[\w.’'-]+ ){0,4}")
_COLON = re.compile(r"[:;—–]")
_FARTHEST = 8
_MOST = 40


@dataclass(frozen=True, slots=True)
class Pronoun:
    """A pronoun in its place. ``source``: it names who speaks. ``speaker``: who speaks the passage that holds it.

    ``parenthetical``: it follows what it reports in the same sentence (``Okun would win, he said.``).
    """

    span: Span
    gender: Gender | None
    form: str
    sentence: int
    paragraph: int
    quoted: bool
    source: bool
    speaker: int | None = None
    parenthetical: bool = False

    @property
    def speaks(self) -> bool:
        """Whether it is itself who speaks, and not somebody's words or staff that do ("his letter")."""
        return self.source and self.form in ("he", "she")


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each circumstance counts; tuned by hand on news articles."""

    distance: float = 0.9
    subject: float = 1.2
    source: float = 0.8
    source_again: float = 0.8
    possessive: float = -0.5
    quoted_away: float = -2.0
    unknown_gender: float = -0.8
    paragraph: float = 1.5
    opening: float = 0.5
    continuity: float = 0.3
    prominence: float = 0.2
    nameless: float = -0.3
    same_clause: float = -3.0
    own_words: float = -8.0
    reported: float = -2.5
    in_report: float = -1.0
    heading: float = 2.5
    leads: float = 0.7
    last_to_speak: float = 0.6
    reacts: float = 1.5
    represented: float = 4.0
    asked_about: float = -3.0
    asked_to: float = 4.0
    least: float = -3.0


WEIGHTS = Weights()


def read_pronoun(layout: Layout, span: Span, source: bool, speaker: int | None) -> Pronoun:
    """The pronoun at a span. ``source`` and ``speaker`` are those of the record."""
    text = layout.text
    form = text[span.start : span.end].lower()
    return Pronoun(
        span=span,
        gender="m" if form[0] == "h" and form[:3] != "her" else "f" if form[0] in "sh" else None,
        form=form,
        sentence=layout.sentence_of(span.start),
        paragraph=layout.paragraph_of(span.start),
        quoted=layout.passage_of(span.start) is not None,
        source=source,
        speaker=speaker,
        parenthetical=text[span.start - 2 : span.start] == ", " and bool(AFTER_CONTENT.match(text, span.end)),
    )


def choose(
    pronoun: Pronoun,
    layout: Layout,
    entities: Sequence[Entity],
    recent: Sequence[Reference],
    others: Collection[int] = (),
) -> int | None:
    """The person that a pronoun means among the references before it (the latest first), None where none fits.

    ``others`` are entities that it cannot mean.
    """
    scores: dict[int, float] = {}
    reporting = _reporting(recent) if pronoun.source else {}
    last = _last_to_speak(recent, pronoun) if pronoun.source else None
    spoken_of = _spoken_of(pronoun, recent)
    for reference in recent[:_MOST]:
        away = layout.distance(reference.sentence, pronoun.sentence)
        if away > _FARTHEST:
            break
        entity = entities[reference.entity]
        if entity.kind != "person" or (entity.gender and pronoun.gender and entity.gender != pronoun.gender):
            continue
        if entity.number == spoken_of or entity.number in others:
            continue
        score = _score(pronoun, layout, entity, reference, away)
        score += WEIGHTS.last_to_speak * (reference is last)
        if reporting.get(reference.sentence, reference.start) < reference.start and not reference.source:
            score += WEIGHTS.in_report
        if score > scores.get(entity.number, WEIGHTS.least):
            scores[entity.number] = score
    ranked = sorted(scores, key=lambda number: scores[number], reverse=True)
    if len(ranked) > 1 and _named_together(layout.text, entities, recent, ranked[0], ranked[1]):
        return None
    return ranked[0] if ranked else None


def _spoken_of(pronoun: Pronoun, recent: Sequence[Reference]) -> int | None:
    """The subject of what is reported, which the words of saying break into: *the mayor*, he says, *cannot count*."""
    before = recent[0] if recent and pronoun.parenthetical else None
    is_broken = before is not None and before.form != "pronoun" and before.end == pronoun.span.start - len(", ")
    return before.entity if before is not None and is_broken else None


def _reporting(recent: Sequence[Reference]) -> dict[int, int]:
    """Sentence -> where the first speaker in it stands: what follows there is what that speaker reports."""
    return {reference.sentence: reference.start for reference in recent[:_MOST] if reference.source}


def _last_to_speak(recent: Sequence[Reference], pronoun: Pronoun) -> Reference | None:
    """The reference to who speaks in the sentence before, or in this one unless somebody else acts in it."""
    for one in recent[:_MOST]:
        if one.quoted:
            continue
        if pronoun.sentence - one.sentence > 1 or (one.subject and not one.source and one.sentence == pronoun.sentence):
            return None
        if one.source:
            return one if one.subject or one.leads else None
    return None


def _named_together(
    text: str, entities: Sequence[Entity], recent: Sequence[Reference], first: int, second: int
) -> bool:
    """Whether the two likeliest persons were last named as ``A and B``, so that nobody can tell which is meant."""
    left, right = entities[first], entities[second]
    if max(left.count, right.count) >= 3 * min(left.count, right.count) or left.gender != right.gender:
        return False
    last = [next(one for one in recent if one.entity == number) for number in (first, second)]
    last.sort(key=lambda reference: reference.start)
    between = text[last[0].start : last[1].start]
    return last[0].named and last[1].named and len(between) < 60 and _TOGETHER.fullmatch(between) is not None


def _score(pronoun: Pronoun, layout: Layout, entity: Entity, reference: Reference, away: float) -> float:
    """``away``: the sentences between the two, as the layout counts them."""
    weights = WEIGHTS
    distance = pronoun.sentence - reference.sentence
    score = -weights.distance * layout.distance(reference.sentence, pronoun.sentence) + weights.prominence * log2(
        1 + entity.count
    )
    acts = reference.subject or (reference.source and reference.leads and pronoun.speaks)
    score += weights.subject * acts + weights.source * reference.source
    score += weights.possessive * reference.possessive + weights.source_again * (reference.source and pronoun.speaks)
    if reference.paragraph == pronoun.paragraph and not reference.quoted and not reference.possessive:
        score += weights.paragraph * (reference.subject or reference.source)
        score += weights.opening * (entity.gender is None and reference.opening)
    if reference.heads_paragraph and reference.paragraph == pronoun.paragraph:
        score += weights.heading
    if reference.leads and acts and reference.named and distance == 1 and pronoun.speaks:
        score += weights.leads
    if reference.subject and distance == 1 and pronoun.speaks:
        takes_turn = layout.is_viewer(reference.start) or REACTS.match(layout.text, reference.start) is not None
        score += weights.reacts * takes_turn
    score += weights.represented * (reference.represented and distance == 0)
    if reference.asked and distance == 1 and obeys(layout.text, pronoun.span.end):
        score += weights.asked_to
    if pronoun.speaks and distance == 0 and reference.named and _stands_in_question(layout, pronoun, reference):
        score += weights.asked_about
    if reference.quoted and not pronoun.quoted:
        score += weights.quoted_away
    if entity.gender is None:
        score += weights.unknown_gender
    if not reference.named:
        score += weights.continuity
    if not entity.named:
        score += weights.nameless
    if pronoun.parenthetical and distance == 0 and reference.named and not _is_before_colon(pronoun, layout, reference):
        score += weights.reported
    if pronoun.speaker == entity.number:
        score += weights.own_words
    if distance == 0 and _is_object(pronoun, layout.text) and reference.subject and not reference.possessive:
        between = layout.text[reference.start : pronoun.span.start]
        if len(between) < 90 and not _CLAUSE.search(between):
            score += weights.same_clause
    return score


def _is_before_colon(pronoun: Pronoun, layout: Layout, reference: Reference) -> bool:
    """Whether what is reported begins behind the reference: ``Olt saw it otherwise: the plan, he said, was alive``."""
    return _COLON.search(layout.text, reference.end, pronoun.span.start) is not None


def _stands_in_question(layout: Layout, pronoun: Pronoun, reference: Reference) -> bool:
    """Whether the sentence begins with what somebody was asked: ``Pressed on why Olt was free, he said``."""
    start = layout.sentences[pronoun.sentence].start
    return reference.start < pronoun.span.start and _ASKED.match(layout.text, start) is not None


def _is_object(pronoun: Pronoun, text: str) -> bool:
    if pronoun.form == "him":
        return True
    if pronoun.form != "her":
        return False
    following = text[pronoun.span.end : pronoun.span.end + 2]
    return not (following[:1] == " " and following[1:].isalpha())


def choose_body(pronoun: Pronoun, entities: Sequence[Entity], recent: Sequence[Reference]) -> int | None:
    """The organisation or place that a speaking "it" or "they" means: the latest subject or source."""
    reporting = _reporting(recent)
    for reference in recent[:_MOST]:
        if pronoun.sentence - reference.sentence > 2:
            return None
        is_body = entities[reference.entity].kind in ("organisation", "place")
        is_reported = reporting.get(reference.sentence, reference.start) < reference.start and not reference.source
        if is_body and not reference.quoted and not is_reported and (reference.subject or reference.source):
            return reference.entity
    return None
