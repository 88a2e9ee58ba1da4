"""What a step reports, as Dagster's results: row counts, samples, checks, and a failure where the gate refused.

Belongs here: turning reports into events. Does not belong here: the steps, the specs (`catalogue`).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import dagster as dg
import polars as pl

from pipelines.assets.catalogue import CONTRACT_CHECK, asset_key, check_name, read_suite
from pipelines.contracts import table
from pipelines.quality import ExpectationOutcome
from pipelines.settings import Settings
from pipelines.steps.gating import TableReport, combine_outcomes
from pipelines.transforms.tombstones import Tombstones
from pipelines.warehouse.lake import Lake, PartRef

SAMPLE_ROWS = 5
LONGEST_CELL = 80
Result = dg.MaterializeResult[Any] | dg.AssetCheckResult


@dataclass(frozen=True, slots=True)
class Done:
    """What a step did: its reports, its seconds, and further metadata for each of its assets."""

    tables: Sequence[str]
    reports: Sequence[TableReport]
    seconds: float
    metadata: dict[str, Any]
    tombstones: Tombstones = field(default_factory=Tombstones)


def results(settings: Settings, done: Done, parts: dict[str, list[PartRef]]) -> Iterator[Result]:
    """Checks and materializations of a step. ``parts`` are the published part files that each asset now stands for.

    Raises:
        dg.Failure: a critical expectation was not met; nothing of the step was published.
    """
    reports = {report.table.full_name: report for report in _merged(done.reports)}
    lake = Lake(settings.lake)
    for name in done.tables:
        yield from _checks(settings, name, reports.get(name))
    if refused := [report for report in reports.values() if report.failed]:
        raise _failure(refused)
    for name in done.tables:
        rows = lake.scan(name, parts[name])
        sample = rows.head(SAMPLE_ROWS).collect()
        report = reports.get(name)
        yield dg.MaterializeResult(
            asset_key=asset_key(name),
            metadata={
                "dagster/row_count": rows.select(pl.len()).collect().item(),
                "new_rows": report.row_count if report else 0,
                "part_files": len(parts[name]),
                "seconds": round(done.seconds, 3),
                "sample": dg.MetadataValue.md(_shown(markdown_table(sample.columns, sample.iter_rows()), done)),
                **done.metadata,
            },
        )


def _shown(sample: str, done: Done) -> str:
    """The sample, unless it names somebody who is forgotten: Dagster keeps what it is told."""
    return "Not shown: it names somebody who is forgotten." if done.tombstones.hidden_names(sample) else sample


def markdown_table(columns: Sequence[str], found: Iterable[Sequence[object]]) -> str:
    """Rows as a markdown table; long cells are cut, and nothing in a cell can break out of it."""
    rows = [columns, ["---"] * len(columns), *found]
    return "\n".join("| " + " | ".join(_cell(value) for value in row) + " |" for row in rows)


def _cell(value: object) -> str:
    shown = f"{len(value)} bytes" if isinstance(value, bytes) else str(value)
    shown = shown if len(shown) <= LONGEST_CELL else shown[: LONGEST_CELL - 1] + "…"
    escaped = shown.replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;")
    return " ".join(escaped.split())


def _merged(reports: Sequence[TableReport]) -> list[TableReport]:
    """One report a table; a step may have published a table's part files one by one."""
    merged: dict[str, TableReport] = {}
    for report in reports:
        name = report.table.full_name
        before = merged.get(name)
        merged[name] = report if before is None else _joined(before, report)
    return list(merged.values())


def _joined(first: TableReport, second: TableReport) -> TableReport:
    outcomes = combine_outcomes([*first.outcomes, *second.outcomes])
    rows, parts = first.row_count + second.row_count, first.part_count + second.part_count
    return TableReport(first.table, rows, parts, outcomes, first.published and second.published)


def _checks(settings: Settings, name: str, report: TableReport | None) -> Iterator[dg.AssetCheckResult]:
    outcomes = {outcome.expectation: outcome for outcome in report.outcomes} if report else {}
    contract: list[ExpectationOutcome] = []
    described = set()
    for expectation in read_suite(table(name), settings.expectations):
        outcome = outcomes.get(expectation["description"])
        described.add(expectation["description"])
        if expectation["meta"]["origin"] == "hand":
            yield _check(name, check_name(expectation["description"]), [outcome] if outcome else [])
        elif outcome:
            contract.append(outcome)
    contract += [outcome for text, outcome in outcomes.items() if text not in described]
    yield _check(name, CONTRACT_CHECK, contract)


def _check(name: str, check: str, outcomes: Sequence[ExpectationOutcome]) -> dg.AssetCheckResult:
    failed = [outcome for outcome in outcomes if not outcome.success]
    critical = any(outcome.blocks for outcome in failed)
    metadata: dict[str, Any] = {
        "expectations": len(outcomes),
        "unexpected_count": sum(outcome.unexpected_count or 0 for outcome in outcomes),
    }
    for outcome in failed:
        metadata[outcome.expectation] = dg.MetadataValue.md(_sample(outcome))
    return dg.AssetCheckResult(
        asset_key=asset_key(name),
        check_name=check,
        passed=not failed,
        severity=dg.AssetCheckSeverity.ERROR if critical else dg.AssetCheckSeverity.WARN,
        description=_words(outcomes, failed),
        metadata=metadata,
    )


def _words(outcomes: Sequence[ExpectationOutcome], failed: Sequence[ExpectationOutcome]) -> str | None:
    """What the UI says beside the verdict: of a check that failed the rows that fail it."""
    if not outcomes:
        return "No new rows to check."
    said = [f"**{one.expectation}**: not met{_rows(one)}.\n\n{_sample(one)}" for one in failed]
    return "\n\n".join(said) or None


def _rows(outcome: ExpectationOutcome) -> str:
    count = outcome.unexpected_count
    return f" ({count:,} row{'s' * (count != 1)})" if count else ""


def _sample(outcome: ExpectationOutcome) -> str:
    rows = json.loads(outcome.sample)
    if rows and all(isinstance(row, dict) for row in rows):
        columns = list(dict.fromkeys(key for row in rows for key in row))
        return markdown_table(columns, [[row.get(key) for key in columns] for row in rows])
    return f"observed: {', '.join(map(str, rows))}" if rows else "not met"


def _failure(refused: Sequence[TableReport]) -> dg.Failure:
    lines = [
        f"{report.table.full_name}: {outcome.expectation}{_rows(outcome)}"
        for report in refused
        for outcome in report.failed
    ]
    return dg.Failure(
        description="Not published. Critical expectations were not met: " + "; ".join(lines),
        metadata={"refused": dg.MetadataValue.md("\n".join(f"- {line}" for line in lines))},
        allow_retries=False,
    )
