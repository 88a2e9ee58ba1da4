"""The closed word lists that the chain and speaker rules look words up in.

Belongs here: reading the files under ``data/`` into frozen sets and maps, once.
Does not belong here: rules, and lists that only one module needs and that fit in a line.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from pipelines.knowledge.base_facts import DATA as FACTS
from pipelines.knowledge.base_facts import read_people
from pipelines.knowledge.bodies import read_organisations, read_places

Gender = Literal["m", "f"]
DATA = Path(__file__).parent / "data"
_UNION = "European Union"


@dataclass(frozen=True, slots=True)
class Title:
    """A word before a name: the role that it states (``Sen.``: senator), and the gender of who bears it."""

    role: str | None
    gender: Gender | None


@dataclass(frozen=True, slots=True)
class Country:
    """A country, what its people are called, and the places that stand for its government."""

    name: str
    aliases: tuple[str, ...]
    demonyms: tuple[str, ...]
    seats: tuple[str, ...]


def _lines(name: str) -> Iterator[str]:
    for line in (DATA / name).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line


@cache
def _sections(name: str) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    section = ""
    for line in _lines(name):
        if line.startswith("["):
            section = line.strip("[]")
        else:
            found.setdefault(section, []).extend(line.split())
    return {key: tuple(words) for key, words in found.items()}


def _gender(letter: str) -> Gender | None:
    return "m" if letter == "m" else "f" if letter == "f" else None


@cache
def words(*sections: str) -> frozenset[str]:
    """The words of some sections of ``word_lists.txt``. Raises KeyError for an unknown section."""
    lists = _sections("word_lists.txt")
    return frozenset(word for section in sections for word in lists[section])


@cache
def given_names() -> dict[str, Gender | None]:
    """Given name, lower case -> gender of most of its bearers, None where women and men share it."""
    found: dict[str, Gender | None] = {}
    for line in _lines("given_names_female.txt"):
        found.update(dict.fromkeys(line.split(), "f"))
    for line in _lines("given_names_male.txt"):
        found.update(dict.fromkeys(line.split(), "m"))
    for line in _lines("given_names_shared.txt"):
        found.update((name, found.get(name)) for name in line.split())
    found.update(dict.fromkeys(("kim", "pat", "jean", "laurence", "nicola", "robin"), None))
    return found


@cache
def titles() -> dict[str, Title]:
    """Title, lower case and without its full stop -> what it says."""
    found: dict[str, Title] = {}
    for line in _lines("titles.txt"):
        word, role, gender = line.split("|")
        found[word] = Title(None if role == "-" else role, _gender(gender))
    return found


@cache
def person_nouns() -> dict[str, Gender | None]:
    """Singular noun for one person -> the gender it states, if any."""
    found: dict[str, Gender | None] = {}
    for section, nouns in _sections("person_nouns.txt").items():
        found.update(dict.fromkeys(nouns, _gender(section[0])))
    return found


@cache
def person_plurals() -> frozenset[str]:
    """Nouns for several persons."""
    plurals = {"people", "men", "women", "police", "children", "folks", "troops", "families", "youths", "sources"}
    for noun in person_nouns():
        if noun.endswith("man"):
            plurals.add(noun[:-3] + "men")
        elif noun.endswith("y") and noun[-2:-1] not in "aeiou":
            plurals.add(noun[:-1] + "ies")
        elif noun.endswith(("s", "ch", "x")):
            plurals.add(noun + "es")
        else:
            plurals.add(noun + "s")
    return frozenset(plurals)


@cache
def countries() -> tuple[Country, ...]:
    """The countries of the knowledge base, in its order."""
    return tuple(Country(one.name, one.aliases, one.demonyms, one.metonyms) for one in read_places())


@cache
def _names_of_countries() -> dict[str, str]:
    """Name or alias, lower case -> country. Acronyms are left out: "car" is a car."""
    found = {alias.lower(): one.name for one in countries() for alias in one.aliases if len(alias.replace(".", "")) > 4}
    return found | {one.name.lower(): one.name for one in countries()} | {_UNION.lower(): _UNION}


@cache
def country_names() -> frozenset[str]:
    """The names of the countries, lower case."""
    return frozenset(_names_of_countries())


def country_named(name: str) -> str | None:
    """The usual name of a country that an article calls so ("Britain", "the U.S."), else None."""
    bare = name.removeprefix("the ").removeprefix("The ")
    found = _names_of_countries().get(bare.lower())
    return found or next((one.name for one in countries() if bare in one.aliases), None)


@cache
def public_names() -> frozenset[str]:
    """The names of two words or more of the people and organisations of the knowledge base, lower case, no stops."""
    organisations = ((one.name, *one.aliases) for one in read_organisations())
    people = ((one.name, *one.aliases) for one in read_people(FACTS / "people.csv"))
    names = (name for names in (*organisations, *people) for name in names if " " in name)
    return frozenset(_without_accents(name).lower().replace(".", "") for name in names)


@cache
def countries_of_seats() -> dict[str, tuple[str, ...]]:
    """Capital or seat of power, with and without accents -> the countries for whose government it stands."""
    found: dict[str, dict[str, None]] = {}
    for country in countries():
        for seat in country.seats:
            for spelling in (seat, _without_accents(seat)):
                found.setdefault(spelling, {})[country.name] = None
    return {seat: tuple(names) for seat, names in found.items()}


def _without_accents(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text)
    return "".join(mark for mark in plain if not unicodedata.combining(mark))


@cache
def seats_of_government() -> dict[str, str]:
    """Capital or seat -> country. Of two countries that share a seat the first: today's before one of the past."""
    return {seat: names[0] for seat, names in countries_of_seats().items()}


@cache
def demonyms() -> dict[str, str]:
    """Demonym, lower case -> country, or the European Union. One that two countries share is the first's."""
    found = {"european": _UNION}
    for country in countries():
        for demonym in country.demonyms:
            found.setdefault(demonym.casefold(), country.name)
    return found


@cache
def nicknames() -> dict[str, frozenset[str]]:
    """Given name -> the names that may stand for it, in both directions."""
    found: dict[str, set[str]] = {}
    for entry in words("nicknames"):
        full, _, short = entry.partition("=")
        for nick in short.split(","):
            found.setdefault(full, set()).add(nick)
            found.setdefault(nick, set()).add(full)
    return {name: frozenset(others) for name, others in found.items()}
