"""Decisions of people: two entities are one, or one is two. What they are about, and whether they may be taken.

Belongs here: looking the ids up, and whether a decision fits those before it.
Does not belong here: the file (see ``curation_file``), what a decision does to ids (`pipelines.transforms.curation`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from pipelines.settings import Settings
from pipelines.transforms.curation import Decision, read_curation
from pipelines.warehouse.query import run_query

_PARTY = """
    select entities.entity_id, entities.name, entities.entity_kind, coalesce(speakers.quote_count, 0),
        entities.mention_count, entities.article_count
    from core.entities left join marts.speakers on entities.entity_id = speakers.entity_id
    where entities.entity_id = ?
"""
_ARTICLE = """
    select coalesce(title, source_uri), publisher, cast(timezone('UTC', published_at) as date)
    from core.articles where article_id = ? and is_current
"""
_PLACES = """
    select mentions.article_id, count(*), 0
    from core.mention_entities inner join core.mentions using (mention_id)
    where mention_entities.entity_id = $entity_id group by mentions.article_id
    union all
    select quotes.article_id, 0, count(*)
    from core.quote_speakers inner join core.quotes using (quote_id)
    where quote_speakers.entity_id = $entity_id group by quotes.article_id
"""


class Refused(ValueError):
    """A decision that cannot be taken. The message says why, and what to do instead."""


@dataclass(frozen=True, slots=True)
class Party:
    """An entity as the warehouse knows it; quotes count once a story, mentions in all versions of articles."""

    entity_id: str
    name: str
    entity_kind: str
    quote_count: int
    mention_count: int
    article_count: int


@dataclass(frozen=True, slots=True)
class Place:
    """An article, with how often an entity is mentioned and quoted in all its versions."""

    article_id: str
    title: str
    publisher: str | None
    published_on: date | None
    mention_count: int
    quote_count: int


@dataclass(frozen=True, slots=True)
class Proposal:
    """A decision that may be taken, and what it is about.

    ``other`` is the entity that it leads to, None for one that the split makes; ``place`` is the article of a split.
    ``known`` is the decision in the file that says the same already; then nothing is looked up.
    """

    decision: Decision
    party: Party | None = None
    other: Party | None = None
    place: Place | None = None
    known: Decision | None = None


def propose_merge(settings: Settings, entity_id: str, into_id: str, note: str, now: datetime) -> Proposal:
    """The decision that all of ``entity_id`` is ``into_id`` from now on.

    Raises:
        Refused: an id is not in the warehouse, or the decision contradicts one before it.
        BadCuration: the file of decisions cannot be read.
        QueryError: there is no warehouse.
    """
    if entity_id == into_id:
        raise Refused(f"{entity_id} is itself already; a merge wants two entities")
    decision = Decision(0, _instant(now), "merge", entity_id, "", into_id, "", "", _line(note))
    if known := _fit(decision, read_curation(settings.curation)):
        return Proposal(decision, known=known)
    party, other = (_find_party(settings.warehouse, one) for one in (entity_id, into_id))
    return Proposal(replace(decision, name=party.name, other_name=other.name), party, other)


def propose_split(
    settings: Settings, entity_id: str, article_id: str, other: tuple[str, str], note: str, now: datetime
) -> Proposal:
    """The decision that what ``entity_id`` is in ``article_id`` is somebody else.

    ``other`` is the id of an entity that is there and the name of one that is to be made: one of them, or neither.

    Raises:
        Refused: an id is not in the warehouse, the entity is not in the article or in no other, or the decision
            contradicts one before it.
        BadCuration: the file of decisions cannot be read.
        QueryError: there is no warehouse.
    """
    other_id, other_name = other
    if entity_id == other_id:
        raise Refused(f"{entity_id} cannot be split from itself; name another entity, or none")
    decision = Decision(0, _instant(now), "split", entity_id, "", other_id, _line(other_name), article_id, _line(note))
    if known := _fit(decision, read_curation(settings.curation)):
        return Proposal(decision, known=known)
    party = _find_party(settings.warehouse, entity_id)
    into = _find_party(settings.warehouse, other_id) if other_id else None
    place = _find_place(settings.warehouse, party, article_id)
    named = replace(decision, name=party.name, other_name=into.name if into else decision.other_name)
    return Proposal(named, party, into, place)


def _instant(now: datetime) -> str:
    return now.isoformat(timespec="seconds")


def _line(words: str) -> str:
    """The words on one line, so that to delete a line of the file is to undo one decision."""
    return " ".join(words.split())


def _find_party(warehouse: Path, entity_id: str) -> Party:
    rows = run_query(warehouse, _PARTY, [entity_id]).rows
    if not rows:
        raise Refused(f"the warehouse has no entity {entity_id!r}; `otr who NAME` shows the ids of a name")
    return Party(*rows[0])


def _find_place(warehouse: Path, party: Party, article_id: str) -> Place:
    articles = run_query(warehouse, _ARTICLE, [article_id]).rows
    if not articles:
        raise Refused(f"the warehouse has no article {article_id!r}; article_id stands in every mart of quotes")
    counts = run_query(warehouse, _PLACES, {"entity_id": party.entity_id}).rows
    here = [row for row in counts if row[0] == article_id]
    if not here:
        raise Refused(f"{party.name} ({party.entity_id}) is not mentioned in article {article_id}")
    if len(here) == len(counts):
        raise Refused(f"{party.name} ({party.entity_id}) is in no other article: there is nothing to split")
    title, publisher, published_on = articles[0]
    return Place(article_id, title, publisher, published_on, sum(row[1] for row in here), sum(row[2] for row in here))


def _fit(decision: Decision, known: Sequence[Decision]) -> Decision | None:
    """The decision among ``known`` that says the same. Raises Refused when one of them contradicts."""
    for one in known:
        if _what(one) == _what(decision):
            return one
    contradictions = _against_merge if decision.action == "merge" else _against_split
    if found := contradictions(decision, known):
        one, words = found
        raise Refused(f"line {one.line} of curation.csv says that {words}; delete that line first if it is wrong")
    return None


def _what(decision: Decision) -> tuple[str, str, str, str]:
    return decision.action, decision.entity_id, decision.article_id, decision.target_id


def _against_merge(wanted: Decision, known: Sequence[Decision]) -> tuple[Decision, str] | None:
    both = {wanted.entity_id, wanted.target_id}
    for one in known:
        if one.action == "merge" and one.entity_id == wanted.entity_id:
            return one, f"{_label(one)} is {one.other_name or one.target_id}"
        if one.action == "split" and {one.entity_id, one.target_id} == both:
            return one, f"in article {one.article_id} {_label(one)} is somebody else"
    followed = _follow(wanted.target_id, known)
    if followed and followed[-1].target_id == wanted.entity_id:
        return followed[0], f"{_label(followed[0])} is {followed[0].other_name or followed[0].target_id}"
    return None


def _against_split(wanted: Decision, known: Sequence[Decision]) -> tuple[Decision, str] | None:
    both = {wanted.entity_id, wanted.target_id}
    for one in known:
        if one.action == "merge" and (one.entity_id == wanted.entity_id or {one.entity_id, one.target_id} == both):
            return one, f"{_label(one)} is {one.other_name or one.target_id}"
        is_same_place = (one.entity_id, one.article_id) == (wanted.entity_id, wanted.article_id)
        if one.action == "split" and is_same_place:
            return one, f"in this article {_label(one)} is {one.other_name or one.target_id}"
    return None


def _follow(entity_id: str, known: Sequence[Decision]) -> list[Decision]:
    """The merges that lead on from an entity, in order; a circle written by hand is followed once."""
    merges = {one.entity_id: one for one in known if one.action == "merge"}
    followed: list[Decision] = []
    while (one := merges.get(entity_id)) and one not in followed:
        followed.append(one)
        entity_id = one.target_id
    return followed


def _label(decision: Decision) -> str:
    return decision.name or decision.entity_id
