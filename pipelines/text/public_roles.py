"""Roles that the knowledge base gives to the people whom an article names in full.

Belongs here: looking a full name up. Does not belong here: roles that the article itself states (``roles``), and how
a noun fits a role (``role_fit``).
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from pipelines.knowledge.base_facts import DATA, read_people
from pipelines.text.names import fold
from pipelines.text.roles import Role, head_noun


def public_roles(names: Iterable[str]) -> tuple[Role, ...]:
    """The roles of the one known person who bears some of the names of one entity, at any time; else none.

    Only names of two words or more count; offices that no noun of one word means are left out.
    """
    found = {people for people in (_people().get(fold(name)) for name in names) if people}
    people = {person for those in found for person in those}
    return _roles()[people.pop()] if len(people) == 1 else ()


@cache
def _people() -> dict[str, frozenset[int]]:
    """Full name, folded -> numbers of the people who bear it."""
    found: dict[str, set[int]] = {}
    for number, person in enumerate(read_people(DATA / "people.csv")):
        for name in (person.name, *person.aliases):
            if " " in name:
                found.setdefault(fold(name), set()).add(number)
    return {name: frozenset(numbers) for name, numbers in found.items()}


@cache
def _roles() -> tuple[tuple[Role, ...], ...]:
    people = read_people(DATA / "people.csv")
    return tuple(
        tuple(role for role in (_role(term.role, term.body) for term in person.terms) if role) for person in people
    )


def _role(words: str, body: str) -> Role | None:
    head = head_noun([fold(word) for word in words.split()])
    return Role(f"{words} {body}", head, None) if head else None
