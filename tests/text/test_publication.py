"""The day of publication out of the text alone."""

from __future__ import annotations

from datetime import date

import pytest

from pipelines.text.publication import infer_published_on

WEDNESDAY = date(2022, 1, 12)


@pytest.mark.parametrize(
    "text",
    [
        "ORVIK, Jan 12, 2022 (VPA) - The mayor has resigned.",
        "ORVIK, Velmark, 12 January 2022 — The mayor has resigned.",
        "Mayor resigns\n\nWednesday, 12 January 2022\n\nThe mayor has resigned.",
        "Mayor resigns\nPublished: January 12, 2022, 10:30 a.m. CET\nThe mayor has resigned.",
        "Mayor resigns\nBy Ana Tarn, 12 January 2022\nThe mayor has resigned.",
        "Orvik, Wednesday, 12 January 2022\nThe mayor has resigned.",
    ],
)
def test_a_dateline_or_a_line_of_its_own_says_the_day(text: str) -> None:
    assert infer_published_on(text) == (WEDNESDAY, "text")


@pytest.mark.parametrize(
    "text",
    [
        "The council met today, Wednesday 12 January 2022, in Orvik.",
        "Today (12 January 2022) the council met. Its charter is of 3 May 1974.",
        "The council met yesterday, 11 January 2022.",
        "The council meets tomorrow, January 13, 2022.",
    ],
)
def test_a_full_date_beside_today_or_yesterday_pins_the_day_down(text: str) -> None:
    assert infer_published_on(text) == (WEDNESDAY, "inferred")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "The council met on 12 January 2022.",
        "The accord of 3 May 1974 - the first - is dead.",
        "ORVIK, Jan 12 (VPA) - The mayor has resigned.",
        "Monday, 12 January 2022\nA weekday that is wrong vouches for nothing.",
        "He came yesterday, 11 January 2022, and left today, 14 January 2022.",
        "The mayor has resigned.\n" * 40 + "\n12 January 2022\n",
        "On Wednesday the council met. In 2022 it will meet again.",
    ],
)
def test_a_text_that_leaves_it_open_gives_none(text: str) -> None:
    assert infer_published_on(text) is None
