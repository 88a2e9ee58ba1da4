"""The charts: valid Vega-Lite, in which what articles say is data only."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

import altair
import pytest

from pipelines.report.charts import BAND, BARS, LEAST, LOWEST, Spec, development_chart, voices_chart
from pipelines.report.contents import Development, Series, Voice
from pipelines.report.periods import Span
from pipelines.report.words import steerless
from tests.report.hostile import ATTACK

SPAN = Span(date(2031, 1, 1), date(2031, 12, 31))
SERIES = (
    Series(f"roads {ATTACK}", 5, 2, ((date(2030, 12, 30), 1), (date(2031, 5, 5), 4))),
    Series("ferries", 2, 0, ((date(2031, 12, 29), 2),)),
)
VOICES = (Voice(1, f"Orla {ATTACK}", 3, 0.75, 2, False), Voice(2, "Tomás Brel", 1, 0.25, 1, True))
CHARTS = [development_chart(Development(SERIES, 2, 7), SPAN), voices_chart(VOICES)]


def values(chart: Spec) -> list[list[dict[str, Any]]]:
    """The data of each layer."""
    return [layer["data"]["values"] for layer in chart["layer"]]


def outside_data(part: Any) -> Iterator[str]:
    """Every string of a specification but those of its data."""
    if isinstance(part, dict):
        for key, inner in part.items():
            yield key
            yield from () if key == "values" else outside_data(inner)
    elif isinstance(part, list):
        for inner in part:
            yield from outside_data(inner)
    elif isinstance(part, str):
        yield part


@pytest.mark.parametrize("chart", CHARTS)
def test_a_chart_is_valid_vega_lite(chart: Spec) -> None:
    altair.Chart.from_dict(json.loads(json.dumps(chart)), validate=True)


@pytest.mark.parametrize("chart", CHARTS)
def test_what_articles_say_is_never_part_of_an_expression(chart: Spec) -> None:
    assert any(steerless(ATTACK) in value.get("name", "") for layer in values(chart) for value in layer)
    assert [words for words in outside_data(chart) if "owned" in words or "roads" in words] == []
    assert list(outside_data(chart)).count("expr") == 1
    assert chart["layer"][-1]["mark"]["limit"] == {"expr": "width"}


@pytest.mark.parametrize("chart", CHARTS)
def test_names_cannot_turn_the_direction_of_a_chart(chart: Spec) -> None:
    names = [str(value.get("name", value.get("words", ""))) for layer in values(chart) for value in layer]
    assert any("gnp.exe" in name for name in names)
    assert not any(set("\u202e\x00") & set(name) for name in names)


def test_without_a_wanted_speaker_no_layer_is_empty() -> None:
    assert all(values(voices_chart(VOICES[:1])))


@pytest.mark.parametrize("chart", CHARTS)
def test_a_chart_loads_nothing(chart: Spec) -> None:
    assert {"url", "href", "image"} & set(outside_data(chart)) == set()


def test_bars_stand_on_the_line_of_their_row_and_have_one_scale() -> None:
    bars, ground, names = values(CHARTS[0])
    assert [(bar["foot"], round(bar["head"] - bar["foot"], 3)) for bar in bars] == [(1, 0.145), (1, 0.58), (0, 0.29)]
    assert [line["foot"] for line in ground] == [0, 1]
    assert [name["words"].split(" · ")[1] for name in names] == [
        "5 quotes (2 → 3), up to 4 a week",
        "2 quotes (0 → 2), up to 2 a week",
    ]


def test_a_row_far_above_the_others_does_not_press_them_flat_and_one_quote_can_be_seen() -> None:
    def heights(*counts: int) -> list[float]:
        series = [Series("roads", count, 0, ((date(2031, 5, 5), count), (date(2031, 9, 1), 1))) for count in counts]
        bars, _, _ = values(development_chart(Development(tuple(series), len(series), sum(counts)), SPAN))
        return [round(bar["head"] - bar["foot"], 3) for bar in bars]

    assert heights(900, 30, 10) == [BARS, LEAST, BARS, LEAST, BARS, 0.058]
    assert heights(90, 30, 10) == [BARS, LEAST, 0.193, LEAST, 0.064, LEAST]


def test_a_chart_grows_with_its_rows_and_is_never_too_low_to_read() -> None:
    heights = [development_chart(Development(SERIES[:1] * rows, rows, rows), SPAN)["height"] for rows in (1, 2, 8)]
    assert heights == [LOWEST, LOWEST, 8 * BAND]


def test_the_lines_reach_as_far_as_any_bar_can() -> None:
    bars, ground, _ = values(CHARTS[0])
    assert (ground[0]["from"], ground[0]["until"]) == ("2030-12-30T00:00:00Z", "2032-01-05T00:00:00Z")
    assert all(ground[0]["from"] <= bar["from"] < bar["until"] <= ground[0]["until"] for bar in bars)


def test_the_wanted_speaker_is_marked_by_a_sign_and_an_outline() -> None:
    others, wanted, _, names = values(CHARTS[1])
    assert ([bar["name"] for bar in wanted], len(others)) == (["Tomás Brel"], 1)
    assert [name["words"][:1] for name in names] == ["1", "▶"]
    assert "stroke" in CHARTS[1]["layer"][1]["mark"]
