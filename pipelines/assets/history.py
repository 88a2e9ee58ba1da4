"""Dagster's own record of runs: what it shows of rows, and deleting that.

Belongs here: what becomes of events. Does not belong here: the lake and the warehouse (`pipelines.steps`).
"""

from __future__ import annotations

import sqlite3
from contextlib import closing

import dagster as dg

from pipelines.settings import Settings


def delete_history(settings: Settings) -> int:
    """Delete the events of every finished run and of every asset, for they hold samples of rows; returns how many runs.

    What a database has deleted stays in its file until the file is packed, so it is packed.
    """
    if not (settings.dagster_home / "dagster.yaml").exists():
        return 0
    with dg.DagsterInstance.from_config(str(settings.dagster_home)) as instance:
        instance.wipe_assets(instance.all_asset_keys())
        finished = [run.run_id for run in instance.get_runs() if run.is_finished]
        for run_id in finished:
            instance.delete_run(run_id)
    for file in sorted(settings.dagster_home.rglob("*.db")):
        with closing(sqlite3.connect(file)) as database:
            database.execute("vacuum")
            database.execute("pragma wal_checkpoint(truncate)")
    return len(finished)
