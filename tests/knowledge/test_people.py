"""Whom a name means: an answer where name, role and days agree, none where anything speaks against it."""

from __future__ import annotations

from datetime import date

import pytest

from pipelines.knowledge import Knowledge
from pipelines.knowledge.people import is_ordinary
from pipelines.knowledge.records import Person, Term

KNOWLEDGE = Knowledge.load()


def found(name: str, roles: list[str], year: int | None) -> str | None:
    days = (date(year, 6, 1), date(year, 6, 1)) if year else None
    match = KNOWLEDGE.find_person([name], roles, days)
    return match.key if match else None


@pytest.mark.parametrize(
    "name", ["Volodymyr Zelenskyy", "Volodymyr Zelenskiy", "Volodymyr Zelensky", "Vladimir Zelensky"]
)
def test_every_spelling_of_a_name_is_the_same_person(name: str) -> None:
    assert found(name, ["Ukrainian President"], 2022) == "Q3874799"


@pytest.mark.parametrize(
    ("name", "roles", "year", "key"),
    [
        ("Jens Stoltenberg", ["NATO chief"], 2018, "Jens Stoltenberg"),
        ("Angela Merkel", ["then Chancellor"], 2015, "Angela Merkel"),
        ("Angela Merkel", ["former German leader"], 2023, "Angela Merkel"),
        ("Donald J. Trump", [], 2018, "Donald Trump"),
        ("Xi Jinping", ["Chinese leader"], 2018, "Xi Jinping"),
        ("Bernie Sanders", ["Sen.", "I-Vt."], 2015, "Bernie Sanders"),
        ("Christine Lagarde", ["head of the IMF"], 2015, "Christine Lagarde"),
        ("Christine Lagarde", ["ECB President"], 2022, "Christine Lagarde"),
        ("Andrew Bailey", ["Bank of England governor"], 2022, "Andrew Bailey"),
        ("Michelle Bachelet", ["UN human rights chief"], 2020, "Michelle Bachelet"),
        ("Joe Biden", ["former vice president"], 2018, "Joe Biden"),
        ("Zelensky", ["Ukraine's president"], 2022, "Volodymyr Zelenskyy"),
        ("Mitch McConnell", ["Senate Majority Leader"], 2016, "Mitch McConnell"),
        ("Gordon Brown", ["former Prime Minister"], 2015, "Gordon Brown"),
        ("Hillary Rodham Clinton", [], 2016, "Hillary Clinton"),
        ("Zoe Lofgren", ["Rep."], 2016, "Zoe Lofgren"),
    ],
)
def test_a_name_with_its_office_is_found(name: str, roles: list[str], year: int, key: str) -> None:
    days = (date(year, 6, 1), date(year, 6, 1))
    match = KNOWLEDGE.find_person([name], roles, days)
    assert match is not None
    assert (match.name, match.kind) == (key, "person")


@pytest.mark.parametrize(
    ("name", "roles", "year"),
    [
        ("Mike Johnson", ["a farmer"], 1987),
        ("Mike Johnson", ["a farmer"], 2024),
        ("Mike Johnson", [], 2024),
        ("Mike Johnson", ["state senator"], 2024),
        ("Mike Johnson", ["a sales representative"], 2024),
        ("Mike Johnson", ["company representative"], 2024),
        ("Mike Johnson", ["Ohio representative"], 2021),
        ("Mike Johnson", ["Rep.", "D-Ohio"], 2021),
        ("Adam Smith", ["economist"], 2021),
        ("Charles Taylor", ["philosopher"], 2003),
        ("Donald Trump", ["property developer"], 1990),
        ("John Kennedy", ["Senator"], 1958),
        ("John F. Kennedy", ["Sen."], 2020),
        ("George W. Bush", ["President"], 1990),
        ("Scott Morrison", ["Canadian Prime Minister"], 2021),
        ("John Howard", ["university president"], 2005),
        ("John Howard", ["president of Velmark University"], 2005),
        ("Mike Lee", ["Philippine senator"], 2020),
        ("Angela Merkel", [], 1975),
        ("Angela Merkel", ["German Chancellor"], 1960),
        ("King Abdullah", [], 2014),
        ("Junichiro Koizumi", [], 1987),
        ("Mike Collins", ["Rep."], 2012),
        ("Mike Johnson", ["former Rep."], 2015),
        ("Mike Johnson", ["Rep."], 1995),
        ("Emmanuel Macron", ["spokesman for the president"], 2020),
    ],
)
def test_somebody_else_of_the_name_is_nobody_of_the_base(name: str, roles: list[str], year: int) -> None:
    assert found(name, roles, year) is None


