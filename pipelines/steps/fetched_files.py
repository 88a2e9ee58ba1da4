"""What was fetched, on its way into raw.documents: which folders a run reads, and refusals to core.rejects.

Belongs here: the hand-over from `pipelines.fetching` to the lake. Does not belong here: fetching, reading documents.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from pipelines.fetching.source_state import mark_recorded, refusals
from pipelines.fetching.state import State
from pipelines.fetching.store import LISTS
from pipelines.steps.gating import RunContext, record_rejects, reject_rows
from pipelines.warehouse.lake import Lake

STATE_FILE = ".state.sqlite"
TAKEN = ".taken"  # in a day's folder: a run has read all of it, and nothing more comes
SETTLED = timedelta(days=2)  # after which no poll writes into a day's folder any more


def untaken_folders(fetched: Path) -> list[Path]:
    """The folders of sources' days (``SOURCE/2031-05-06``) that a run has still to read, in order."""
    return [folder for folder in sorted(fetched.glob("*/*")) if _day(folder) and not (folder / TAKEN).exists()]


def mark_taken(folders: Iterable[Path], today: date) -> None:
    """Remember that a run published all documents of these folders, where nothing more can come into them.

    A younger folder is read again by the next run, which finds its documents in the lake.
    """
    for folder in folders:
        day = _day(folder)
        if day and today - day >= SETTLED:
            (folder / TAKEN).touch()


def record_refusals(lake: Lake, run: RunContext, fetched: Path) -> int:
    """Put what could not be fetched into core.rejects; returns how many rows are new. Doing it twice does no harm."""
    if not (fetched / STATE_FILE).exists():
        return 0
    state = State(fetched / STATE_FILE)
    try:
        found = refusals(state)
        rows = [(row["address"], "fetch", row["reason"], f"{row['source']}: {row['detail']}") for row in found]
        count = record_rejects(lake, run, reject_rows(rows, run.now))
        mark_recorded(state, [row["refusal_id"] for row in found])
    finally:
        state.close()
    return count


def erase(fetched: Path, sources: Iterable[str]) -> list[str]:
    """Delete the stored answers that documents were read from, with the feeds of their source as they came.

    ``sources`` are values of raw.documents.source_uri; returns those that lay below ``fetched``.
    """
    erased = []
    for source in sources:
        path = Path(source).absolute()
        if not path.is_relative_to(fetched.absolute()):
            continue
        name, day, answer = path.relative_to(fetched.absolute()).parts[:3]
        shutil.rmtree(fetched / name / day / answer, ignore_errors=True)
        for lists in (fetched / name).glob(f"*/{LISTS}"):
            shutil.rmtree(lists)
        erased.append(source)
    return erased


def _day(folder: Path) -> date | None:
    try:
        return datetime.strptime(folder.name, "%Y-%m-%d").replace(tzinfo=UTC).date() if folder.is_dir() else None
    except ValueError:
        return None
