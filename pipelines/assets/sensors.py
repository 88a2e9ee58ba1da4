"""Sensors: one for each source of sources.toml, and one for the inbox.

Belongs here: when a source is looked at and when that starts a run. Does not belong here: fetching
(`pipelines.fetching`), what a run does (`tables`).
"""

import json
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import dagster as dg

from pipelines.assets.polls import in_words, open_poller
from pipelines.fetching import FileSource, SourceBusy, WebSource, read_source_list
from pipelines.fetching.source_state import SourceState
from pipelines.settings import Settings
from pipelines.transforms.ids import digest

SETTLED_SECONDS = 10  # a file younger than this may still be being copied
TICK_SECONDS = 20.0  # in which a poll starts requests; Dagster ends a tick after 60
PATIENCE = 5.0
LOOK_SECONDS = 30  # between two looks at what is due
TAKES_FETCHED = {"otr/takes": "fetched"}


def build_sensors(settings: Settings, job_name: str) -> list[dg.SensorDefinition]:
    """The sensor on the inbox, and those on the sources.

    Raises:
        SourcesFileError: sources.toml is not as it should be.
    """
    found = read_source_list(settings.sources_file)
    inbox = FileSource("inbox", "folder", settings.inbox, "**/*", interval=timedelta(seconds=LOOK_SECONDS))
    return [
        _file_sensor(inbox, job_name, dict),
        *(_file_sensor(source, job_name, _config_for(source)) for source in found.files),
        *(_web_sensor(settings, source, found.contact, job_name) for source in found.web),
    ]


def _file_sensor(source: FileSource, job_name: str, config: Callable[[], dict[str, Any]]) -> dg.SensorDefinition:
    @dg.sensor(
        job_name=job_name,
        name=source.name.replace("-", "_"),
        minimum_interval_seconds=int(source.interval.total_seconds()),
        default_status=dg.DefaultSensorStatus.RUNNING,
        description=f"Starts a run when files in {source.base} are new or changed, and have come to rest.",
    )
    def file_sensor(context: dg.SensorEvaluationContext) -> dg.SensorResult | dg.SkipReason:
        now, files = datetime.now(UTC), source.files()
        if not files:
            return dg.SkipReason(f"nothing lies in {source.base.name}/")
        if any(now.timestamp() - path.stat().st_mtime < SETTLED_SECONDS for path in files):
            return dg.SkipReason("a file is still being written")
        state = digest(*_traits(source.base, files))
        if state == context.cursor:
            return dg.SkipReason(f"nothing new in {source.base.name}/")
        request = dg.RunRequest(run_key=state, partition_key=now.date().isoformat(), run_config=config())
        return dg.SensorResult(run_requests=[request], cursor=state)

    return file_sensor


def _traits(base: Path, files: Iterable[Path]) -> Iterable[str]:
    for path in files:
        found = path.stat()
        yield f"{path.relative_to(base)}/{found.st_size}/{found.st_mtime_ns}"


def _config_for(source: FileSource) -> Callable[[], dict[str, Any]]:
    """What a run is told that takes in a source of files."""

    def config() -> dict[str, Any]:
        values = {"paths": [str(path) for path in source.paths()], "publisher": source.publisher or ""}
        return {"ops": {"documents": {"config": values}}}

    return config


def _web_sensor(settings: Settings, source: WebSource, contact: str, job_name: str) -> dg.SensorDefinition:
    @dg.sensor(
        job_name=job_name,
        name=source.name.replace("-", "_"),
        minimum_interval_seconds=LOOK_SECONDS,
        default_status=dg.DefaultSensorStatus.RUNNING,
        description=f"Follows the {source.kind} {source.place.url}, and starts a run when articles came.",
    )
    def web_sensor(context: dg.SensorEvaluationContext) -> dg.SensorResult | dg.SkipReason:
        before = json.loads(context.cursor) if context.cursor else {}
        try:
            with open_poller(settings, contact, PATIENCE) as poller:
                poll = poller.poll(source, TICK_SECONDS)
                known = SourceState(poller.state, source.name).list_state(source.place.url)
        except SourceBusy as busy:
            return dg.SkipReason(str(busy))
        shown = {"etag": known.etag, "last_modified": known.last_modified, "last_id": known.last_id}
        cursor = json.dumps({**shown, "documents": poll.documents})
        if poll.documents <= before.get("documents", 0):
            return dg.SensorResult(skip_reason=in_words(poll), cursor=cursor)
        if _is_queued(context.instance, job_name):
            return dg.SensorResult(skip_reason=f"{in_words(poll)}; the queued run takes them in", cursor=cursor)
        request = dg.RunRequest(
            run_key=f"{source.name}-{poll.documents}",
            partition_key=datetime.now(UTC).date().isoformat(),
            tags=TAKES_FETCHED,
        )
        return dg.SensorResult(run_requests=[request], cursor=cursor)

    return web_sensor


def _is_queued(instance: dg.DagsterInstance, job_name: str) -> bool:
    """Whether a run that will take in all that was fetched waits for its turn."""
    wanted = dg.RunsFilter(job_name=job_name, statuses=[dg.DagsterRunStatus.QUEUED], tags=TAKES_FETCHED)
    return instance.get_runs_count(wanted) > 0
