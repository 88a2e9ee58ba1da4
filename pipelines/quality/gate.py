"""Run a table's suite on a frame, before it is published.

Belongs here: choosing what to run, and reading verdicts as outcomes. Does not belong here: great-expectations (see
``engine``), computed columns (see ``computed``), writing anything.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import polars as pl

from pipelines.contracts import Table, polars_schema
from pipelines.contracts.suites import suite_path
from pipelines.quality.computed import PER_ARTICLE, needed_references, per_article, with_computed
from pipelines.quality.engine import Expectation, Verdict, columns_of
from pipelines.quality.pieces import validate_pieces
from pipelines.quality.results import ExpectationOutcome, GateContext, GateResult

SAMPLE_SIZE = 5
_LONGEST_VALUE = 200
_SCHEMA = "the columns and their types are those of the contract"


def check(table: Table, frame: pl.DataFrame, context: GateContext, suites_folder: Path) -> GateResult:
    """Run the suite of a table on a frame that has the columns of its part files.

    Nothing is changed or dropped: see ``GateResult.accepted``. An expectation with ``meta.minimum_rows`` is left out,
    outcome and all, on a frame of fewer rows, where a share or a mean says nothing. Raises FileNotFoundError without a
    suite, ValueError when ``context.references`` lacks what ``needed_references(table)`` lists.
    """
    _demand_references(table, context)
    if frame.schema != polars_schema(table):
        return _refuse_schema(table, frame, context)
    suite = json.loads(suite_path(suites_folder, table).read_text(encoding="utf-8"))
    on_rows, on_articles = _by_frame(suite["expectations"])
    rows = with_computed(table, frame, context.references)
    verdicts = validate_pieces(rows, _applicable(on_rows, rows.height))
    outcomes = [_outcome(verdict, rows, table.primary_key) for verdict in verdicts]
    if on_articles:
        articles = per_article(frame, context.references)
        about_articles = validate_pieces(articles, _applicable(on_articles, articles.height))
        outcomes.extend(_outcome(verdict, articles, ("version_id",)) for verdict in about_articles)
    refused = _refused(table, rows, verdicts, context)
    whole = tuple(verdict.expectation["description"] for verdict in verdicts if _blocks(verdict) and not _rows(verdict))
    return GateResult(table, context, tuple(outcomes), refused, whole)


def _demand_references(table: Table, context: GateContext) -> None:
    for name, columns in needed_references(table).items():
        reference = context.references.get(name)
        missing = columns if reference is None else [column for column in columns if column not in reference.columns]
        if missing:
            raise ValueError(f"checking {table.full_name} needs {name} with {', '.join(missing)}")


def _refuse_schema(table: Table, frame: pl.DataFrame, context: GateContext) -> GateResult:
    wanted, found = polars_schema(table), frame.schema
    wrong = [f"{name}: {found.get(name)} instead of {kind}" for name, kind in wanted.items() if found.get(name) != kind]
    wrong += [f"{name}: not in the contract" for name in found if name not in wanted]
    sample = json.dumps((wrong or [f"order: {', '.join(found)}"])[:SAMPLE_SIZE])
    outcome = ExpectationOutcome(_SCHEMA, "critical", False, None, sample, "No other rule can be read without them.")
    return GateResult(table, context, (outcome,), _refused(table, frame.clear(), [], context), (_SCHEMA,))


def _by_frame(expectations: Sequence[Expectation]) -> tuple[list[Expectation], list[Expectation]]:
    on_articles = [found for found in expectations if found["meta"].get("frame") == PER_ARTICLE]
    return [found for found in expectations if found["meta"].get("frame") is None], on_articles


def _applicable(expectations: Sequence[Expectation], height: int) -> list[Expectation]:
    return [found for found in expectations if height >= found["meta"].get("minimum_rows", 0)]


def _blocks(verdict: Verdict) -> bool:
    return verdict.expectation["severity"] == "critical" and not verdict.success


def _rows(verdict: Verdict) -> tuple[int, ...]:
    return verdict.unexpected_rows or ()


def _outcome(verdict: Verdict, rows: pl.DataFrame, key: tuple[str, ...]) -> ExpectationOutcome:
    expectation = verdict.expectation
    return ExpectationOutcome(
        expectation=expectation["description"],
        severity=expectation["severity"],
        success=verdict.success,
        unexpected_count=None if verdict.unexpected_rows is None else len(verdict.unexpected_rows),
        sample=_sample(verdict, rows, key),
        why=expectation["meta"].get("why", ""),
    )


def _sample(verdict: Verdict, rows: pl.DataFrame, key: tuple[str, ...]) -> str:
    """Up to five failing rows (key, columns read, columns that ``meta.shows`` lists), else the value observed."""
    found: list[Any]
    if verdict.unexpected_rows:
        shown = [*key, *columns_of(verdict.expectation), *verdict.expectation["meta"].get("shows", ())]
        names = [name for name in dict.fromkeys(shown) if name in rows.columns]
        found = rows.select(names)[list(verdict.unexpected_rows[:SAMPLE_SIZE])].to_dicts()
        found = [{name: _short(value) for name, value in row.items()} for row in found]
    else:
        found = [] if verdict.success or verdict.observed is None else [_short(verdict.observed)]
    return json.dumps(found, ensure_ascii=False, default=str)


def _short(value: Any) -> Any:
    if isinstance(value, str) and len(value) > _LONGEST_VALUE:
        return value[:_LONGEST_VALUE] + "…"
    return value


def _refused(table: Table, rows: pl.DataFrame, verdicts: Sequence[Verdict], context: GateContext) -> pl.DataFrame:
    failed: dict[int, list[str]] = {}
    for verdict in verdicts:
        if _blocks(verdict):
            for row in _rows(verdict):
                failed.setdefault(row, []).append(verdict.expectation["description"])
    names = pl.DataFrame(
        {"row": list(failed), "expectations": list(failed.values())},
        schema={"row": pl.UInt32, "expectations": pl.List(pl.String)},
    ).sort("row")
    keys = _with_source(rows, context).select("source_uri", *_missing_as_null(table, rows)).with_row_index("row")
    columns = ["row", *table.primary_key, "source_uri", "expectations"]
    return names.join(keys, on="row", how="left", maintain_order="left").select(columns)


def _missing_as_null(table: Table, rows: pl.DataFrame) -> list[pl.Expr]:
    return [pl.col(name) if name in rows.columns else pl.lit(None).alias(name) for name in table.primary_key]


def _with_source(rows: pl.DataFrame, context: GateContext) -> pl.DataFrame:
    """The rows with ``source_uri``: their own, else that of their version of an article, else null."""
    if "source_uri" in rows.columns:
        return rows
    articles = context.references.get("core.articles")
    if "version_id" in rows.columns and articles is not None and "source_uri" in articles.columns:
        sources = articles.select("version_id", "source_uri").unique("version_id", keep="first")
        return rows.join(sources, on="version_id", how="left", maintain_order="left")
    return rows.with_columns(source_uri=pl.lit(None, dtype=pl.String))
