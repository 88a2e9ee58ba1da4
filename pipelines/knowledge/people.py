"""Whom a person's name means.

Belongs here: comparing what articles say of a name with the people of the base. The rule: what an article says beats
the base, and no answer is better than a wrong one.
Does not belong here: what a role text says (``role_words``), offices without a name (``offices``).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Literal

from pipelines.knowledge.base_facts import word_list
from pipelines.knowledge.bodies import Bodies
from pipelines.knowledge.evidence import Evidence, Weigher
from pipelines.knowledge.folding import fold_name
from pipelines.knowledge.records import Days, Match, Person
from pipelines.knowledge.role_words import RoleReader

_ORDINARY = "ordinary_names.txt"
_SUFFIX = re.compile(r" (jr|sr|ii|iii|iv)$")

_Form = Literal["rare", "ordinary", "short"]  # rare: few bear it, or a middle initial that agrees is in it
_BY_TITLE, _BY_SURNAME, _BY_NAME = 0.85, 0.7, 0.7


@dataclass(frozen=True, slots=True)
class _Names:
    """One name as written, and the parts that comparing needs."""

    folded: str
    bare: str
    initials: str
    generation: str

    @classmethod
    def of(cls, name: str) -> _Names:
        whole = fold_name(name.replace(",", ""))
        suffix = _SUFFIX.search(whole)
        folded = _SUFFIX.sub("", whole)
        words = folded.split()
        middle = [word for word in words[1:-1] if len(word) <= 2 and word.isalpha() and _is_initial(word, name)]
        bare = " ".join(word for word in words if word not in middle)
        return cls(folded, bare, "".join(middle), suffix[1] if suffix else "")


def _is_initial(word: str, name: str) -> bool:
    dotted = r"\.?\s?".join(word)
    return len(word) == 1 or re.search(rf"(?i)\b{dotted}\.", name) is not None


class People:
    """Finds people by name, roles and days."""

    def __init__(self, people: Sequence[Person], bodies: Bodies, reader: RoleReader) -> None:
        self._people = people
        self._weigher = Weigher(bodies, reader)
        self._by_name: dict[str, list[int]] = {}
        self._by_surname: dict[str, list[int]] = {}
        self._written: list[frozenset[_Names]] = []
        for number, person in enumerate(people):
            names = frozenset(_Names.of(name) for name in (person.name, *person.aliases))
            self._written.append(names)
            for folded in {one.folded for one in names} | {one.bare for one in names}:
                self._by_name.setdefault(folded, []).append(number)
            for surname in {one.bare.split()[-1] for one in names if " " in one.bare}:
                self._by_surname.setdefault(surname, []).append(number)

    def find(self, names: Sequence[str], roles: Sequence[str], on: Days | None) -> Match | None:
        """See `pipelines.knowledge.Knowledge.find_person`."""
        written = [_Names.of(name) for name in names if name.strip()]
        full = [one for one in written if " " in one.bare]
        if full:
            rare = any(one.initials or not is_ordinary(one.bare) for one in full)
            generations = {one.generation for one in full if one.generation}
            return self._decide(self._of_full_names(full), roles, on, "rare" if rare else "ordinary", generations)
        short = {number for one in written for number in self._of_short_name(one.bare)}
        return self._decide(sorted(short), roles, on, "short")

    def bearer(self, name: str) -> Match | None:
        """See `pipelines.knowledge.Knowledge.bearer`."""
        written = _Names.of(name)
        found = self._of_full_names([written]) if " " in written.bare and not written.generation else []
        return as_match(self._people[found[0]], _BY_NAME) if len(found) == 1 else None

    def find_titled(self, surname: str, roles: Sequence[str], on: Days) -> Match | None:
        """See `pipelines.knowledge.Knowledge.find_titled`."""
        bearers = self._bearers(surname, roles, on)
        titled = [person for person, evidence in bearers if evidence.timely and not evidence.conflicts]
        return as_match(titled[0], _BY_TITLE) if len(titled) == 1 else None

    def foremost_bearer(self, surname: str, on: Days) -> Match | None:
        """See `pipelines.knowledge.Knowledge.foremost_bearer`."""
        bearers = self._bearers(surname, (), on)
        known = [person for person, evidence in bearers if evidence.is_known]
        return as_match(known[0], _BY_SURNAME) if len(known) == len(bearers) == 1 else None

    def _bearers(self, surname: str, roles: Sequence[str], on: Days) -> list[tuple[Person, Evidence]]:
        """Who bears a rare surname and may have been in the news."""
        folded = fold_name(surname)
        numbers = () if is_ordinary_surname(folded) else self._by_surname.get(folded, ())
        people = [self._people[number] for number in numbers]
        weighed = [(person, self._weigher.weigh(person, roles, on)) for person in people]
        return [(person, evidence) for person, evidence in weighed if evidence.days_fit]

    def knows_surname(self, surname: str) -> bool:
        """See `pipelines.knowledge.Knowledge.knows_surname`."""
        return fold_name(surname) in self._by_surname

    def _of_full_names(self, names: Sequence[_Names]) -> list[int]:
        """The people whom every name that the base knows may mean."""
        found: set[int] | None = None
        for name in names:
            known = {number for number in self._known(name) if self._initials_agree(number, name)}
            if known:
                found = known if found is None else found & known
        return sorted(found or ())

    def _known(self, name: _Names) -> Iterable[int]:
        return chain(self._by_name.get(name.folded, ()), self._by_name.get(name.bare, ()))

    def _initials_agree(self, number: int, name: _Names) -> bool:
        """A middle initial that none of the person's names has says that it is another."""
        mine = {one.initials for one in self._written[number] if one.bare == name.bare and one.initials}
        spelt = {one.folded.split()[1][0] for one in self._written[number] if len(one.folded.split()) == 3}
        return not name.initials or not mine | spelt or name.initials in mine or name.initials[0] in spelt

    def _of_short_name(self, name: str) -> Iterable[int]:
        return chain(self._by_surname.get(name, ()), self._by_name.get(name, ()))

    def _decide(
        self,
        numbers: Sequence[int],
        roles: Sequence[str],
        on: Days | None,
        form: _Form,
        generations: Collection[str] = (),
    ) -> Match | None:
        weighed = []
        for number in numbers:
            person = self._people[number]
            evidence = self._weigher.weigh(person, roles, on)
            confidence = self._confidence(person, evidence, form)
            if confidence and self._is_of_generation(number, evidence, generations):
                weighed.append((evidence.rank, person.own, confidence, person))
        weighed.sort(key=lambda one: one[:2], reverse=True)
        if not weighed or (len(weighed) > 1 and weighed[0][:2] == weighed[1][:2]):
            return None
        _, _, confidence, person = weighed[0]
        return as_match(person, confidence)

    def _is_of_generation(self, number: int, evidence: Evidence, generations: Collection[str]) -> bool:
        """Whether "Jr." or "III" may be the person's: it is in a name of theirs, or they hold the office now."""
        own = {one.generation for one in self._written[number]}
        holds = evidence.in_term and (evidence.strong or evidence.timely)
        return not generations or holds or not own.isdisjoint(generations)

    def _confidence(self, person: Person, evidence: Evidence, form: _Form) -> float | None:
        """A judged probability that it is this person, None where it may well be another."""
        if evidence.conflicts or not evidence.days_fit:
            return None
        if form == "short":
            return 0.9 if evidence.strong and evidence.in_term else None
        ordinary = form == "ordinary"
        if evidence.strong:
            return 0.97 if evidence.dated else 0.92
        if not evidence.dated or (ordinary and evidence.against):
            return None
        if evidence.timely:
            return 0.92
        if ordinary or evidence.against:
            return None
        if evidence.bare:
            return 0.92
        return 0.85 if evidence.is_prominent and evidence.near_term else None


def is_ordinary(name: str) -> bool:
    """Whether a full name is one that many may bear: a single word, or made of common names."""
    words = [word for word in fold_name(name).split() if word not in word_list("titles")]
    if len(words) < 2 or any(word in word_list("ordinary surnames", _ORDINARY) for word in words):
        return True
    return words[-1] in word_list("english surnames", _ORDINARY) and words[0] in word_list("given names", _ORDINARY)


def is_ordinary_surname(surname: str) -> bool:
    """Whether many bear a surname."""
    words = fold_name(surname).split()[-1:]
    return any(word in word_list(one, _ORDINARY) for word in words for one in ("ordinary surnames", "english surnames"))


def as_match(person: Person, confidence: float) -> Match:
    """A person as an answer."""
    first = person.terms[0]
    key = person.wikidata_id or f"kb:{fold_name(person.name)}:{fold_name(first.role)}"
    terms = tuple(sorted(person.terms, key=lambda term: (term.start_on, term.end_on)))
    return Match(person.wikidata_id, key, person.name, "person", confidence, terms)
