"""What a name is made of, and when two names are one."""

from __future__ import annotations

import pytest

from pipelines.transforms.name_forms import (
    body_key,
    canonical_key,
    is_acronym,
    middles_agree,
    read_person,
    spells,
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Petro Zelensky", "Petro Zelenskyy"),
        ("Petro Zelenskiy", "Petro Zelenskyj"),
        ("INÉS JALINK", "Ines Jalink"),
        ("Teodor C. Jalink", "Teodor Jalink"),
        ("Sen. Teodor Jalink", "Teodor Jalink’s"),
        ("Hydrologist Ingeborg Mwangi", "Ingeborg Mwangi"),
        ("Former Deputy Prime Minister Ilva Tarnow", "Ilva Tarnow"),
        ("National Fisheries Council Chairman Bram Oduya", "Bram Oduya"),
        ("Bram “Bo” Oduya", "Bram Oduya"),
        ("Inga de Brask", "Inga De Brask"),
        ("J. Emil Karsten", "Emil Karsten"),
        ("Marta E. Olt", "Marta Olt"),
        ("InÃ©s Jalink", "Inés Jalink"),
        ("Don Jalink 24", "Don Jalink"),
        ("Emil Karsten Jr.", "Emil Karsten the Younger"),
    ],
)
def test_spellings_titles_and_initials_do_not_tell_persons_apart(one: str, other: str) -> None:
    assert read_person(one).key == read_person(other).key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Emil Karsten", "Odile Karsten"),
        ("Emil Karsten", "Emil Karsten Jr."),
        ("Emil Karsten", "Karsten"),
        ("Dean Karsten", "Karsten"),
        ("Ana de Brask", "Ana Brask"),
        ("José y Brask", "José Brask"),
        ("Jean-Luc Brask", "Jean Brask"),
        ("Don Brask", "Brask"),
        ("Prince Emil", "Emil"),
    ],
)
def test_given_names_generations_and_particles_tell_persons_apart(one: str, other: str) -> None:
    assert read_person(one).key != read_person(other).key


@pytest.mark.parametrize("name", ["President Tarnow", "Mr. Tarnow", "Speaker Tarnow", "Tarnow"])
def test_a_title_before_a_surname_is_no_given_name(name: str) -> None:
    form = read_person(name)
    assert (form.given, form.surname, form.shown) == ("", "tarnow", "Tarnow")


def test_a_surname_begins_at_its_particle() -> None:
    assert read_person("Inga van der Lund").surname == "van der lund"
    assert read_person("De Brask").surname == "de brask"
    assert read_person("Van Oduya").given == "van"


def test_what_a_hyphen_joins_is_one_first_name_or_a_surname_alone() -> None:
    assert read_person("Jean-Luc Ferrante").given == "jean luc"
    assert (read_person("Shore-Brask").given, read_person("Shore-Brask").surname) == ("", "shore brask")


def test_a_title_of_the_nobility_stands_for_the_given_name() -> None:
    assert (read_person("Queen Odile II").key, read_person("Queen Odile II").shown) == (
        "queen odile ii",
        "Queen Odile II",
    )
    assert read_person("Queen Odile Brask").given == "odile"


def test_an_article_may_call_a_person_by_any_end_of_the_name() -> None:
    assert read_person("Maria Serrano Olt").ends == ("maria serrano olt", "serrano olt", "olt", "maria olt")
    assert "olt jr" in read_person("Joost Olt Jr.").ends


@pytest.mark.parametrize(
    ("one", "other", "agree"),
    [
        (("w",), ("walker",), True),
        ((), ("walker",), True),
        (("hw",), ("h", "w"), True),
        (("w",), ("hw",), False),
        (("jo",), ("ann",), False),
    ],
)
def test_middle_names_agree_when_initials_may_stand_for_them(
    one: tuple[str, ...], other: tuple[str, ...], agree: bool
) -> None:
    assert middles_agree(one, other) is middles_agree(other, one) is agree


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Harrow's Rating Service Inc", "Harrow’s Rating Service"),
        ("the Karsten & Wold Co.", "Karsten & Wold"),
        ("Velmark Steel PLC", "VELMARK STEEL"),
        ("Karsten & Co", "Karsten"),
        ("A.B.C.", "ABC"),
    ],
)
def test_company_suffixes_and_articles_do_not_tell_bodies_apart(one: str, other: str) -> None:
    assert body_key(one) == body_key(other)


def test_a_name_of_nothing_but_a_suffix_stays() -> None:
    assert body_key("Co") == "co"
    assert canonical_key("—", "person") == canonical_key("—", "place") == "—"


@pytest.mark.parametrize(
    ("acronym", "name", "found"),
    [
        ("NMB", "National Maritime Board", True),
        ("NBV", "National Bank of Velmark", True),
        ("N.B.V.", "National Bank of Velmark", True),
        ("NBOV", "National Bank of Velmark", True),
        ("NB", "National Bank of Velmark", False),
        ("N", "Nordmere", False),
        ("NM", "Nordmere", False),
    ],
)
def test_an_acronym_spells_the_first_letters_of_the_words(acronym: str, name: str, found: bool) -> None:
    assert is_acronym(acronym) or not found
    assert spells(acronym, name) is found
