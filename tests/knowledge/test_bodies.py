"""Countries and organisations by name, demonym, metonym and acronym."""

from __future__ import annotations

import pytest

from pipelines.knowledge import Knowledge

KNOWLEDGE = Knowledge.load()


@pytest.mark.parametrize(
    ("name", "key"), [("Russia", "Q159"), ("the U.S.", "Q30"), ("Côte d'Ivoire", "Q1008"), ("Britain", "Q145")]
)
def test_a_country_is_found_under_each_of_its_names(name: str, key: str) -> None:
    match = KNOWLEDGE.find_place(name)
    assert match is not None
    assert (match.key, match.kind) == (key, "place")


@pytest.mark.parametrize("name", ["Moscow", "Velmark", "Russian", ""])
def test_what_is_no_country_is_no_place_of_the_base(name: str) -> None:
    assert KNOWLEDGE.find_place(name) is None


def test_a_demonym_in_either_number_means_its_country_and_a_shared_one_none() -> None:
    assert [KNOWLEDGE.country_of_demonym(word).key for word in ("Russian", "Russians")] == ["Q159", "Q159"]  # type: ignore[union-attr]
    assert KNOWLEDGE.country_of_demonym("Congolese") is None
    assert KNOWLEDGE.country_of_demonym("Velmarkian") is None


@pytest.mark.parametrize(("name", "country"), [("the Kremlin", "Russia"), ("Downing Street", "United Kingdom")])
def test_a_seat_of_power_stands_for_its_country(name: str, country: str) -> None:
    match = KNOWLEDGE.country_of_metonym(name)
    assert match is not None
    assert match.name == country


@pytest.mark.parametrize("name", ["the White House", "the Pentagon"])
def test_the_white_house_and_the_pentagon_stay_themselves(name: str) -> None:
    assert KNOWLEDGE.country_of_metonym(name) is None
    match = KNOWLEDGE.find_organisation([name])
    assert match is not None
    assert match.name == name.removeprefix("the ")


def test_brussels_is_no_state() -> None:
    assert KNOWLEDGE.country_of_metonym("Brussels") is None


@pytest.mark.parametrize("name", ["NATO", "North Atlantic Treaty Organization", "the Atlantic Alliance"])
def test_an_organisation_is_found_under_each_of_its_names(name: str) -> None:
    match = KNOWLEDGE.find_organisation([name])
    assert match is not None
    assert (match.key, match.kind, match.roles) == ("Q7184", "organisation", ())


@pytest.mark.parametrize("name", ["who", "Who", "fed", "ECB", "the Commission", "Congress"])
def test_a_word_that_may_mean_something_else_is_no_organisation(name: str) -> None:
    assert KNOWLEDGE.find_organisation([name]) is None


def test_names_of_two_organisations_mean_neither() -> None:
    assert KNOWLEDGE.find_organisation(["NATO", "United Nations"]) is None
    assert KNOWLEDGE.find_organisation(["United Nations", "UN", "the body"]) is not None
