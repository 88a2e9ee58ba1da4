"""What of an article's name is a name, and what it is the name of."""

from __future__ import annotations

import pytest

from pipelines.transforms.clear_names import clear_kind, clear_name, is_description


def test_a_book_title_gives_way_to_the_clear_name_beside_it() -> None:
    names = ("Tarnow", "Ilva Tarnow", "Ilva! The Rise of Ilva Tarnow")
    assert clear_name("Ilva! The Rise of Ilva Tarnow", names) == "Ilva Tarnow"
    assert clear_name("Evening Hour with Bram Oduya", ("Oduya",)) == "Evening Hour with Bram Oduya"
    assert clear_name("Ilva Tarnow", names) == "Ilva Tarnow"


@pytest.mark.parametrize(
    ("name", "person"),
    [
        ("Robert Jalink of the State Water Office", "Robert Jalink"),
        ("Mr. Jalink of the State Water Office", "Mr. Jalink"),
        ("Aldra Courier’s Robert Jalink", "Robert Jalink"),
        ("Virginia Board of Rivers", None),
        ("University of Karsovia", None),
        ("Harrow’s Rating Service", None),
        ("State Water Office of Robert County", None),
    ],
)
def test_a_person_of_a_body_is_no_body(name: str, person: str | None) -> None:
    expected = ("organisation", name) if person is None else ("person", person)
    assert clear_kind("organisation", name, (name,)) == expected


def test_a_body_whose_other_names_leave_the_person_out_stays_a_body() -> None:
    name = "Robert Jalink of the State Water Office"
    assert clear_kind("organisation", name, (name, "State Water Office")) == ("organisation", name)


def test_a_name_ends_without_the_possessive_of_a_common_noun() -> None:
    assert clear_kind("organisation", "Aldra harbour committee’s", ()) == ("organisation", "Aldra harbour committee")
    assert clear_kind("organisation", "Harrow’s", ()) == ("organisation", "Harrow’s")


def test_what_is_written_small_is_a_description_of_a_body_and_no_name() -> None:
    assert is_description("organisation", "defence ministry")
    assert not is_description("organisation", "Defence Ministry")
    assert not is_description("organisation", "karsten")
    assert not is_description("person", "ada sarn")
