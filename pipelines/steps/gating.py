"""Gate, then publish: nothing that a critical expectation refuses becomes visible."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from time import perf_counter
from typing import Any

import polars as pl

from pipelines.contracts import Table, empty_frame, table
from pipelines.quality import ExpectationOutcome, GateContext, GateResult, check
from pipelines.transforms.ids import digest
from pipelines.transforms.tombstones import Tombstones
from pipelines.warehouse.lake import Lake, StagedPart

SAMPLE_ROWS = 5
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class RunContext:
    """What a step is told of its run: its id, its ingest day, its instant, where the suites lie, what is forgotten."""

    run_id: str
    ingest_date: date
    now: datetime
    expectations: Path
    tombstones: Tombstones = field(default_factory=Tombstones)


@dataclass(frozen=True, slots=True)
class TableReport:
    """What a step did to one table: rows published, and the outcome of each expectation over all of its part files."""

    table: Table
    row_count: int
    part_count: int
    outcomes: tuple[ExpectationOutcome, ...]
    published: bool

    @property
    def failed(self) -> tuple[ExpectationOutcome, ...]:
        """The critical expectations that were not met."""
        return tuple(outcome for outcome in self.outcomes if outcome.blocks)


class Gate:
    """Checks frames of one step and publishes all of them, or none.

    Use: :meth:`add` each frame, then :meth:`publish`. Results and refused rows are recorded either way.
    """

    def __init__(self, lake: Lake, run: RunContext) -> None:
        self._lake, self._run, self._began = lake, run, perf_counter()
        self._staged: list[StagedPart] = []
        self._results: dict[str, list[GateResult]] = {}
        self._rows: dict[str, int] = {}

    def add(
        self,
        name: str,
        part: str,
        frame: pl.DataFrame,
        references: Mapping[str, pl.DataFrame],
        made: Mapping[str, str] | None = None,
    ) -> None:
        """Check a frame that is to become a part file of table ``name``, and stage it with ``made`` in its footer."""
        found = table(name)
        day = self._run.ingest_date if found.partitioned else None
        label = f"{day.isoformat()}/{part}" if day else "all"
        context = GateContext(self._run.run_id, label, self._run.now, references)
        self._results.setdefault(name, []).append(check(found, frame, context, self._run.expectations))
        self._rows[name] = self._rows.get(name, 0) + frame.height
        self._staged.append(self._lake.stage(name, day, part, frame, made))

    def publish(self) -> list[TableReport]:
        """Publish what was added if all of it passed; else discard it, and keep the refused rows in core.rejects."""
        results = [result for found in self._results.values() for result in found]
        passed = all(result.passed for result in results)
        record_results(self._lake, self._run, results)
        if not passed:
            record_rejects(self._lake, self._run, pl.concat([_refusals(result) for result in results]))
        for staged in self._staged:
            if passed:
                staged.publish()
            else:
                staged.discard()
        self._tell(results, passed)
        return [
            TableReport(table(name), self._rows[name], len(found), _outcomes(found), passed)
            for name, found in self._results.items()
        ]

    def _tell(self, results: Sequence[GateResult], passed: bool) -> None:
        told: dict[str, Any] = {
            "parts": sorted({staged.reference.part for staged in self._staged}),
            "rows": self._rows,
            "seconds": round(perf_counter() - self._began, 3),
        }
        if passed:
            _LOG.info("published", extra=told)
        else:
            missed = [(result.table.full_name, one) for result in results for one in result.results if one.blocks]
            told["not_met"] = sorted({f"{name}: {outcome.expectation}" for name, outcome in missed})
            _LOG.warning("refused", extra=told)


def record_results(lake: Lake, run: RunContext, results: Iterable[GateResult]) -> None:
    """Add outcomes to core.check_results."""
    frames = [result.check_results_frame() for result in results]
    if frames:
        rows = pl.concat(frames)
        if run.tombstones.hides_names:
            samples = ["[]" if run.tombstones.hidden_names(sample) else sample for sample in rows["sample"]]
            rows = rows.with_columns(sample=pl.Series(samples, dtype=pl.String))
        part = digest("check_results", run.run_id, *rows["table_name"].unique(maintain_order=True), *rows["partition"])
        lake.stage("core.check_results", run.ingest_date, part, rows).publish()


def record_rejects(lake: Lake, run: RunContext, rejects: pl.DataFrame) -> int:
    """Add rows to core.rejects that are not there yet; returns how many."""
    known = lake.scan("core.rejects").select("reject_id").collect()
    fresh = rejects.unique("reject_id", keep="first", maintain_order=True)
    fresh = fresh.join(known, on="reject_id", how="anti", maintain_order="left")
    if fresh.height:
        part = digest("rejects", *fresh["reject_id"])
        lake.stage("core.rejects", run.ingest_date, part, fresh).publish()
    return fresh.height


def reject_rows(rows: Iterable[tuple[str, str, str, str]], now: datetime) -> pl.DataFrame:
    """Rows of core.rejects from (source_uri, stage, reason, detail)."""
    found = [
        {
            "reject_id": digest(source_uri, stage, reason, detail),
            "source_uri": source_uri,
            "stage": stage,
            "reason": reason,
            "detail": detail,
            "ingested_at": now,
        }
        for source_uri, stage, reason, detail in rows
    ]
    rejects = table("core.rejects")
    return pl.DataFrame(found, schema=empty_frame(rejects).schema)


def _refusals(result: GateResult) -> pl.DataFrame:
    """Refused rows; where an expectation about the whole frame failed, a row that says so."""
    rows = result.refused_frame(result.table.full_name)
    if not result.whole:
        return rows
    partition = result.context.partition
    whole = [(result.table.full_name, "gate", "failed_expectation", f"{partition}: {name}") for name in result.whole]
    return pl.concat([rows, reject_rows(whole, result.context.checked_at)])


def combine_outcomes(outcomes: Iterable[ExpectationOutcome]) -> tuple[ExpectationOutcome, ...]:
    """One outcome an expectation over the part files of a table: counts add up, samples are of the first failures."""
    combined: dict[str, ExpectationOutcome] = {}
    for outcome in outcomes:
        before = combined.get(outcome.expectation)
        combined[outcome.expectation] = outcome if before is None else _joined(before, outcome)
    return tuple(combined.values())


def _outcomes(results: list[GateResult]) -> tuple[ExpectationOutcome, ...]:
    return combine_outcomes(outcome for result in results for outcome in result.results)


def _joined(first: ExpectationOutcome, second: ExpectationOutcome) -> ExpectationOutcome:
    counts = [one.unexpected_count for one in (first, second) if one.unexpected_count is not None]
    sample = [*json.loads(first.sample), *json.loads(second.sample)][:SAMPLE_ROWS]
    return replace(
        first,
        success=first.success and second.success,
        unexpected_count=sum(counts) if counts else None,
        sample=json.dumps(sample, ensure_ascii=False),
    )
