"""The one door to the facts: load them, ask them.

Belongs here: the public questions. Does not belong here: how each is answered (``people``, ``offices``, ``places``,
``organisations``) and how files are read (``base_facts``).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from pipelines.knowledge.base_facts import DATA, read_people
from pipelines.knowledge.bodies import Bodies
from pipelines.knowledge.folding import fold_name
from pipelines.knowledge.offices import Offices
from pipelines.knowledge.people import People
from pipelines.knowledge.records import Days, Match, Person
from pipelines.knowledge.role_words import RoleReader


class Knowledge:
    """Facts about public people, organisations and countries, and the questions that they answer.

    Every question answers None rather than guess: a wrong id puts words into another person's mouth.
    """

    def __init__(self, people: Sequence[Person]) -> None:
        self._bodies = Bodies()
        reader = RoleReader(self._bodies.words())
        for term in (term for person in people if person.own for term in person.terms):
            reader.learn(term.role, term.body)
        self._people = People(people, self._bodies, reader)
        self._offices = Offices(people, self._bodies, reader)

    @classmethod
    def load(cls, extra: Path | None = None) -> Knowledge:
        """The bundled facts, and the user's own people from a CSV file with the columns of ``people.csv``.

        The columns are wikidata_id, name, aliases (separated by ``|``), role, body, start_on, end_on; one row a term,
        several rows a person; only name and role must be filled. A person of the user's file stands before a
        bundled person of the same name.

        Raises:
            BadKnowledge: the user's file cannot be read as such; says line, column and how to mend it.
        """
        bundled = read_people(DATA / "people.csv")
        return cls(_overlaid(bundled, read_people(extra, own=True)) if extra else bundled)

    def find_person(self, names: Sequence[str], roles: Sequence[str], on: Days | None) -> Match | None:
        """The person whom articles call by these names.

        ``names`` are the forms of one entity's name ("Ilva Tarnow", "Tarnow"); ``roles`` the role texts that articles
        give it ("Velmark's president"); ``on`` the first and last day of publication, None when unknown.

        Full names and listed aliases count, folded by ``fold_name``; a surname alone only together with a role that
        says office and body. None where several people fit, where a role contradicts, or where the days do not fit.
        """
        return self._people.find(names, roles, on)

    def bearer(self, name: str) -> Match | None:
        """The only person of the base who has a full name or alias, whatever articles say of whom they mean by it.

        No proof that an article means that person. It makes ids, so that they do not hang on which article came first.
        """
        return self._people.bearer(name)

    def find_titled(self, surname: str, roles: Sequence[str], on: Days) -> Match | None:
        """The one bearer of a surname who held, on these days, an office by whose title articles call him: "President".

        Only for a surname that few bear, and None where two may be meant. A weaker answer than `find_person` gives,
        which wants the body as well.
        """
        return self._people.find_titled(surname, roles, on)

    def foremost_bearer(self, surname: str, on: Days) -> Match | None:
        """The only bearer of a rare surname, if any reader of the news knew the person on these days.

        No proof that an article means that person; reason enough to doubt that it means somebody else.
        """
        return self._people.foremost_bearer(surname, on)

    def knows_surname(self, surname: str) -> bool:
        """Whether anybody of the base bears a surname."""
        return self._people.knows_surname(surname)

    def find_organisation(self, names: Sequence[str]) -> Match | None:
        """The organisation that has one of these names, aliases or acronyms."""
        found = [match for match in (self._bodies.organisation(name) for name in names) if match]
        return found[0] if len({match.key for match in found}) == 1 else None

    def find_place(self, name: str) -> Match | None:
        """The country of this name. Capitals and demonyms are not countries: see ``country_of_metonym``."""
        return self._bodies.place(name)

    def country_of_demonym(self, demonym: str) -> Match | None:
        """The country whose people a demonym means ("Russian", "Americans"); None where two countries share it."""
        return self._bodies.of_demonym(demonym)

    def country_of_metonym(self, name: str) -> Match | None:
        """The country for whose government a seat of power stands ("the Kremlin", "Moscow", "Downing Street")."""
        return self._bodies.of_metonym(name)

    def office_holder(self, description: str, on: date | None) -> Match | None:
        """Who held the office of a description ("Russia's president", "the NATO secretary general") on a day.

        None without a body, without a day, and on a day on which two people's terms meet.
        """
        return self._offices.holder(description, on)


def _overlaid(bundled: Sequence[Person], own: Sequence[Person]) -> list[Person]:
    """The user's people before the bundled ones, and without those that they stand for.

    That is a bundled person of the same id, or of the same name and a body in common.
    """
    ids = {person.wikidata_id for person in own if person.wikidata_id}
    offices = {office for person in own for office in _offices(person)}
    rest = (one for one in bundled if one.wikidata_id not in ids and offices.isdisjoint(_offices(one)))
    return [*own, *rest]


def _offices(person: Person) -> set[tuple[str, str]]:
    return {(fold_name(person.name), fold_name(term.body)) for term in person.terms}
