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
        (person("Marta E. Olt"), person("Marta Olt")),
        (person("Jean-Luc Ferrante"), person("Jean Luc Ferrante")),
        (person("Jean Luc Ferrante"), person("Jean-Luc Ferrante")),
        (person("Rosalinda Mwangi"), person("Rossalinda Mwangi")),
        (person("RenÃ©e Mwangi"), person("Renée Mwangi")),
        (person("Ingeborg Mwangi 100"), person("Ingeborg Mwangi")),
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
        (person("Emil Karsten"), person("Emil Karsten the Younger")),
        (person("Jean-Luc Ferrante"), person("Jean Ferrante")),
        (person("Jean-Luc Ferrante"), person("Jean-Marc Ferrante")),
        (person("Emil W. Karsten"), person("Emil H. W. Karsten")),
        (person("Ada Sarn"), body("Ada Sarn", kind="place")),
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
    _, odile = ids(registry, person("Emil Karsten", "contractor"), person("Odile Karsten", "transport minister"))
    assert ids(registry, person("Karsten"), days=1) == [None]
    assert ids(registry, person("Karsten", "Minister"), days=1) == [odile]
    assert ids(registry, person("Karsten", "Minister"), days=1, outlet=HERALD) == [odile]


def test_a_surname_that_no_full_name_explains_is_nobody_in_whatever_outlet(registry: Registry) -> None:
    assert ids(registry, person("Karsten")) == [None]
    assert ids(registry, person("Karsten"), outlet=HERALD, days=30) == [None]
    (emil,) = ids(registry, person("Emil Karsten"), days=31)
    assert ids(registry, person("Karsten"), days=32) == [emil]


def test_who_goes_by_one_name_is_one_entity_from_the_third_article_that_gives_it(registry: Registry) -> None:
    found = [ids(registry, person("Zervanya"), outlet=outlet)[0] for outlet in (COURIER, HERALD, COURIER, HERALD)]
    assert found == [None, None, *[entity_id("zervanya", "person")] * 2]
    assert [ids(registry, person("Robert"))[0] for _ in range(4)] == [None] * 4, "a given name alone"


def test_the_outlets_one_bearer_is_not_meant_when_newspapers_name_others_more_often(registry: Registry) -> None:
    for _ in range(3):
        ids(registry, person("Emil Karsten"), outlet=HERALD)
    (odile,) = ids(registry, person("Odile Karsten"))
    assert ids(registry, person("Karsten"), days=1) == [None]
    for _ in range(3):
        ids(registry, person("Odile Karsten"))
    assert ids(registry, person("Karsten"), days=1) == [odile]


def test_the_only_bearer_of_a_rare_surname_is_meant_in_all_outlets_once_five_articles_have_him(
    registry: Registry,
) -> None:
    for _ in range(4):
        (emil,) = ids(registry, person("Emil Brask"))
    assert ids(registry, person("Brask"), outlet=HERALD) == [None]
    ids(registry, person("Emil Brask"))
    assert ids(registry, person("Brask"), outlet=HERALD) == [emil]
    for _ in range(5):
        ids(registry, person("Emil Johnson"))
    assert ids(registry, person("Johnson"), outlet=HERALD) == [None], "many bear it"


def test_a_relative_in_the_article_is_not_meant_where_all_readers_think_of_somebody_else(registry: Registry) -> None:
    for _ in range(21):
        ids(registry, person("Emil Karsten"), outlet=HERALD)
    odile, open_one = ids(registry, person("Odile Karsten"), person("Karsten"))
    assert odile is not None
    assert open_one is None


def test_a_given_name_alone_means_only_somebody_beside_whom_all_others_of_it_vanish(registry: Registry) -> None:
    for _ in range(20):
        (robert,) = ids(registry, person("Robert Karsten"))
    assert ids(registry, person("Robert"), outlet=HERALD) == [robert]
    for _ in range(3):
        ids(registry, person("Robert Brask"))
    assert ids(registry, person("Robert"), outlet=HERALD) == [None]


@pytest.mark.parametrize("name", ["Ilva Tarnow South Dakota", "Ilva Tarnow Wins", "Ilva Tarnow A"])
def test_a_longer_name_with_words_of_a_headline_is_the_well_known_shorter_one(registry: Registry, name: str) -> None:
    (ilva,) = ids(registry, person("Ilva Tarnow"))
    assert ids(registry, person(name)) != [ilva], "not well known"
    registry = Registry(Knowledge(()))
    for _ in range(3):
        (ilva,) = ids(registry, person("Ilva Tarnow"))
    (link,) = read(registry, person(name), outlet=HERALD)
    assert link
    assert (link.known.entity_id, link.is_full) == (ilva, False)


def test_a_longer_name_is_another_person_when_the_article_uses_its_last_word_as_a_name(registry: Registry) -> None:
    for _ in range(3):
        (ilva,) = ids(registry, person("Ilva Tarnow"))
    assert ids(registry, person("Ilva Tarnow Windlass", names=("Ilva Tarnow Windlass", "Tarnow"))) == [ilva]
    assert ids(registry, person("Ilva Tarnow Reyhan")) != [ilva], "nothing tells"
    for _ in range(17):
        ids(registry, person("Ilva Tarnow"))
    assert ids(registry, person("Ilva Tarnow Brask", names=("Ilva Tarnow Brask", "Brask"))) != [ilva]
    assert ids(registry, person("Ilva Tarnow Scores")) == [ilva], "famous"


