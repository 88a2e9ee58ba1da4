"""Who held an office that is named without its holder."""

from __future__ import annotations

from datetime import date

import pytest

from pipelines.knowledge import Knowledge

KNOWLEDGE = Knowledge.load()
SPRING = date(2022, 3, 1)


@pytest.mark.parametrize(
    ("description", "name"),
    [
        ("the NATO secretary general", "Jens Stoltenberg"),
        ("NATO chief", "Jens Stoltenberg"),
        ("Russia's president", "Vladimir Putin"),
        ("the U.S. president", "Joe Biden"),
        ("the president of the European Commission", "Ursula von der Leyen"),
        ("the head of the World Health Organization", "Tedros Adhanom Ghebreyesus"),
        ("Estonian Prime Minister", "Kaja Kallas"),
        ("the Bank of England governor", "Andrew Bailey"),
        ("British foreign secretary", "Liz Truss"),
        ("the Texas governor", "Greg Abbott"),
        ("the pope", "Pope Francis"),
    ],
)
def test_office_body_and_day_tell_the_holder(description: str, name: str) -> None:
    match = KNOWLEDGE.office_holder(description, SPRING)
    assert match is not None
    assert match.name == name


@pytest.mark.parametrize(
    "description",
    [
        "the Secretary General",
        "the president",
        "the Russian leader",
        "former U.S. president",
        "the president-elect of the United States",
        "the Ukrainian president's adviser",
        "spokesman for the Russian president",
        "deputy prime minister of Estonia",
        "the prime minister of Velmark",
        "president of Velmark Airlines",
        "the Vermont senator",
        "Kremlin spokesman",
        "the French and German presidents",
        "the U.S. ambassador",
        "",
    ],
)
def test_what_names_no_single_office_names_nobody(description: str) -> None:
    assert KNOWLEDGE.office_holder(description, SPRING) is None


def test_nobody_is_named_without_a_day() -> None:
    assert KNOWLEDGE.office_holder("the U.S. president", None) is None


def test_nobody_is_named_on_a_day_on_which_two_terms_meet() -> None:
    assert KNOWLEDGE.office_holder("the U.S. president", date(2021, 1, 20)) is None
    before, after = (KNOWLEDGE.office_holder("the U.S. president", date(2021, 1, day)) for day in (19, 21))
    assert (before and before.name, after and after.name) == ("Donald Trump", "Joe Biden")


def test_a_year_without_months_is_not_enough_in_the_year_of_the_change() -> None:
    assert KNOWLEDGE.office_holder("the prime minister of Burundi", date(2022, 6, 1)) is None
    found = KNOWLEDGE.office_holder("the prime minister of Burundi", date(2021, 6, 1))
    assert found is not None
    assert found.name == "Alain-Guillaume Bunyoni"


def test_nobody_is_named_after_the_day_up_to_which_the_base_knows() -> None:
    assert KNOWLEDGE.office_holder("Russia's president", date(2030, 1, 1)) is None
