"""A large frame piece by piece: pandas takes several times the memory of polars, and no piece of it must be large.

Belongs here: which expectations may look at some rows or columns only, and putting their verdicts together. Does not
belong here: great-expectations (see ``engine``).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

import polars as pl

from pipelines.quality.engine import Expectation, Verdict, columns_of, validate

LARGE = 100_000  # rows that are looked at together
_ROW_BY_ROW = {
    "expect_table_columns_to_match_set",
    "expect_column_values_to_not_be_null",
    "expect_column_values_to_match_regex",
    "expect_column_values_to_be_in_set",
    "expect_column_values_to_not_be_in_set",
    "expect_column_values_to_be_between",
    "expect_column_value_lengths_to_be_between",
}


def validate_pieces(frame: pl.DataFrame, expectations: Sequence[Expectation]) -> list[Verdict]:
    """What `validate` gives for the whole frame.

    Of a large one, expectations about single rows see some rows at a time, others (unique values, shares, means) the
    columns that they read.
    """
    if frame.height <= LARGE:
        return validate(frame, expectations)
    found: dict[int, Verdict] = {}
    by_row = [place for place, one in enumerate(expectations) if _is_row_by_row(one)]
    slices = [validate(rows, [expectations[place] for place in by_row]) for rows in frame.iter_slices(LARGE)]
    found.update(zip(by_row, (_joined(verdicts) for verdicts in zip(*slices, strict=True)), strict=True))
    for places in _by_columns(expectations, found.keys()):
        narrow = frame.select(columns_of(expectations[places[0]]) or pl.all())
        found.update(zip(places, validate(narrow, [expectations[place] for place in places]), strict=True))
    return [found[place] for place in range(len(expectations))]


def _is_row_by_row(expectation: Expectation) -> bool:
    return expectation["type"] in _ROW_BY_ROW and "mostly" not in expectation["kwargs"]


def _joined(verdicts: Sequence[Verdict]) -> Verdict:
    """One verdict out of those on the slices of a frame, in order."""
    failed = next((one for one in verdicts if not one.success), None)
    rows = list(_rows(verdicts)) if all(one.unexpected_rows is not None for one in verdicts) else None
    shown = failed or verdicts[0]
    return Verdict(shown.expectation, failed is None, None if rows is None else tuple(rows), shown.observed)


def _rows(verdicts: Sequence[Verdict]) -> Iterator[int]:
    for number, verdict in enumerate(verdicts):
        yield from (number * LARGE + row for row in verdict.unexpected_rows or ())


def _by_columns(expectations: Sequence[Expectation], done: Collection[int]) -> list[list[int]]:
    """Places of the other expectations, those together that read the same columns."""
    groups: dict[tuple[str, ...], list[int]] = {}
    for place, expectation in enumerate(expectations):
        if place not in done:
            groups.setdefault(tuple(columns_of(expectation)), []).append(place)
    return list(groups.values())
