"""Ids are the same on any machine, and names that mean the same have one key."""

from __future__ import annotations

import pytest

from pipelines.transforms.ids import base_entity_id, digest, entity_id, name_key, part_name


def test_a_digest_is_sixteen_lowercase_hexadecimal_digits_that_never_change() -> None:
    assert digest("quote", 3, (1, 2)) == digest("quote", "3", "(1, 2)")
    assert digest("Aldra") == "e94857807bdfe3eb"


def test_the_border_between_parts_counts() -> None:
    assert digest("ab", "c") != digest("a", "bc")


def test_a_digest_is_made_of_half_a_surrogate_too() -> None:
    assert len(digest("\ud800")) == 16


def test_a_part_is_named_after_its_documents_in_order() -> None:
    assert part_name(["a", "b"]) == part_name(iter(["a", "b"]))
    assert part_name(["a", "b"]) != part_name(["b", "a"])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Inés Valdère", "INES VALDERE"),
        ("the Railworkers' Federation", "Railworkers’ Federation"),
        ("A. B. Jalink", "A.B. Jalink"),
        ("Jalink,  Teodor", "Jalink Teodor"),
        ("Straße", "STRASSE"),
        ("Ｖelmark", "Velmark"),
    ],
)
def test_case_accents_articles_and_punctuation_do_not_tell_names_apart(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


@pytest.mark.parametrize(
    ("one", "other"), [("The Who", "Them"), ("राम", "रमा"), ("—", "…"), ("Jalink 1", "Jalink 2"), ("The", "")]
)
def test_different_names_have_different_keys(one: str, other: str) -> None:
    assert name_key(one) != name_key(other)


def test_the_article_alone_is_a_name() -> None:
    assert name_key("The") == "the"


def test_an_entity_id_tells_kinds_and_namesakes_apart() -> None:
    ids = [entity_id("sarn", "place"), entity_id("sarn", "organisation"), entity_id("sarn", "place", 1)]
    assert len({*ids, base_entity_id("sarn")}) == 4
    assert entity_id("sarn", "place") == ids[0]
