"""Great-expectations asked twice: whether an expectation is met, and which rows do not meet it only where it is not."""

from __future__ import annotations

import sys
from typing import Any

import polars as pl
import pytest

from pipelines.quality import engine
from pipelines.quality.engine import validate

FRAME = pl.DataFrame({"name": ["a", "b", "b", None, "ccc"], "count": [1, 2, 3, 40, None], "is_met": [True] * 5})


def expect(kind: str, **kwargs: Any) -> dict[str, Any]:
    return {"type": f"expect_{kind}", "kwargs": kwargs, "severity": "critical", "description": kind, "meta": {}}


EXPECTATIONS = [
    expect("table_columns_to_match_set", column_set=["name", "count"], exact_match=False),
    expect("table_columns_to_match_set", column_set=["name", "age"], exact_match=False),
    expect("column_values_to_not_be_null", column="name"),
    expect("column_values_to_not_be_null", column="is_met"),
    expect("column_values_to_be_unique", column="name"),
    expect("compound_columns_to_be_unique", column_list=["name", "count"]),
    expect("column_values_to_be_between", column="count", max_value=10),
    expect("column_values_to_be_between", column="count", max_value=10, mostly=0.5),
    expect("column_values_to_match_regex", column="name", regex="^[abc]+$"),
    expect("column_value_lengths_to_be_between", column="name", max_value=2),
    expect("column_values_to_be_in_set", column="is_met", value_set=[True]),
    expect("column_values_to_be_in_set", column="absent", value_set=[True]),
    expect("column_mean_to_be_between", column="count", max_value=5),
    expect("column_mean_to_be_between", column="count", max_value=50),
]


def test_asking_twice_gives_the_verdicts_of_asking_for_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    for frame in (FRAME, FRAME.clear()):
        found = validate(frame, EXPECTATIONS)
        with monkeypatch.context() as patched:
            patched.setattr(engine, "_is_strict", lambda _: False)
            assert found == validate(frame, EXPECTATIONS)
    rows = {place: verdict.unexpected_rows for place, verdict in enumerate(validate(FRAME, EXPECTATIONS))}
    assert (rows[0], rows[2], rows[3], rows[4], rows[6], rows[7]) == (None, (3,), (), (1, 2), (3,), (3,))


def test_a_module_that_nobody_uses_is_not_imported_and_one_that_is_used_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "colorsys", raising=False)
    with engine._not_yet_imported(["colorsys"]):
        import colorsys as later
    assert "colorsys" not in sys.modules
    assert later.rgb_to_hsv(0, 0, 0) == (0.0, 0.0, 0)
    assert later is not sys.modules["colorsys"]
