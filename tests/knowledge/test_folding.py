"""Spellings of one name fold to one form, names of two do not."""

from __future__ import annotations

import pytest

from pipelines.knowledge.folding import fold_name, mended


@pytest.mark.parametrize(
    "spellings",
    [
        ("Zelensky", "Zelenskyy", "Zelenskiy", "Zelenskyi", "ZELENSKII", "Zelenski"),
        ("Müller", "Mueller", "Muller"),
        ("Ilva Šķēle", "ilva skele"),
        ("Mohammed al-Tarnow", "Muhammad Al Tarnow", "Mohamed El-Tarnow"),
        ("Dmitry Okun", "Dmitri Okun", "Dmitriy Okun"),
        ("Aleksandr Okun", "Alexander Okun", "Oleksandr Okun"),
        ("J. D. Okun", "J.D. Okun", "JD Okun"),
        ("Shin O’Tarnow", "Shin O'Tarnow"),
        ("Łukasz Ødegård", "Lukasz Odegard"),
        ("the Harbour Office", "Harbour Office"),
        ("U.S.", "US"),
        ("Anna-Maria Olt", "Anna Maria Olt"),
        ("Renée Olt", "RenÃ©e Olt", "RenÃƒÂ©e Olt", "RenA\u0303©e Olt"),
        ("Shin O’Tarnow", "Shin Oâ€™Tarnow"),
    ],
)
def test_spellings_of_one_name_are_one(spellings: tuple[str, ...]) -> None:
    assert len({fold_name(spelling) for spelling in spellings}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Henri Olt", "Henry Olt"),
        ("Terri Olt", "Terry Olt"),
        ("Mari Olt", "Mary Olt"),
        ("Michal Olt", "Michael Olt"),
        ("Ali Olt", "Aly Olt"),
        ("Sue Olt", "Su Olt"),
        ("Maria Olt", "Mario Olt"),
    ],
)
def test_names_of_two_people_stay_two(one: str, other: str) -> None:
    assert fold_name(one) != fold_name(other)


def test_folding_twice_changes_nothing() -> None:
    for name in ("Volodymyr Zelenskyy", "J. D. Okun", "Sergii Kowalski", "The The", "Nukuʻalofa", "मोदी", "北京"):
        assert fold_name(fold_name(name)) == fold_name(name)


def test_punctuation_alone_is_its_own_form() -> None:
    assert fold_name(" ... ") == "..."


@pytest.mark.parametrize("name", ["SÃO OLTO", "Ângela Sá", "Åsa Olt", "RaÃol", "Ã ©", "Ã"])
def test_letters_that_were_decoded_rightly_are_left_alone(name: str) -> None:
    assert mended(name) == name
