"""Records of the names of one article: a name with its surroundings, and the names of one entity.

Belongs here: what the grouping of names passes on, and what a group knows about itself.
Does not belong here: deciding which names belong together (``name_groups``, ``body_groups``).
"""

from __future__ import annotations

from bisect import insort
from collections import Counter
from dataclasses import dataclass, field

from pipelines.text import lexicon
from pipelines.text.lexicon import Gender
from pipelines.text.names import PersonName, given_gender
from pipelines.text.roles import Before, Role
from pipelines.text.spans import EntityKind, Span


@dataclass(slots=True)
class Named:
    """A mended name with what stands around it. ``group`` is the number of its entity, -1 where nobody can tell."""

    span: Span
    kind: EntityKind
    shown: str
    form: str
    person: PersonName | None = None
    before: Before | None = None
    after: Role | None = None
    leading: Role | None = None
    party: Role | None = None
    paragraph: int = 0
    possessive: bool = False
    group: int = -1


@dataclass(slots=True)
class Group:
    """The names of one entity.

    ``first_starts``: where the first eight begin; ``full_starts``: by paragraph, where those of several words begin
    that own nothing. Both in text order. ``titles``: the head nouns of the titles before its names.
    """

    kind: EntityKind
    names: list[Named] = field(default_factory=list)
    votes: Counter[Gender] = field(default_factory=Counter)
    forms: set[str] = field(default_factory=set)
    persons: list[PersonName] = field(default_factory=list)
    spelled_out: str | None = None
    first_starts: list[int] = field(default_factory=list)
    full_starts: dict[int, list[int]] = field(default_factory=dict)
    titles: set[str] = field(default_factory=set)

    @property
    def gender(self) -> Gender | None:
        """The gender that titles, roles and given names speak for, None where they are silent or even."""
        if self.votes["m"] == self.votes["f"]:
            lone = lexicon.given_names().get(self.names[0].form)
            return lone if not any(person.given for person in self.persons) else None
        return "m" if self.votes["m"] > self.votes["f"] else "f"

    @property
    def full_count(self) -> int:
        """How many of its names have more than one word."""
        return sum(" " in named.form for named in self.names)

    @property
    def generations(self) -> set[str]:
        """The generations that its names of two words or more state, "" for one that states none."""
        return {person.generation for person in self.persons if person.given or person.generation}

    def add(self, number: int, named: Named) -> None:
        """Take a name in, and count what it says about gender."""
        named.group = number
        self.names.append(named)
        self.forms.add(named.form)
        if named.before and named.before.role:
            self.titles.add(named.before.role.head)
        insort(self.first_starts, named.span.start)
        del self.first_starts[8:]
        if " " in named.form and not named.possessive:
            insort(self.full_starts.setdefault(named.paragraph, []), named.span.start)
        if named.person and named.person not in self.persons:
            self.persons.append(named.person)
        for gender, weight in _gender_votes(named):
            self.votes[gender] += weight

    def shown(self) -> str:
        """The fullest name: most words that are no initials, then most letters, then the first."""
        return self.spelled_out or max(dict.fromkeys(named.shown for named in self.names), key=_fullness)


def _fullness(name: str) -> tuple[int, int, int]:
    words = name.split()
    return (len(name) > 5 or not name.isupper(), sum(len(word.strip(".")) > 1 for word in words), len(name))


def _gender_votes(named: Named) -> list[tuple[Gender, int]]:
    votes: list[tuple[Gender, int]] = []
    if named.before and named.before.gender:
        votes.append((named.before.gender, _weight(named.before.role)))
    votes.extend((role.gender, _weight(role)) for role in (named.leading, named.after) if role and role.gender)
    if named.person:
        gender = given_gender(named.person)
        if gender:
            votes.append((gender, 2))
    return votes


def _weight(role: Role | None) -> int:
    """What a role says about gender: less than a given name where women are called so too (``spokesman Hope Lind``)."""
    head = role.head if role else ""
    return 1 if head.endswith("man") and not head.endswith("woman") and head != "man" else 3
