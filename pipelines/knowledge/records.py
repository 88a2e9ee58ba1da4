"""The records that this package passes on.

Belongs here: plain, immutable records. Does not belong here: finding or choosing among them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

MatchKind = Literal["person", "organisation", "place"]
Days = tuple[date, date]  # the first and the last day, both inclusive


@dataclass(frozen=True, slots=True)
class Term:
    """A time in an office: ``president`` of ``Velmark``.

    ``start_on`` and ``end_on`` are ISO 8601 and may be partial (``2017``, ``2017-05``). An empty start is unknown, an
    empty end is unknown or still to come; ``known_on`` is then the last day for which the term is known to have run.
    """

    role: str
    body: str
    start_on: str = ""
    end_on: str = ""
    known_on: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """A person with all terms. ``own`` says that the user's file has it."""

    wikidata_id: str | None
    name: str
    aliases: tuple[str, ...]
    terms: tuple[Term, ...]
    own: bool = False

    def with_term(self, term: Term, aliases: tuple[str, ...]) -> Person:
        """The same person with one more term and perhaps more aliases."""
        names = tuple(dict.fromkeys((*self.aliases, *(alias for alias in aliases if alias != self.name))))
        return Person(self.wikidata_id, self.name, names, (*self.terms, term), self.own)


@dataclass(frozen=True, slots=True)
class Match:
    """What a name, a role or a place means.

    ``key`` is a stable string to make an id of: the Wikidata id, or ``kb:`` with the folded name and the first role
    where no id is known. ``name`` is the usual English name. ``confidence`` is a judged probability (0..1) that the
    match is right. ``roles`` are the person's terms in the order of their start; empty for other kinds.
    """

    wikidata_id: str | None
    key: str
    name: str
    kind: MatchKind
    confidence: float
    roles: tuple[Term, ...] = ()
