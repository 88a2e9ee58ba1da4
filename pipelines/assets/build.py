"""All of Dagster's definitions from settings: assets, the job, its schedule, the sensor on the inbox."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import dagster as dg

from pipelines.assets.catalogue import ingest_days
from pipelines.assets.marts import build_marts
from pipelines.assets.tables import Workplace, build_assets
from pipelines.settings import Settings
from pipelines.steps.ingesting import Progress
from pipelines.transforms.ids import digest
from pipelines.warehouse.lake import Lake

JOB = "on_the_record"
SETTLED_SECONDS = 10  # a file younger than this may still be being copied


def build_definitions(settings: Settings, progress: Progress = lambda stage, done, total: None) -> dg.Definitions:
    """Definitions over one data folder."""
    days = ingest_days(min([*Lake(settings.lake).partitions("raw.documents"), datetime.now(UTC).date()]))
    workplace = Workplace(settings, progress, days)
    job = dg.define_asset_job(
        JOB,
        selection=dg.AssetSelection.all(),
        partitions_def=days,
        executor_def=dg.in_process_executor,
        description="From sources to the warehouse: every table, in order, in one process.",
    )
    return dg.Definitions(
        assets=[*build_assets(workplace), build_marts(workplace)],
        jobs=[job],
        schedules=[_schedule()],
        sensors=[_inbox_sensor(settings.inbox)],
        executor=dg.in_process_executor,
    )


def _schedule() -> dg.ScheduleDefinition:
    @dg.schedule(
        job_name=JOB,
        name="daily",
        cron_schedule="0 5 * * *",
        execution_timezone="UTC",
        default_status=dg.DefaultScheduleStatus.RUNNING,
        description="Takes in what lies in the inbox, every day at 05:00 UTC.",
    )
    def daily(context: dg.ScheduleEvaluationContext) -> dg.RunRequest:
        day = context.scheduled_execution_time.astimezone(UTC).date().isoformat()
        return dg.RunRequest(run_key=day, partition_key=day)

    return daily


def _inbox_sensor(inbox: Path) -> dg.SensorDefinition:
    @dg.sensor(
        job_name=JOB,
        name="inbox",
        minimum_interval_seconds=30,
        default_status=dg.DefaultSensorStatus.RUNNING,
        description="Starts a run when files in the inbox are new or changed, and have come to rest.",
    )
    def inbox_sensor(context: dg.SensorEvaluationContext) -> dg.SensorResult | dg.SkipReason:
        now = datetime.now(UTC)
        files = list(_files(inbox))
        if not files:
            return dg.SkipReason(f"nothing lies in {inbox.name}/")
        if any(now.timestamp() - path.stat().st_mtime < SETTLED_SECONDS for path in files):
            return dg.SkipReason("a file is still being written")
        state = digest(
            *(f"{path.relative_to(inbox)}/{path.stat().st_size}/{path.stat().st_mtime_ns}" for path in files)
        )
        if state == context.cursor:
            return dg.SkipReason("nothing new in the inbox")
        request = dg.RunRequest(run_key=state, partition_key=now.date().isoformat())
        return dg.SensorResult(run_requests=[request], cursor=state)

    return inbox_sensor


def _files(inbox: Path) -> Iterator[Path]:
    return (path for path in sorted(inbox.rglob("*")) if path.is_file() and not path.name.startswith("."))
