"""Intervals of shares, and the plot of them."""

from __future__ import annotations

import pytest

from pipelines.evaluation.plot import NothingToPlot, reliability_chart, reliability_png
from pipelines.evaluation.records import gold_article, predicted_claims
from pipelines.evaluation.reliability import Bin, Reliability
from pipelines.evaluation.scoring import evaluate
from tests.evaluation.handmade import GOLD, PREDICTIONS, TEXT


def handmade() -> Reliability:
    return evaluate([(gold_article(GOLD), predicted_claims(PREDICTIONS, TEXT))]).reliability


@pytest.mark.parametrize(
    ("right", "count", "low", "high"),
    [(8, 10, 0.4902, 0.9433), (0, 10, 0.0, 0.2775), (10, 10, 0.7225, 1.0), (0, 0, 0.0, 1.0)],  # published tables
)
def test_the_interval_is_wilsons(right: int, count: int, low: float, high: float) -> None:
    assert Bin(0.8, 0.9, count, right, 0.85 * count).interval == pytest.approx((low, high), abs=1e-4)


def test_the_plot_is_a_png_with_a_point_for_each_bin_that_holds_something() -> None:
    values = reliability_chart(handmade(), "Ferry").to_dict()["datasets"]
    points = next(rows for rows in values.values() if "count" in rows[0])
    assert [(row["confidence"], row["right"], row["count"]) for row in points] == [
        (0.2, 0, 1),
        (0.85, 1, 1),
        (0.925, 0.5, 2),
    ]
    assert reliability_png(handmade(), "Ferry").startswith(b"\x89PNG\r\n\x1a\n")


def test_without_confidence_there_is_nothing_to_plot() -> None:
    empty = evaluate([(gold_article(GOLD), ())]).reliability
    with pytest.raises(NothingToPlot, match="no prediction tells a confidence"):
        reliability_chart(empty, "Ferry")
