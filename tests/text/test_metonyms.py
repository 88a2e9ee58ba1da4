"""Seats of power speak for their country; places and people who share their names do not."""

from __future__ import annotations

import pytest

from pipelines.text import lexicon
from pipelines.text.chains import find_chains
from pipelines.text.spans import Attribution, EntityKind, NamedSpan, Span, Speaker
from pipelines.text.speakers import resolve_speakers


def speaker(text: str, source: str, **names: EntityKind) -> Speaker:
    """Who speaks where the last ``source`` of a text is the source; ``names`` are all names in it, by kind."""
    tagged = []
    for word, kind in names.items():
        name, start = word.replace("_", " "), -1
        while (start := text.find(name, start + 1)) >= 0:
            tagged.append(NamedSpan(Span(start, start + len(name)), kind))
    span = Span(text.rindex(source), text.rindex(source) + len(source))
    mentions, chains = find_chains(text, sorted(tagged, key=lambda one: one.span), [span])
    return resolve_speakers(text, [Attribution((span,), None, (Span(0, 1),), "indirect", 1.0)], mentions, chains)[0]


@pytest.mark.parametrize(
    ("text", "source", "country"),
    [
        ("Moscow said no.", "Moscow", "Russia"),
        ("No, the Kremlin said.", "the Kremlin", "Russia"),
        ("Downing Street said no.", "Downing Street", "United Kingdom"),
        ("Tallinn has insisted on it.", "Tallinn", "Estonia"),
        ("Bogota said no.", "Bogota", "Colombia"),
    ],
)
def test_a_seat_that_speaks_is_its_country_though_the_article_does_not_name_it(
    text: str, source: str, country: str
) -> None:
    kind: EntityKind = "organisation" if "the" in source else "place"
    found = speaker(text, source, **{source.removeprefix("the ").replace(" ", "_"): kind})
    assert (found.name, found.kind, found.method) == (country, "organisation", "metonym")


def test_a_country_that_the_article_names_otherwise_is_the_same_country() -> None:
    found = speaker("Britain left. London said so.", "London", Britain="place", London="place")
    assert (found.name, found.method) == ("United Kingdom", "metonym")
    assert found.chain is not None


def test_moscow_is_the_soviet_union_where_the_article_names_that_only() -> None:
    found = speaker("The Soviet Union agreed. Moscow said so.", "Moscow", Soviet_Union="place", Moscow="place")
    assert (found.name, found.method) == ("Soviet Union", "metonym")


@pytest.mark.parametrize("name", ["White House", "Pentagon", "Brussels"])
def test_what_is_no_seat_of_one_state_speaks_as_itself(name: str) -> None:
    found = speaker(f"The {name} said no.", f"The {name}", **{name.replace(" ", "_"): "organisation"})
    assert (found.name, found.method) == (name, "name")


def test_people_in_a_capital_do_not_speak_for_the_state() -> None:
    found = speaker("Shoppers in Moscow said no.", "Shoppers in Moscow", Moscow="place")
    assert (found.name, found.method) == (None, "none")


def test_a_person_called_like_a_capital_is_a_person() -> None:
    found = speaker("Senator Paris left. Paris said no.", "Paris", Paris="person")
    assert found.kind == "person"


def test_the_knowledge_base_is_the_one_list_of_seats_demonyms_and_names() -> None:
    assert lexicon.seats_of_government()["Kremlin"] == "Russia"
    assert lexicon.demonyms()["estonian"] == "Estonia"
    assert {"britain", "united kingdom", "european union"} <= lexicon.country_names()
    assert "car" not in lexicon.country_names()
    assert [lexicon.country_named(name) for name in ("Britain", "the U.S.", "Velmark")] == [
        "United Kingdom",
        "United States",
        None,
    ]