def test_a_nickname_before_a_rare_surname_is_enough_unless_an_office_tells_the_two_apart(registry: Registry) -> None:
    (samuel,) = ids(registry, person("Samuel Nunmark", "aide"))
    assert ids(registry, person("Sam Nunmark")) == [samuel]
    assert ids(registry, person("Samantha Nunmark")) != [samuel]
    assert ids(registry, person("Sam Nunmark"), outlet=HERALD, days=900) == [samuel], "no other of the surname"
    ids(registry, person("Odile Nunmark"))
    assert ids(registry, person("Sammy Nunmark"), outlet=HERALD, days=990) != [samuel]
    (daniel,) = ids(registry, person("Daniel Brask", "Senator"))
    assert ids(registry, person("Dan Brask", "economist")) != [daniel]
    (thomas,) = ids(registry, person("Thomas Johnson"))
    assert ids(registry, person("Tom Johnson")) != [thomas], "many bear the surname"


def test_the_younger_of_two_is_meant_by_the_surname_only_with_his_jr(registry: Registry) -> None:
    father, son = ids(registry, person("Joost Ferrante"), person("Joost Ferrante Jr."))
    assert ids(registry, person("Ferrante Jr."), days=1) == [son]
    assert ids(registry, person("Ferrante"), days=1)[0] not in (father, son)


def test_a_title_of_the_nobility_makes_a_given_name_full(registry: Registry) -> None:
    (prince,) = ids(registry, person("Prince Joost"))
    assert prince == entity_id("prince joost", "person")
    assert ids(registry, person("King Joost")) != [prince]


def test_a_body_named_with_a_persons_surname_is_the_person_that_articles_take_it_for(registry: Registry) -> None:
    for _ in range(3):
        emil, short = ids(registry, person("Emil Karsten"), person("Karsten"))
        assert short == emil
    assert ids(registry, body("Karsten"), days=1) == [emil]


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


@pytest.fixture
def own_base(tmp_path: Path) -> Knowledge:
    file = tmp_path / "people.csv"
    file.write_text(
        "wikidata_id,name,aliases,role,body,start_on,end_on\n"
        "Q900000001,Ilva Tarnow,Ilva Maren Tarnow-Brask,president,Velmark,2029-01-01,\n"
        ",Bram Oduya,,secretary general,Council of the Coasts,2030-01-01,2031-12-31\n"
        "Q900000003,Mirela Johnson,Michael Johnson|John Ellis Johnson,president,Karsovia,2029-01-01,\n",
        encoding="utf-8",
    )
    return Knowledge.load(file)


def test_a_title_alone_tells_whom_of_the_base_a_surname_means_while_in_office(own_base: Knowledge) -> None:
    (link,) = read(Registry(own_base), person("Tarnow", "President"))
    assert link
    assert (link.known.entity_id, link.is_full, link.is_kb) == (base_entity_id("Q900000001"), False, True)
    assert ids(Registry(own_base), person("Tarnow")) == [None], "no title"
    assert ids(Registry(own_base), person("Tarnow", "President"), days=-5000) == [None], "before the term"


def test_a_relative_of_somebody_whom_all_readers_know_is_not_meant_by_the_surname(own_base: Knowledge) -> None:
    registry = Registry(own_base)
    (joost,) = ids(registry, person("Joost Tarnow"))
    assert ids(registry, person("Tarnow"), days=1) == [None]
    assert ids(registry, person("Joost Tarnow"), person("Tarnow"), days=2) == [joost, None]
    assert ids(registry, person("Joost Tarnow"), person("Tarnow", "President"), days=3) == [
        joost,
        base_entity_id("Q900000001"),
    ]


def test_jr_is_nobody_of_the_base_unless_he_holds_the_office(own_base: Knowledge) -> None:
    registry = Registry(own_base)
    ids(registry, person("Bram Oduya"))
    oduya = base_entity_id("kb:bram oduya:secretary general")
    assert ids(registry, person("Bram Oduya Jr.", "son")) != [oduya]
    assert ids(registry, person("Bram Oduya Jr.", "secretary general of the Council of the Coasts")) == [oduya]


def test_the_id_of_somebody_of_the_base_does_not_hang_on_which_article_comes_first(own_base: Knowledge) -> None:
    plain, alias = (
        person("Ilva Tarnow", "a runner", "a jeweller"),
        person("Ilva Maren Tarnow-Brask", "Velmark’s president"),
    )
    for order in ((plain, alias), (alias, plain)):
        registry = Registry(own_base)
        assert [ids(registry, one)[0] for one in order] == [base_entity_id("Q900000001")] * 2


def test_an_alias_that_many_bear_leads_to_nobody_of_the_base_without_a_role(own_base: Knowledge) -> None:
    registry = Registry(own_base)
    (runner,) = ids(registry, person("Michael Johnson", "a runner", "a jeweller"))
    assert runner == entity_id("michael johnson", "person")
    assert ids(registry, person("Mirela Johnson", "Karsovia’s president")) == [base_entity_id("Q900000003")]
    assert ids(registry, person("John Ellis Johnson", "a runner", "a jeweller")) == [base_entity_id("Q900000003")]


def test_the_user_base_gives_the_id_and_joins_aliases(own_base: Knowledge) -> None:
    registry = Registry(own_base)
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
