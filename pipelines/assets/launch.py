"""Run the job from outside Dagster's UI, against the same instance, so that the run shows there.

Belongs here: starting runs and reading what they say. Does not belong here: words for the terminal (`pipelines.cli`).
"""

from __future__ import annotations

import logging
import os
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from time import perf_counter
from typing import Any, NoReturn

import dagster as dg

from pipelines.assets.build import JOB, build_definitions
from pipelines.assets.catalogue import asset_key
from pipelines.assets.lock import Busy, hold
from pipelines.assets.records import open_instance
from pipelines.assets.tables import ANNOTATIONS, RESOLVED, Sources
from pipelines.settings import PROJECT, Settings
from pipelines.steps.compacting import compact
from pipelines.steps.freshness import unfinished_days
from pipelines.steps.ingesting import Progress
from pipelines.steps.ray_workers import ClusterUnavailable, cluster_of
from pipelines.steps.versions import engine_versions
from pipelines.transforms.tombstones import read_tombstones
from pipelines.warehouse.damage import DamagedPart, remove_damaged
from pipelines.warehouse.lake import Lake

INSTANCE_SETTINGS = """\
telemetry: {enabled: false}
nux: {enabled: false}
concurrency: {runs: {max_concurrent_runs: 1}}
sensors: {use_threads: true, num_workers: 4}
"""
BY_DAY = [asset_key(name) for name in ("core.articles", *ANNOTATIONS)]
RESOLVING = dg.AssetSelection.assets(*map(asset_key, RESOLVED)).downstream().required_multi_asset_neighbors()
__all__ = [
    "Busy", "ClusterUnavailable", "DamagedPart", "RunSummary", "hold", "prepare_instance", "resolve_again", "run_job",
    "start_ui",
]  # fmt: skip


@dataclass(slots=True)
class RunSummary:
    """What a run did: documents by fate, refusals by reason, checks by outcome, and why it failed where it did."""

    seconds: float = 0.0
    documents_read: int = 0
    documents_new: int = 0
    duplicates: int = 0
    articles_new: int = 0
    rejected: Counter[str] = field(default_factory=Counter)
    checks_passed: int = 0
    checks_failed: list[str] = field(default_factory=list)
    failure: str | None = None

    @property
    def succeeded(self) -> bool:
        """Whether everything was published."""
        return self.failure is None


def run_job(settings: Settings, sources: Sources, progress: Progress) -> RunSummary:
    """Take in the sources; before that, do what is missing or stale of earlier days, and join their small part files.

    Raises:
        Busy: another run is at work on the data folder.
        DamagedPart: a part file that cannot be made again cannot be read.
        BadTombstones: the file of what is forgotten cannot be used.
        ClusterUnavailable: the Ray cluster that is to annotate does not answer.
    """
    read_tombstones(settings.forgotten)  # before anything else: a mistake in it must not wait for a step
    if cluster := cluster_of(settings):
        cluster.look()
    prepare_instance(settings)
    began, summary = perf_counter(), RunSummary()
    today = datetime.now(UTC).date()
    with hold(settings, wait=False), open_instance(settings.dagster_home) as instance:
        lake, versions = Lake(settings.lake), engine_versions()
        lake.clean_staging()
        remove_damaged(lake)
        compact(lake, versions, today, settings.part_documents)
        job = build_definitions(settings, progress).resolve_job_def(JOB)
        for day in unfinished_days(lake, versions):
            if day != today:
                _execute(job, instance, day, None, summary, BY_DAY)
        _execute(job, instance, today, sources, summary)
    summary.seconds = perf_counter() - began
    return summary


def resolve_again(settings: Settings) -> RunSummary:
    """Resolve the entities of all articles anew where decisions in ``curation.csv`` changed, and serve them.

    Raises:
        Busy: another run is at work on the data folder.
    """
    prepare_instance(settings)
    began, summary = perf_counter(), RunSummary()
    with hold(settings, wait=False), open_instance(settings.dagster_home) as instance:
        definitions = build_definitions(settings)
        keys = sorted(RESOLVING.resolve(definitions.resolve_asset_graph()))
        job = definitions.resolve_job_def(JOB)
        _execute(job, instance, datetime.now(UTC).date(), None, summary, keys)
    summary.seconds = perf_counter() - began
    return summary


def prepare_instance(settings: Settings) -> None:
    """Make the data folder and the settings of its Dagster instance."""
    settings.inbox.mkdir(parents=True, exist_ok=True)
    settings.dagster_home.mkdir(parents=True, exist_ok=True)
    file = settings.dagster_home / "dagster.yaml"
    if not file.exists():
        file.write_text(INSTANCE_SETTINGS, encoding="utf-8")


def start_ui(settings: Settings, port: int) -> NoReturn:
    """Become ``dagster dev`` on the loopback interface: the open-source UI has no login."""
    prepare_instance(settings)
    command = [str(Path(sys.executable).parent / "dagster"), "dev", "-w", str(PROJECT / "workspace.yaml")]
    os.execve(command[0], [*command, "-h", "127.0.0.1", "-p", str(port)], settings.environment())


def _execute(
    job: dg.JobDefinition,
    instance: dg.DagsterInstance,
    day: date,
    sources: Sources | None,
    summary: RunSummary,
    keys: Sequence[dg.AssetKey] | None = None,
) -> None:
    """Run the job, or only the steps of the assets ``keys``; ``sources`` is None where documents are none of them."""
    logging.getLogger("dagster").setLevel(logging.CRITICAL)
    result = job.execute_in_process(
        asset_selection=keys,
        run_config={
            "ops": {"documents": {"config": sources.model_dump()}} if sources else {},
            "loggers": {"console": {"config": {"log_level": "CRITICAL"}}},
        },
        instance=instance,
        partition_key=day.isoformat(),
        raise_on_error=False,
    )
    for event in result.get_asset_materialization_events():
        _count(event.materialization, summary)
    for evaluation in result.get_asset_check_evaluations():
        name = f"{evaluation.asset_key.to_user_string()}: {evaluation.check_name}"
        if evaluation.passed:
            summary.checks_passed += bool(evaluation.metadata["expectations"].value)  # not where no row was new
        else:
            summary.checks_failed.append(f"{name} ({evaluation.severity.value})")
    if not result.success:
        summary.failure = _reason(result.all_events)


def _count(materialization: dg.AssetMaterialization, summary: RunSummary) -> None:
    metadata: dict[str, Any] = {name: value.value for name, value in materialization.metadata.items()}
    key = materialization.asset_key.to_user_string()
    if key == "raw/documents":
        summary.documents_read += metadata["documents_read"]
        summary.documents_new += metadata["documents_new"]
    if key in ("raw/documents", "core/articles"):
        summary.duplicates += metadata["duplicates"]
    if key == "core/articles":
        summary.articles_new += metadata["documents_new"]
    summary.rejected.update(metadata.get("reasons", {}))


def _reason(events: Sequence[dg.DagsterEvent]) -> str:
    """Why the first failed step failed, in its own words."""
    for event in events:
        if event.is_step_failure:
            data = event.step_failure_data
            described = data.user_failure_data.description if data.user_failure_data else None
            error = data.error.cause or data.error if data.error else None
            return described or (error.message.strip() if error else "unknown")
    return "the run failed before its first step; see the UI (`make up`)"
