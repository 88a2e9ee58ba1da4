"""All of Dagster's definitions from settings: assets, the job, its schedule, the sensors."""

from datetime import UTC, datetime

import dagster as dg

from pipelines.assets.catalogue import ingest_days
from pipelines.assets.marts import build_marts
from pipelines.assets.sensors import build_sensors
from pipelines.assets.tables import Workplace, build_assets
from pipelines.settings import Settings
from pipelines.steps.ingesting import Progress
from pipelines.warehouse.lake import Lake

JOB = "on_the_record"


def build_definitions(settings: Settings, progress: Progress = lambda stage, done, total: None) -> dg.Definitions:
    """Definitions over one data folder.

    Raises:
        SourcesFileError: sources.toml is not as it should be.
    """
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
        sensors=build_sensors(settings, JOB),
        executor=dg.in_process_executor,
    )


def _schedule() -> dg.ScheduleDefinition:
    @dg.schedule(
        job_name=JOB,
        name="daily",
        cron_schedule="0 5 * * *",
        execution_timezone="UTC",
        default_status=dg.DefaultScheduleStatus.RUNNING,
        description="Takes in what lies in the inbox and what was fetched, every day at 05:00 UTC.",
    )
    def daily(context: dg.ScheduleEvaluationContext) -> dg.RunRequest:
        day = context.scheduled_execution_time.astimezone(UTC).date().isoformat()
        return dg.RunRequest(run_key=day, partition_key=day)

    return daily
