"""Who is who across articles that are read one after the other."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from pipelines.knowledge import Knowledge
from pipelines.transforms.ids import base_entity_id, entity_id
from pipelines.transforms.known import Appearance, Link, Scene
from pipelines.transforms.registry import Registry

DAY = date(2031, 5, 6)
COURIER, HERALD = "Aldra Courier", "Karsovia Herald"


@pytest.fixture
def registry() -> Registry:
    return Registry(Knowledge(()))


def person(name: str, *roles: str, names: tuple[str, ...] = ()) -> Appearance:
    return Appearance("person", name, names or (name,), roles)


def body(name: str, *names: str, kind: str = "organisation") -> Appearance:
    return Appearance(kind, name, (name, *names))


def read(
    registry: Registry, *appearances: Appearance, outlet: str | None = COURIER, days: int = 0
) -> list[Link | None]:
    return registry.read(Scene(outlet, DAY + timedelta(days)), appearances)


def ids(registry: Registry, *appearances: Appearance, outlet: str | None = COURIER, days: int = 0) -> list[str | None]:
    links = read(registry, *appearances, outlet=outlet, days=days)
    return [link.known.entity_id if link else None for link in links]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (person("Teodor C. Jalink"), person("Teodor Jalink")),
        (person("Petro Zelensky"), person("Petro Zelenskyj")),
        (person("Ingeborg Mwangi"), person("Seismologist Ingeborg Mwangi")),
        (person("Ingeborg Mwangi"), person("Beekeeping Ingeborg Mwangi")),
        (person("Maria Serrano Olt"), person("Maria Olt")),
        (body("Harrow's Rating Service"), body("Harrow’s Rating Service Inc")),
        (body("National Maritime Board", "NMB"), body("NMB")),
        (body("NMB"), body("National Maritime Board", "NMB")),
        (body("Velmark", kind="place"), body("Velmark")),
    ],
)
def test_other_outlets_and_years_may_write_a_name_otherwise(
    registry: Registry, one: Appearance, other: Appearance
) -> None:
    assert ids(registry, one) == ids(registry, other, outlet=HERALD, days=900)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (person("Emil Karsten"), person("Odile Karsten")),
        (person("Emil Karsten"), person("Emil Karsten Jr.")),
        (person("Emil W. Karsten"), person("Emil H. W. Karsten")),
        (person("Sarn"), body("Sarn", kind="place")),
        (body("National Maritime Board", "NMB"), body("Nordmere Milk Bureau", "NMB")),
    ],
)
def test_what_is_not_one_stays_two(registry: Registry, one: Appearance, other: Appearance) -> None:
    assert ids(registry, one) != ids(registry, other)


def test_a_surname_alone_means_the_one_bearer_in_its_article(registry: Registry) -> None:
    first, second = read(registry, person("Karsten"), person("Emil Karsten"))
    assert first and second
    assert first.known is second.known
    assert not first.is_full


def test_a_surname_that_two_of_the_article_bear_stays_open(registry: Registry) -> None:
    assert ids(registry, person("Karsten"), person("Emil Karsten"), person("Odile Karsten"))[0] is None


def test_a_surname_alone_means_whom_the_outlet_named_in_full_within_45_days(registry: Registry) -> None:
    (emil,) = ids(registry, person("Emil Karsten"))
    assert ids(registry, person("Karsten"), days=45) == [emil]
    assert ids(registry, person("Karsten"), days=-45) == [emil]
    assert ids(registry, person("Karsten"), days=46) != [emil]
    assert ids(registry, person("Karsten"), days=1, outlet=HERALD) != [emil]
    assert ids(registry, person("Karsten"), days=1, outlet=None) != [emil]


def test_a_surname_of_two_people_in_the_outlet_means_nobody_unless_the_role_tells(registry: Registry) -> None:
    emil, odile = ids(registry, person("Emil Karsten", "contractor"), person("Odile Karsten", "transport minister"))
    assert ids(registry, person("Karsten"), days=1)[0] not in (emil, odile, None)
    assert ids(registry, person("Karsten", "Minister"), days=1) == [odile]
    assert ids(registry, person("Karsten", "Minister"), days=1, outlet=HERALD) == [odile]


def test_surnames_that_stay_open_are_one_only_within_an_outlet_and_its_time(registry: Registry) -> None:
    (first,) = ids(registry, person("Karsten"))
    assert first == entity_id("karsten", "person")
    assert ids(registry, person("Karsten"), days=30) == [first]
    assert ids(registry, person("Karsten"), outlet=HERALD) == [entity_id("karsten", "person", 1)]
    assert ids(registry, person("Karsten"), days=300) == [entity_id("karsten", "person", 2)]


def test_somebody_far_above_all_others_of_the_surname_is_meant_by_it(registry: Registry) -> None:
    for day in range(20):
        (emil,) = ids(registry, person("Emil Karsten"), days=day)
    ids(registry, person("Odile Karsten"), days=19)
    assert ids(registry, person("Karsten"), days=20) == [emil]


def test_a_nickname_counts_where_a_role_says_that_it_is_the_same_person(registry: Registry) -> None:
    (robert,) = ids(registry, person("Robert Jalink", "Senator"))
    assert ids(registry, person("Bob Jalink", "Sen."), outlet=HERALD) == [robert]
    assert ids(registry, person("Rob Jalink", "trainer"), outlet=HERALD) != [robert]
    father, son = ids(registry, person("Joost Ferrante", "Senator"), person("Joost Ferrante Jr.", "Senator"))
    assert father != son


def test_two_people_of_one_name_are_kept_apart_and_the_first_keeps_its_id(registry: Registry) -> None:
    senator, farmer = person("Maria Olt", "Senator"), person("Maria Olt", "a farmer from Brennafold")
    assert ids(registry, senator) == [entity_id("maria olt", "person")]
    assert ids(registry, farmer, outlet=HERALD) == [entity_id("maria olt", "person", 1)]
    assert ids(registry, senator, days=2) == [entity_id("maria olt", "person")]
    assert ids(registry, farmer, outlet=HERALD, days=3) == [entity_id("maria olt", "person", 1)]


def test_an_acronym_of_two_bodies_means_the_one_that_the_outlet_spelled_out_of_late(registry: Registry) -> None:
    (board,) = ids(registry, body("National Maritime Board", "NMB"))
    (bureau,) = ids(registry, body("Nordmere Milk Bureau", "NMB"), outlet=HERALD)
    assert ids(registry, body("NMB"), days=1) == [board]
    assert ids(registry, body("NMB"), days=1, outlet=HERALD) == [bureau]


def test_an_acronym_means_what_its_article_spells_out(registry: Registry) -> None:
    ids(registry, body("National Maritime Board", "NMB"))
    bureau, short = ids(registry, body("Nordmere Milk Bureau"), body("NMB"))
    assert short == bureau


def test_a_short_name_means_what_the_outlet_called_so_beside_the_full_one(registry: Registry) -> None:
    (service,) = ids(registry, body("Harrow's Rating Service", "Harrow's"))
    assert ids(registry, body("Harrow's"), days=10) == [service]
    assert ids(registry, body("Harrow's"), days=10, outlet=HERALD) != [service]


def test_what_articles_took_for_a_body_is_no_person_in_one_article(registry: Registry) -> None:
    for day in range(3):
        (rail,) = ids(registry, body("VelRail"), days=day)
    assert ids(registry, person("VelRail"), days=4) == [rail]


def test_the_user_base_gives_the_id_and_joins_aliases(tmp_path: Path) -> None:
    file = tmp_path / "people.csv"
    file.write_text(
        "wikidata_id,name,aliases,role,body,start_on,end_on\n"
        "Q900000001,Ilva Tarnow,Ilva Maren Tarnow-Brask,president,Velmark,2029-01-01,\n"
        ",Bram Oduya,,secretary general,Council of the Coasts,2030-01-01,2031-12-31\n",
        encoding="utf-8",
    )
    registry = Registry(Knowledge.load(file))
    tarnow = base_entity_id("Q900000001")
    assert ids(registry, person("Ilva Tarnow")) == [tarnow]
    assert ids(registry, person("Ilva Maren Tarnow-Brask"), outlet=HERALD, days=300) == [tarnow]
    (link,) = read(registry, person("Tarnow", "Velmark’s president"), outlet=None)
    assert link
    assert (link.known.entity_id, link.is_kb) == (tarnow, True)
    (link,) = read(registry, person("Bram Oduya"))
    assert link
    assert link.known.match
    assert link.known.match.wikidata_id is None
