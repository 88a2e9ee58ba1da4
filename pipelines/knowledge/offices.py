"""Who holds an office that is named without its holder ("Russia's president").

Belongs here: from a description and a day to a person. Does not belong here: names (``people``).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from pipelines.knowledge.bodies import Bodies
from pipelines.knowledge.people import as_match
from pipelines.knowledge.periods import may_hold, surely_holds
from pipelines.knowledge.records import Match, Person, Term
from pipelines.knowledge.role_words import Role, RoleReader, is_regional

# Held by several at once, or spoken of without saying which.
_SHARED = frozenset({"senator", "representative", "spokesperson", "head of state", "chief of staff", "other office"})
# What the head of an organisation may be called. A country's "leader" may be one of two.
_HEADS = frozenset(
    {"president", "secretary-general", "director-general", "managing director", "executive director", "chair",
     "high commissioner", "director", "governor", "commissioner-general", "administrator"}
)  # fmt: skip
_CONFIDENCE = 0.9


class Offices:
    """Finds the holder of an office on a day."""

    def __init__(self, people: Sequence[Person], bodies: Bodies, reader: RoleReader) -> None:
        self._reader = reader
        self._bodies = bodies
        self._by_body: dict[str, list[tuple[Person, Term, Role]]] = {}
        for person in people:
            for term in person.terms:
                self._by_body.setdefault(term.body, []).append((person, term, reader.read(term.role)))

    def holder(self, description: str, on: date | None) -> Match | None:
        """See `pipelines.knowledge.Knowledge.office_holder`."""
        asked = self._reader.read(description)
        if on is None or asked.office is None or asked.office in _SHARED or asked.is_former or asked.is_early:
            return None
        if len(asked.bodies) != 1 and not asked.regions:
            return None
        possible = [(person, term) for person, term, role in self._terms(asked) if may_hold(term, on)]
        own = [pair for pair in possible if pair[0].own]
        people = {id(person): person for person, _ in own or possible}
        sure = any(person.own or surely_holds(term, on) for person, term in own or possible)
        return as_match(next(iter(people.values())), _CONFIDENCE) if len(people) == 1 and sure else None

    def _terms(self, asked: Role) -> list[tuple[Person, Term, Role]]:
        if is_regional(asked.office) and asked.regions:
            rows = [row for rows in self._by_body.values() for row in rows]
            return [row for row in rows if row[2].office == asked.office and row[2].regions & asked.regions]
        body = next(iter(asked.bodies), "")  # "Ohio's senator" names a region only
        heads = asked.office == "head" and self._bodies.is_organisation(body)
        wanted = _HEADS if heads else {asked.office}
        return [row for row in self._by_body.get(body, ()) if row[2].office in wanted and not row[2].regions]
