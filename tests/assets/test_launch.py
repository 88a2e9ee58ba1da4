"""Starting a run from outside Dagster: one at a time, and what an earlier day left undone is finished first."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import dagster as dg
import pytest

from pipelines.assets import launch
from pipelines.assets.lock import alone, hold
from pipelines.settings import Settings
from pipelines.steps.freshness import unfinished_days
from pipelines.steps.ingesting import build_articles
from pipelines.steps.versions import engine_versions
from pipelines.warehouse.lake import Lake
from tests.newsroom import DAY, ingest, no_progress, run_context, run_whole_job, write_article

HOLD = """
import fcntl, sys, time
file = open(sys.argv[1], "a+")
fcntl.flock(file, fcntl.LOCK_EX)
print("held", flush=True)
time.sleep(float(sys.argv[2]))
file.close()
"""


def test_days_are_unfinished_until_everything_of_them_is_annotated(
    data_lake: Lake, open_suites: Path, tmp_path: Path
) -> None:
    run = run_context(open_suites)
    assert unfinished_days(data_lake, engine_versions()) == []
    ingest(data_lake, run, write_article(tmp_path, 1))
    assert unfinished_days(data_lake, engine_versions()) == [DAY]
    build_articles(data_lake, run, no_progress)
    assert unfinished_days(data_lake, engine_versions()) == [DAY]


@pytest.mark.usefixtures("stand_in")
def test_a_run_finishes_the_day_that_a_crash_cut_off(tmp_path: Path, open_suites: Path) -> None:
    settings = Settings(tmp_path / "data")
    past = replace(run_context(open_suites), ingest_date=date(2024, 2, 3))
    ingest(Lake(settings.lake), past, write_article(tmp_path / "news", 1))
    leftover = settings.lake / ".staging" / "core.quotes-left"
    leftover.mkdir(parents=True)
    (tmp_path / "nothing").mkdir()
    summary = run_whole_job(settings.data, tmp_path / "nothing", expectations=open_suites)
    assert summary.succeeded, summary.failure
    assert summary.articles_new == 1
    assert [part.ingest_date for part in Lake(settings.lake).complete_parts()] == [date(2024, 2, 3)]
    assert not leftover.exists()


def test_a_second_run_on_the_same_folder_is_told_to_wait(tmp_path: Path) -> None:
    settings = Settings(tmp_path)
    holder = subprocess.Popen([sys.executable, "-c", HOLD, str(settings.lock), "60"], stdout=subprocess.PIPE)
    try:
        assert holder.stdout is not None
        holder.stdout.readline()
        with pytest.raises(launch.Busy, match="is at work on"):
            run_whole_job(tmp_path, tmp_path)
    finally:
        holder.kill()
        holder.communicate()


def test_a_step_of_a_run_from_the_ui_waits_for_its_turn(tmp_path: Path) -> None:
    settings = Settings(tmp_path)
    holder = subprocess.Popen([sys.executable, "-c", HOLD, str(settings.lock), "1"], stdout=subprocess.PIPE)
    assert holder.stdout is not None
    holder.stdout.readline()

    @alone(settings)
    def step() -> Iterator[int | None]:
        with hold(settings, wait=False):  # who holds the folder may hold it again
            yield holder.wait(5)

    try:
        assert list(step()) == [0]
    finally:
        holder.kill()
        holder.communicate()


def test_an_instance_of_one_s_own_settings_is_left_alone(tmp_path: Path) -> None:
    settings = Settings(tmp_path)
    launch.prepare_instance(settings)
    file = settings.dagster_home / "dagster.yaml"
    with dg.DagsterInstance.from_config(str(settings.dagster_home)) as instance:
        assert not instance.telemetry_enabled
        queue = instance.get_concurrency_config().run_queue_config
        assert queue is not None
        assert queue.max_concurrent_runs == 1
    file.write_text("telemetry: {enabled: false}\n", encoding="utf-8")
    launch.prepare_instance(settings)
    assert file.read_text(encoding="utf-8") == "telemetry: {enabled: false}\n"
