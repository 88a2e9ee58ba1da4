"""What the gate says: outcomes of expectations, refused rows, and both as tables.

Belongs here: the records, and their shape as rows of core.check_results and core.rejects.
Does not belong here: how an outcome is reached (see ``gate``).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

import polars as pl

from pipelines.contracts import Table, conform, empty_frame, polars_schema, table

Severity = Literal["critical", "warning"]
REASON = "failed_expectation"


@dataclass(frozen=True, slots=True)
class GateContext:
    """What a check is told: its run, the part it looks at, the time, and the tables that ids and spans point into."""

    run_id: str
    partition: str
    checked_at: datetime
    references: Mapping[str, pl.DataFrame]


@dataclass(frozen=True, slots=True)
class ExpectationOutcome:
    """How one expectation came out.

    ``expectation`` is its name in words. ``unexpected_count`` counts rows that do not meet it, also where so few are
    allowed; None where it is about the frame as a whole. ``sample`` is a JSON list of up to five such rows or values.
    ``why`` says what the expectation is for, empty where the contract alone demands it.
    """

    expectation: str
    severity: Severity
    success: bool
    unexpected_count: int | None
    sample: str
    why: str

    @property
    def blocks(self) -> bool:
        """Whether it keeps rows from being published."""
        return self.severity == "critical" and not self.success


@dataclass(frozen=True, slots=True)
class GateResult:
    """The outcome of a table's suite on one frame.

    ``refused`` has a row for every row of the frame that a critical expectation refuses: ``row`` (its position), the
    key columns, ``source_uri`` (null where unknown) and ``expectations`` (names of those that it fails). ``whole``
    names the critical expectations that failed without pointing at rows.
    """

    table: Table
    context: GateContext
    results: tuple[ExpectationOutcome, ...]
    refused: pl.DataFrame
    whole: tuple[str, ...] = ()

    @property
    def passed(self) -> bool:
        """Whether no critical expectation failed."""
        return not any(outcome.blocks for outcome in self.results)

    @property
    def separable(self) -> bool:
        """Whether leaving out the refused rows removes every critical failure that was found.

        Rows that referred to a refused row are not counted: check what ``accepted`` returns again.
        """
        return not self.whole

    def accepted(self, frame: pl.DataFrame) -> pl.DataFrame:
        """The rows of the checked frame that no critical expectation refuses, in order."""
        rows = frame.with_row_index("row").join(self.refused.select("row"), on="row", how="anti", maintain_order="left")
        return rows.drop("row")

    def check_results_frame(self) -> pl.DataFrame:
        """The outcomes as rows of core.check_results."""
        rows = [
            {
                "run_id": self.context.run_id,
                "table_name": self.table.full_name,
                "partition": self.context.partition,
                "expectation": outcome.expectation,
                "severity": outcome.severity,
                "success": outcome.success,
                "unexpected_count": outcome.unexpected_count,
                "sample": outcome.sample,
                "checked_at": self.context.checked_at,
            }
            for outcome in self.results
        ]
        return pl.DataFrame(rows, schema=polars_schema(table("core.check_results")))

    def refused_frame(self, source_uri: str) -> pl.DataFrame:
        """The refused rows as rows of core.rejects; ``source_uri`` stands in where a row's own is unknown."""
        rejects = table("core.rejects")
        if self.refused.is_empty():
            return empty_frame(rejects)
        rows = [self._reject(row, source_uri) for row in self.refused.iter_rows(named=True)]
        return conform(pl.DataFrame(rows), rejects)

    def _reject(self, row: dict[str, object], fallback: str) -> dict[str, object]:
        source_uri = row["source_uri"] or fallback
        key = {name: row[name] for name in self.table.primary_key}
        about = {"table": self.table.full_name, "key": key, "expectations": row["expectations"]}
        detail = json.dumps(about, ensure_ascii=False, default=str)
        identity = "".join(f"{part}\0" for part in (source_uri, "gate", REASON, detail))
        return {
            "reject_id": hashlib.sha256(identity.encode()).hexdigest()[:16],
            "source_uri": source_uri,
            "stage": "gate",
            "reason": REASON,
            "detail": detail,
            "ingested_at": self.context.checked_at,
        }