@pytest.mark.parametrize("roles", [[], ["President"], ["leader"], ["Russian President"], ["Ukrainian footballer"]])
def test_a_surname_alone_means_nobody_unless_office_and_body_agree(roles: list[str]) -> None:
    assert found("Zelensky", roles, 2022) is None


def test_a_surname_with_the_office_means_nobody_outside_the_term() -> None:
    assert found("Zelensky", ["Ukrainian President"], 2016) is None


def test_of_two_of_one_name_the_region_or_the_days_decide_and_else_nobody() -> None:
    assert found("Mike Rogers", ["Rep."], 2012) is None
    assert found("Mike Rogers", ["Alabama congressman"], 2012) == "Q693238"
    assert found("Mike Rogers", ["Michigan congressman"], 2012) not in (None, "Q693238")
    assert found("Mike Rogers", ["Rep."], 2020) == "Q693238"
    assert found("George Bush", ["President"], 1990) == "Q23505"
    assert found("George Bush", ["President"], 2003) == "Q207"


def test_without_a_day_only_office_and_body_together_count() -> None:
    assert found("António Guterres", ["UN Secretary-General"], None) == "Q311440"
    assert found("António Guterres", ["Secretary-General"], None) is None
    assert found("António Guterres", [], None) is None


def test_names_that_mean_different_people_mean_nobody() -> None:
    days = (date(2022, 6, 1), date(2022, 6, 1))
    assert KNOWLEDGE.find_person(["Emmanuel Macron", "Olaf Scholz"], [], days) is None


def test_days_over_a_lifetime_are_not_one_office_holder() -> None:
    assert KNOWLEDGE.find_person(["Mike Johnson"], ["House Speaker"], (date(1987, 3, 1), date(2024, 3, 1))) is None


def test_a_person_without_an_id_has_a_key_of_name_and_role() -> None:
    invented = Person(None, "Ilva Tarnow", (), (Term("president", "Estonia", "2001", "2005"),))
    match = Knowledge([invented]).find_person(["Ilva Tarnow"], ["Estonian president"], (date(2003, 1, 1),) * 2)
    assert match is not None
    assert (match.wikidata_id, match.key, match.roles) == (None, "kb:ilva tarnow:president", invented.terms)


def test_roles_come_in_the_order_of_their_start() -> None:
    match = KNOWLEDGE.find_person(["Vladimir Putin"], ["Russian President"], None)
    assert match is not None
    starts = [term.start_on for term in match.roles]
    assert len(starts) > 3
    assert starts == sorted(starts)


@pytest.mark.parametrize("name", ["Mike Johnson", "Kim Olt", "Queen Beatrix", "Imran Khan", "Lula"])
def test_names_that_many_bear_are_ordinary(name: str) -> None:
    assert is_ordinary(name)


@pytest.mark.parametrize("name", ["Ilva Tarnow", "Boris Johnson", "Angela Merkel"])
def test_rare_names_are_not_ordinary(name: str) -> None:
    assert not is_ordinary(name)


@pytest.mark.parametrize("names", [[], [""], ["..."], [" "], ["Nobody Atall"]])
def test_what_is_no_known_name_is_nobody(names: list[str]) -> None:
    assert KNOWLEDGE.find_person(names, ["President"], None) is None
