"""What each run did and how long it took: rows of core.run_stages, and the runs that the warehouse knows of.

Belongs here: writing a row a stage, asking for runs. Does not belong here: outcomes of checks (see ``gating``).
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import polars as pl

from pipelines.contracts import polars_schema, table
from pipelines.steps.gating import RunContext, TableReport
from pipelines.transforms.ids import digest
from pipelines.warehouse.lake import Lake
from pipelines.warehouse.query import QueryResult, run_query

_RUNS = """
with

stages as (
    select * from core.run_stages
),

runs as (
    select
        run_id,
        min(started_at) as started_at,
        sum(seconds) as seconds,
        coalesce(sum(row_count) filter (stage = 'documents'), 0) as documents,
        coalesce(sum(row_count) filter (stage = 'articles'), 0) as articles,
        sum(row_count) as row_count,
        sum(reject_count) as rejects,
        arg_max(stage, seconds) as slowest_stage,
        bool_and(is_published) as is_published
    from stages
    group by run_id
),

checks as (
    select
        run_id,
        count(*) filter (success) as checks_passed,
        count(*) filter (not success) as checks_failed
    from core.check_results
    group by run_id
)

select
    runs.run_id,
    strftime(runs.started_at, '%Y-%m-%d %H:%M:%S') as started_at,
    round(runs.seconds, 1) as seconds,
    runs.documents,
    runs.articles,
    runs.row_count,
    runs.rejects,
    coalesce(checks.checks_passed, 0) as checks_passed,
    coalesce(checks.checks_failed, 0) as checks_failed,
    runs.slowest_stage,
    runs.is_published
from runs
left join checks on runs.run_id = checks.run_id
order by runs.started_at desc, runs.run_id
"""

_STAGES = """
select
    stage,
    strftime(started_at, '%Y-%m-%d %H:%M:%S') as started_at,
    round(seconds, 2) as seconds,
    row_count,
    round(row_count / greatest(seconds, 0.001)) as rows_per_second,
    part_count,
    reject_count,
    is_published
from core.run_stages
where starts_with(run_id, ?)
order by started_at, stage
"""


def record_stage(
    lake: Lake, run: RunContext, stage: str, seconds: float, reports: Sequence[TableReport], rejects: int
) -> None:
    """Write down what a stage did; nothing where it had nothing to do, so that an unchanged lake stays as it is.

    The stage began at ``run.now`` and took ``seconds``.
    """
    if not reports:
        return
    row = {
        "run_id": run.run_id,
        "stage": stage,
        "started_at": run.now,
        "seconds": seconds,
        "row_count": sum(report.row_count for report in reports if report.published),
        "part_count": sum(report.part_count for report in reports if report.published),
        "reject_count": rejects,
        "is_published": all(report.published for report in reports),
    }
    frame = pl.DataFrame([row], schema=polars_schema(table("core.run_stages")))
    lake.stage("core.run_stages", run.ingest_date, digest("stage", run.run_id, stage), frame).publish()


def runs(warehouse: Path, most: int) -> QueryResult:
    """The last runs that changed something, the latest first: when, how long, rows, refusals, checks.

    Raises:
        QueryError: there is no warehouse, or it is of a version without core.run_stages.
    """
    return run_query(warehouse, _RUNS, max_rows=most)


def stages(warehouse: Path, run_id: str) -> QueryResult:
    """The stages of a run, in order; ``run_id`` may be cut short.

    Raises:
        QueryError: as `runs`.
    """
    return run_query(warehouse, _STAGES, [run_id])
