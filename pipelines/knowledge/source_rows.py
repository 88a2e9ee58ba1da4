"""The rows of the source files as facts: names cleaned, roles and bodies in this base's words.

Belongs here: what each source calls things. Does not belong here: which source wins (``build``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pipelines.knowledge.base_facts import DATA, PLACE_COLUMNS, read_rows
from pipelines.knowledge.folding import fold_name
from pipelines.knowledge.us_states import STATES

WORLD_LEADERS_KNOWN_ON = "2022-10-09"  # the day on which the list was made
CONGRESS_KNOWN_ON = "2026-06-10"  # the latest start of a term in the list
COLLEGIAL = frozenset({"federal councillor", "captain regent", "co-prince"})
# Two governments claim the office; this base takes no side.
_DISPUTED = frozenset({("Fathi Bashagha", "Libya"), ("Abdel-Aziz bin Habtour", "Yemen")})
_MONARCH = re.compile(r"(?i)^(?:monarch|king|queen|emperor|sultan|emir|prince|druk|ngwenyama|yang di-pertuan)\b")
_ROLES = {
    "President of the Executive Yuan": "premier",
    "O le Ao o le Malo": "head of state",
    "Episcopal Co-Prince": "co-prince",
    "French co-prince of Andorra": "co-prince",
    "Chairman of the Council of Ministers of Bosnia and Herzegovina": "prime minister",
    "Chairman of the Presidential Council": "chairman of the Presidential Council",
    "Member of the Swiss Federal Council": "federal councillor",
    "Federal Chancellor of Austria": "chancellor",
    "Federal Chancellor of Germany": "chancellor",
    "President of the Pontifical Commission for the Vatican City State": "president of the Pontifical Commission",
}


@dataclass(frozen=True, slots=True)
class Fact:
    """One row of ``people.csv``."""

    wikidata_id: str
    name: str
    aliases: tuple[str, ...]
    role: str
    body: str
    start_on: str
    end_on: str
    known_on: str = ""

    @classmethod
    def from_row(cls, row: Mapping[str, str]) -> Fact:
        """A fact from a row that has the file's columns."""
        aliases = tuple(filter(None, row["aliases"].split("|")))
        terms = (row[column] for column in ("role", "body", "start_on", "end_on", "known_on"))
        return cls(row["wikidata_id"], row["name"], aliases, *terms)

    @property
    def names(self) -> tuple[str, ...]:
        """The name and the aliases."""
        return (self.name, *self.aliases)

    @property
    def collegial(self) -> bool:
        """Whether several people hold this office at once."""
        return self.role in COLLEGIAL

    def as_row(self) -> tuple[str, ...]:
        """The fields in the order of the columns."""
        terms = (self.role, self.body, self.start_on, self.end_on, self.known_on)
        return (self.wikidata_id, self.name, "|".join(self.aliases), *terms)


def read_world_leaders(source: Path) -> Iterator[Fact]:
    """Heads of state and of government; without rows whose person has no name and bodies that are in no place list."""
    places = _place_names()
    columns = ("countryid", "country", "positionLabel", "officeholder", "officeholderLabel", "start_year", "end_year")
    for row in read_rows(source / "world_leaders_wikidata.csv", columns):
        place = places.get(row["countryid"]) or places.get(fold_name(row["country"]))
        name, aliases = _clean(row["officeholderLabel"])
        if place is None or re.fullmatch(r"Q\d+", name) or (name, place) in _DISPUTED:
            continue
        known_on = "" if row["end_year"] else WORLD_LEADERS_KNOWN_ON
        role = _role(row["positionLabel"])
        yield Fact(row["officeholder"], name, aliases, role, place, row["start_year"], row["end_year"] or "", known_on)


def _place_names() -> dict[str, str]:
    found: dict[str, str] = {}
    for row in read_rows(DATA / "places.csv", PLACE_COLUMNS):
        for key in (row["wikidata_id"], row["name"], *row["aliases"].split("|")):
            found[key if re.fullmatch(r"Q\d+", key) else fold_name(key)] = row["name"]
    return found


def _role(label: str) -> str:
    if label in _ROLES:
        return _ROLES[label]
    if _MONARCH.match(label):
        return "monarch"
    return label.split(" of ")[0].lower() if not label.startswith("Minister of State") else "minister of state"


def _clean(label: str) -> tuple[str, tuple[str, ...]]:
    """The name without a nickname in quotation marks and a title behind a comma, and the nickname as an alias."""
    nick = re.search(r"\"([^\"]+)\"", label)
    suffix = re.search(r", (Jr\.|Sr\.|II|III|IV)$", label)
    plain = " ".join(re.sub(r"\"[^\"]+\"", "", label.split(",")[0]).split())
    name = f"{plain} {suffix.group(1)}" if suffix else plain
    aliases = [plain] if suffix else []
    if nick:
        aliases.append(f"{nick.group(1)} {plain.split()[-1]}")
    ruler = re.fullmatch(r"(.+ [IVX]+|Salman|Willem-Alexander) of (?:the )?[A-Z].+", plain)
    if ruler:
        aliases.append(ruler.group(1))
    return name, tuple(aliases)


def read_congress(source: Path) -> Iterator[Fact]:
    """Members of the United States Congress, each with the latest term only."""
    houses = {"senator": "United States Senate", "representative": "United States House of Representatives"}
    columns = ("name", "aliases", "wikidata_id", "role", "state", "term_start", "term_end")
    for row in read_rows(source / "us_legislators_current.csv", columns):
        name, aliases = _clean(row["name"])
        role = f"{row['role']} for {STATES[row['state']]}"
        aliases = (*aliases, *filter(None, row["aliases"].split("|")))
        body, start_on, end_on = houses[row["role"]], row["term_start"], row["term_end"]
        yield Fact(row["wikidata_id"], name, aliases, role, body, start_on, end_on, CONGRESS_KNOWN_ON)


def read_executive(source: Path) -> Iterator[Fact]:
    """Presidents and vice presidents of the United States since 1789."""
    columns = ("name", "aliases", "wikidata_id", "role", "term_start", "term_end")
    for row in read_rows(source / "us_executive.csv", columns):
        name, aliases = _clean(row["name"])
        aliases = (*aliases, *filter(None, row["aliases"].split("|")))
        days = (row["term_start"], row["term_end"])
        known_on = CONGRESS_KNOWN_ON if row["term_end"] > CONGRESS_KNOWN_ON else ""
        yield Fact(row["wikidata_id"], name, aliases, row["role"], "United States", *days, known_on)
