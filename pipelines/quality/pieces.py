"""A large frame piece by piece: pandas takes several times the memory of polars, and no piece of it must be large.

Belongs here: which expectations may look at some rows or columns only, and putting their verdicts together. Does not
belong here: great-expectations (see ``engine``).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import polars as pl

from pipelines.quality.engine import ROW_BY_ROW, UNIQUE, Expectation, Verdict, columns_of, validate

LARGE = 250_000  # rows that are looked at together
Piece = tuple[pl.DataFrame, Sequence[int]]  # rows, and their positions in the whole frame


def validate_pieces(frame: pl.DataFrame, expectations: Sequence[Expectation]) -> list[Verdict]:
    """What `validate` gives for the whole frame.

    Of a large one, expectations about single rows see some rows at a time, those about unique values the rows whose
    values have hashes of one kind, others (shares, means) the columns that they read.
    """
    if frame.height <= LARGE:
        return validate(frame, expectations)
    groups: dict[tuple[str, ...], list[int]] = {}
    for place, one in enumerate(expectations):
        groups.setdefault(("",) if _is_row_by_row(one) else (one["type"], *columns_of(one)), []).append(place)
    found: dict[int, Verdict] = {}
    for (kind, *columns), places in groups.items():
        verdicts = _judged(_pieces(frame, kind, columns), [expectations[place] for place in places])
        found.update(zip(places, verdicts, strict=True))
    return [found[place] for place in range(len(expectations))]


def _is_row_by_row(expectation: Expectation) -> bool:
    kinds = ROW_BY_ROW | {"expect_table_columns_to_match_set"}
    return expectation["type"] in kinds and "mostly" not in expectation["kwargs"]


def _pieces(frame: pl.DataFrame, kind: str, columns: Sequence[str]) -> Iterator[Piece]:
    """The pieces of the frame for expectations of a type that read these columns; type ``""``: about single rows."""
    if not kind:
        for start in range(0, frame.height, LARGE):
            rows = frame.slice(start, LARGE)
            yield rows, range(start, start + rows.height)
    elif kind in UNIQUE:  # equal rows are in one piece
        count = frame.height // LARGE + 1
        kinds = frame.select(columns).hash_rows() % count
        for number in range(count):
            positions = (kinds == number).arg_true()
            yield frame.select(columns)[positions], positions.to_list()
    else:
        yield frame.select(columns) if columns else frame, range(frame.height)


def _judged(pieces: Iterator[Piece], expectations: Sequence[Expectation]) -> list[Verdict]:
    """One verdict an expectation out of those on the pieces."""
    found = [[_placed(one, positions) for one in validate(rows, expectations)] for rows, positions in pieces]
    return [_joined(verdicts) for verdicts in zip(*found, strict=True)]


def _placed(verdict: Verdict, positions: Sequence[int]) -> Verdict:
    rows = verdict.unexpected_rows
    return replace(verdict, unexpected_rows=None if rows is None else tuple(positions[row] for row in rows))


def _joined(verdicts: Sequence[Verdict]) -> Verdict:
    failed = next((one for one in verdicts if not one.success), None)
    shown, rows = failed or verdicts[0], None
    if all(one.unexpected_rows is not None for one in verdicts):
        rows = tuple(sorted(row for one in verdicts for row in one.unexpected_rows or ()))
    return Verdict(shown.expectation, failed is None, rows, shown.observed)
