"""What Dagster is told of every table: key, group, kinds, columns, checks.

Belongs here: specs derived from contracts, suites and SQL models. Does not belong here: anything that runs.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import dagster as dg

from pipelines.contracts import Table, table
from pipelines.contracts.derive import duckdb_type
from pipelines.contracts.suites import suite_path

RETRIES = dg.RetryPolicy(max_retries=2, delay=5, backoff=dg.Backoff.EXPONENTIAL)
CONTRACT_CHECK = "contract"


def asset_key(full_name: str) -> dg.AssetKey:
    """``core.quotes`` as an asset key: layer, then table."""
    return dg.AssetKey(full_name.split("."))


def ingest_days(first: date) -> dg.DailyPartitionsDefinition:
    """The ingest days from the first one on, today included."""
    return dg.DailyPartitionsDefinition(start_date=first.isoformat(), end_offset=1, timezone="UTC")


def asset_spec(full_name: str, reads: Iterable[str], days: dg.DailyPartitionsDefinition) -> dg.AssetSpec:
    """The spec of a table that a contract declares, by day where the lake holds it by day."""
    found = table(full_name)
    return dg.AssetSpec(
        asset_key(full_name),
        deps=[asset_key(name) for name in reads],
        group_name=found.layer,
        kinds={"polars", "parquet"},
        description=found.description,
        partitions_def=days if found.partitioned else None,
        metadata={"dagster/column_schema": column_schema(found)},
    )


def column_schema(found: Table) -> dg.TableSchema:
    """Columns, types and descriptions as the UI shows them."""
    return dg.TableSchema(
        [
            dg.TableColumn(
                column.name,
                duckdb_type(column.dtype),
                column.description,
                dg.TableColumnConstraints(nullable=column.nullable),
            )
            for column in found.lake_columns
        ]
    )


def check_specs(full_names: Iterable[str], expectations: Path) -> list[dg.AssetCheckSpec]:
    """For each table one check for its whole contract, and one for each expectation written by hand."""
    specs = []
    for full_name in full_names:
        suite = read_suite(table(full_name), expectations)
        by_hand = [one for one in suite if one["meta"]["origin"] == "hand"]
        key = asset_key(full_name)
        described = f"{len(suite) - len(by_hand)} expectations that follow from the table's contract"
        specs.append(dg.AssetCheckSpec(CONTRACT_CHECK, asset=key, description=described))
        specs += [
            dg.AssetCheckSpec(
                check_name(one["description"]),
                asset=key,
                description=f"Expected: {one['description']}. {one['meta']['why']}",
                blocking=_is_critical(one),
            )
            for one in by_hand
        ]
    return specs


def read_suite(found: Table, expectations: Path) -> list[dict[str, Any]]:
    """The expectations of a table's suite."""
    suite: dict[str, list[dict[str, Any]]] = json.loads(suite_path(expectations, found).read_text(encoding="utf-8"))
    return suite["expectations"]


def check_name(description: str) -> str:
    """The name of an expectation in words as a name that Dagster allows."""
    return re.sub(r"\W+", "_", description, flags=re.ASCII).strip("_").lower()


def _is_critical(expectation: dict[str, Any]) -> bool:
    return bool(expectation["severity"] == "critical")
