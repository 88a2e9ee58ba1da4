"""When two people of one name are two."""

from __future__ import annotations

import pytest

from pipelines.transforms.homonyms import Traits


def traits(publisher: str | None, *roles: str) -> Traits:
    found = Traits()
    found.add(roles, publisher)
    return found


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("a farmer from Brennafold", "Senator"),
        ("the goalkeeper", "Finance Minister"),
        ("Austrian foreign minister", "the German foreign minister"),
        ("Austria’s president", "Germany’s president"),
    ],
)
def test_lines_of_work_that_hardly_meet_and_offices_of_two_countries_contradict(one: str, other: str) -> None:
    assert traits("Aldra Courier", one).contradict(traits("Karsovia Herald", other))
    assert not traits("Aldra Courier", one).contradict(traits("Aldra Courier", other)), "one outlet, one person"
    assert not traits(None, one).contradict(traits("Karsovia Herald", other)), "the outlet is unknown"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("businessman", "Senator"),
        ("former goalkeeper", "Finance Minister"),
        ("president of the farmers’ union", "a farmer"),
        ("a nurse", "a goalkeeper"),
        ("Austrian foreign minister", "the foreign minister"),
        ("Austrian foreign minister", "envoy to Germany"),
        ("mayor", "candidate"),
    ],
)
def test_what_one_person_may_be_does_not_contradict(one: str, other: str) -> None:
    assert not traits("Aldra Courier", one).contradict(traits("Karsovia Herald", other))


def test_a_line_of_work_in_common_outweighs_another() -> None:
    both = traits("Aldra Courier", "a farmer", "Senator")
    assert not both.contradict(traits("Karsovia Herald", "Senator"))
