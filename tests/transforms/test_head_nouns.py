"""One form for the nouns of unnamed sources."""

from __future__ import annotations

import pytest

from pipelines.transforms.head_nouns import singular


@pytest.mark.parametrize(
    ("noun", "expected"),
    [
        ("officials", "official"),
        ("aides", "aide"),
        ("people", "person"),
        ("spokeswomen", "spokeswoman"),
        ("families", "family"),
        ("analyses", "analysis"),
        ("witnesses", "witness"),
        ("churches", "church"),
        ("official", "official"),
        ("police", "police"),
        ("news", "news"),
        ("campus", "campus"),
        ("statistics", "statistics"),
    ],
)
def test_a_plural_counts_with_its_singular(noun: str, expected: str) -> None:
    assert singular(noun) == expected
