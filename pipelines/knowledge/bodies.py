"""Countries and organisations: their names, the words that mean them, and what is part of what.

Belongs here: finding a body by name, demonym or metonym. Does not belong here: people.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from pipelines.knowledge.base_facts import DATA, ORGANISATION_COLUMNS, PLACE_COLUMNS, read_rows
from pipelines.knowledge.folding import fold_name
from pipelines.knowledge.records import Match

_CERTAIN, _SHORT = 0.97, 0.9


@dataclass(frozen=True, slots=True)
class Place:
    """A country. ``metonyms`` are the capital and the seats of power that may speak for its government."""

    wikidata_id: str
    iso: str
    name: str
    aliases: tuple[str, ...]
    demonyms: tuple[str, ...]
    capital: str
    metonyms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Organisation:
    """An organisation. ``role_aliases`` are shared with others and count only beside an office ("ECB president")."""

    wikidata_id: str | None
    name: str
    aliases: tuple[str, ...]
    role_aliases: tuple[str, ...]
    kind: str
    part_of: str


@cache
def read_places() -> tuple[Place, ...]:
    """The countries, in the order of ``places.csv``."""
    return tuple(
        Place(row["wikidata_id"], row["iso"], row["name"], _many(row["aliases"]), _many(row["demonyms"]),
              row["capital"], _many(row["metonyms"]))
        for row in read_rows(DATA / "places.csv", PLACE_COLUMNS)
    )  # fmt: skip


@cache
def read_organisations() -> tuple[Organisation, ...]:
    """The organisations, in the order of ``organisations.csv``."""
    return tuple(
        Organisation(row["wikidata_id"] or None, row["name"], _many(row["aliases"]), _many(row["role_aliases"]),
                     row["kind"], row["part_of"])
        for row in read_rows(DATA / "organisations.csv", ORGANISATION_COLUMNS)
    )  # fmt: skip


def _many(field: str) -> tuple[str, ...]:
    return tuple(filter(None, field.split("|")))


class Bodies:
    """Looks bodies up. A word that means two bodies means neither."""

    def __init__(self) -> None:
        self._places = {place.name: place for place in read_places()}
        self._organisations = {body.name: body for body in read_organisations()}
        self._place_names = _index((one.name, (one.name, *one.aliases)) for one in read_places())
        self._demonyms = _index((one.name, one.demonyms) for one in read_places())
        self._metonyms = _index((one.name, one.metonyms) for one in read_places())
        self._body_names = _index((one.name, (one.name, *one.aliases)) for one in read_organisations())

    def place(self, name: str) -> Match | None:
        """The country of a name."""
        return self._country(self._place_names, name)

    def of_demonym(self, demonym: str) -> Match | None:
        """The country of a demonym, also in the plural."""
        return self._country(self._demonyms, demonym) or self._country(self._demonyms, demonym.removesuffix("s"))

    def of_metonym(self, name: str) -> Match | None:
        """The country of a seat of power. A seat that a country of the past shares is that of the living one."""
        names = sorted(self._metonyms.get(fold_name(name), ()), key=lambda one: not self._places[one].iso)
        return self._as_place(names[0], _SHORT) if names else None

    def organisation(self, name: str) -> Match | None:
        """The organisation of a name. An acronym counts in capital letters only: "who" is nobody."""
        found = self._body_names.get(fold_name(name), frozenset())
        short = re.sub(r"^the |\.", "", name)
        if len(found) != 1 or (len(short) <= 5 and not _same_case(short, self._organisations[next(iter(found))])):
            return None
        body = self._organisations[next(iter(found))]
        confidence = _SHORT if len(short) <= 5 else _CERTAIN
        key = body.wikidata_id or f"kb:{fold_name(body.name)}:organisation"
        return Match(body.wikidata_id, key, body.name, "organisation", confidence)

    def words(self) -> Mapping[str, frozenset[str]]:
        """Every folded name, demonym, metonym and short name -> the bodies that it may mean beside an office."""
        found: dict[str, set[str]] = {}
        shared = _index((one.name, one.role_aliases) for one in read_organisations())
        for index in (self._place_names, self._demonyms, self._metonyms, self._body_names, shared):
            for word, names in index.items():
                found.setdefault(word, set()).update(names)
        return {word: frozenset(names) for word, names in found.items()}

    def wider(self, body: str) -> frozenset[str]:
        """The body and all that it is part of: the Senate, Congress and the United States for the first."""
        found = [body]
        while found[-1] in self._organisations and self._organisations[found[-1]].part_of:
            found.append(self._organisations[found[-1]].part_of)
        return frozenset(found)

    def is_organisation(self, body: str) -> bool:
        """Whether a canonical name is an organisation's."""
        return body in self._organisations

    def _country(self, index: Mapping[str, frozenset[str]], word: str) -> Match | None:
        names = index.get(fold_name(word), frozenset())
        return self._as_place(next(iter(names)), _CERTAIN) if len(names) == 1 else None

    def _as_place(self, name: str, confidence: float) -> Match:
        place = self._places[name]
        return Match(place.wikidata_id, place.wikidata_id, place.name, "place", confidence)


def _index(rows: Iterable[tuple[str, Iterable[str]]]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for name, words in rows:
        for word in words:
            found.setdefault(fold_name(word), set()).add(name)
    return {word: frozenset(names) for word, names in found.items()}


def _same_case(short: str, body: Organisation) -> bool:
    return any(short == re.sub(r"^the |\.", "", name) for name in (body.name, *body.aliases))
