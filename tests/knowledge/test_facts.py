"""The bundled facts hold together: ids, dates, offices, bodies."""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import pairwise
from pathlib import Path

import pytest

from pipelines.knowledge.base_facts import (
    DATA,
    ORGANISATION_COLUMNS,
    PERSON_COLUMNS,
    PLACE_COLUMNS,
    read_people,
    read_rows,
)
from pipelines.knowledge.bodies import read_organisations, read_places
from pipelines.knowledge.folding import fold_name
from pipelines.knowledge.periods import first_day, is_partial_date, last_day
from pipelines.knowledge.source_rows import COLLEGIAL

PEOPLE = read_people(DATA / "people.csv")
COLUMNS = {"people.csv": PERSON_COLUMNS, "places.csv": PLACE_COLUMNS, "organisations.csv": ORGANISATION_COLUMNS}
SHARED = COLLEGIAL | {"spokesperson", "spokesperson of the foreign ministry"}
DISPUTED = {("president", "Ivory Coast")}  # two men were sworn in after the vote of 2010


@pytest.mark.parametrize("name", COLUMNS)
def test_every_id_is_one_of_wikidata(name: str) -> None:
    ids = [row["wikidata_id"] for row in read_rows(DATA / name, COLUMNS[name])]
    assert [found for found in ids if found and not re.fullmatch(r"Q[1-9]\d*", found)] == []


@pytest.mark.parametrize("name", ["places.csv", "organisations.csv"])
def test_no_two_bodies_share_an_id_or_a_name(name: str) -> None:
    rows = list(read_rows(DATA / name, COLUMNS[name]))
    ids = [row["wikidata_id"] for row in rows if row["wikidata_id"]]
    names = [fold_name(row["name"]) for row in rows]
    assert (len(set(ids)), len(set(names))) == (len(ids), len(names))


def test_dates_exist_and_no_term_ends_before_it_starts() -> None:
    for person in PEOPLE:
        for term in person.terms:
            assert all(is_partial_date(day) for day in (term.start_on, term.end_on, term.known_on) if day), person
            assert first_day(term.start_on) <= last_day(term.end_on), (person.name, term)


def test_an_open_term_says_until_when_it_is_known() -> None:
    assert [person.name for person in PEOPLE for term in person.terms if not term.end_on and not term.known_on] == []


def test_nobody_holds_an_office_while_another_does() -> None:
    terms = defaultdict(list)
    for person in PEOPLE:
        for term in person.terms:
            if term.role.split(" for ")[0] not in {"senator", "representative"} | SHARED:
                terms[term.role, term.body].append((first_day(term.start_on), term, person.name))
    overlapping = [
        (office, one[2], other[2])
        for office, held in terms.items()
        for one, other in pairwise(sorted(held, key=lambda row: row[0]))
        if one[2] != other[2] and last_day(other[1].start_on) < first_day(one[1].end_on or one[1].known_on)
    ]
    assert [row for row in overlapping if row[0] not in DISPUTED] == []


def test_no_state_has_more_than_two_senators_at_once() -> None:
    for day in ("2005-06-01", "2015-06-01", "2022-06-01", "2025-02-01"):
        sitting = defaultdict(set)
        for person in PEOPLE:
            for term in person.terms:
                if term.role.startswith("senator for") and term.start_on <= day < term.end_on:
                    sitting[term.role].add(person.name)
        assert {role: names for role, names in sitting.items() if len(names) > 2} == {}


def test_every_role_belongs_to_a_body_that_the_base_knows() -> None:
    known = {place.name for place in read_places()} | {body.name for body in read_organisations()}
    assert {term.body for person in PEOPLE for term in person.terms} - known == set()
    assert {body.part_of for body in read_organisations() if body.part_of} - known == set()


def test_every_country_has_a_capital_and_a_demonym() -> None:
    assert [place.name for place in read_places() if not place.capital or not place.demonyms] == []


def test_iso_codes_are_two_letters_and_tell_countries_apart() -> None:
    codes = [place.iso for place in read_places() if place.iso]
    assert len(codes) == len(set(codes)) > 190
    assert [code for code in codes if not re.fullmatch("[A-Z]{2}", code)] == []


def test_no_alias_of_a_person_repeats_the_name_or_is_empty() -> None:
    assert [person.name for person in PEOPLE if person.name in person.aliases or "" in person.aliases] == []


def test_the_data_are_small_versioned_and_say_their_licences() -> None:
    assert sum(path.stat().st_size for path in DATA.iterdir()) < 1_000_000
    assert re.fullmatch(r"\d{4}\.\d+\n", (DATA / "VERSION").read_text(encoding="utf-8"))
    licences = (DATA / "LICENCES.md").read_text(encoding="utf-8")
    assert [path.name for path in DATA.iterdir() if path.suffix in (".csv", ".txt") and path.name not in licences] == []


def test_people_csv_is_what_the_build_makes() -> None:
    from pipelines.knowledge.build import build

    source = Path(__file__).parents[3] / "shared" / "data" / "kb"
    if not source.exists():
        pytest.skip("the sources lie in ../shared, which is not here")
    assert build(source) == (DATA / "people.csv").read_text(encoding="utf-8")
