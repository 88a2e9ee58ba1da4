"""Relatives that an article names: "her brother" where one other person bears her surname.

Belongs here: choosing the relative of a person among the persons of one article.
Does not belong here: any other noun for a person (see ``nominals``).
"""

from __future__ import annotations

from collections.abc import Sequence

from pipelines.text.lexicon import Gender
from pipelines.text.names import given_gender, parse_person
from pipelines.text.roles import noun_gender
from pipelines.text.spans import Chain

_MOST = 10


class Families:
    """The persons of one article by surname."""

    def __init__(self, chains: Sequence[Chain]) -> None:
        self._bearers: dict[str, list[tuple[int, Gender | None]]] = {}
        self._surnames: dict[int, str] = {}
        for chain in chains:
            name = parse_person(chain.name) if chain.kind == "person" and chain.name else None
            if name is None:
                continue
            self._surnames[chain.number] = name.surname
            if name.given:
                self._bearers.setdefault(name.surname, []).append((chain.number, given_gender(name)))

    def relative(self, owner: int, noun: str) -> int | None:
        """The one other person of the owner's surname whose gender may be the noun's, if there is exactly one."""
        bearers = self._bearers.get(self._surnames.get(owner, ""), [])
        family = [at for at, gender in bearers[:_MOST] if at != owner and gender in (None, noun_gender(noun))]
        return family[0] if len(family) == 1 else None
