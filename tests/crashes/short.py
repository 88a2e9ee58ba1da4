"""`python -m tests.crashes.short PLACE`: each scenario once, in a process of its own; prints the outcomes as JSON.

It forks, and so wants a process that has not used polars yet: the one in which the tests run has.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import traceback
from collections.abc import Callable
from pathlib import Path

from tests.crashes.publishes import publish_before_readers
from tests.crashes.rights import obey_file_modes
from tests.crashes.trials import Trials
from tests.crashes.workshop import Workshop, in_child, is_whole

FULL = ("No space left", "disk", "space", "full")


def kill_between_changes(trials: Trials) -> None:
    """Kills early, in the middle, and near the end."""
    for share in (0.2, 0.55, 0.9):
        trials.at_change(int(trials.changes * share))
    assert trials.tally.wrong == []
    assert trials.tally.killed == 3
    assert trials.tally.opens > 0


def kill_at_an_instant(trials: Trials) -> None:
    """A kill by the clock."""
    trials.at_instant(trials.seconds * 0.4)
    assert trials.tally.wrong == []


def full_disk(trials: Trials) -> str | None:
    """A disk that is full in the middle of a run, and has room again for the next; needs leave to mount one."""
    place = trials.shop.place / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", str(place)]
    if (made := subprocess.run(mount, capture_output=True)).returncode:
        return f"no disk of a size of one's own can be mounted here: {made.stderr.decode().strip()}"
    try:
        _fill_and_empty(trials, place)
    finally:
        subprocess.run(["umount", "--lazy", str(place)], check=True)
    return None


def _fill_and_empty(trials: Trials, place: Path) -> None:
    data = Path(shutil.copytree(trials.shop.base, place / "data"))
    _resize(place, str(shutil.disk_usage(place).used + 200_000))
    code, words = in_child(lambda: trials.shop.run(data)).end()
    assert code == 1, words
    assert any(sign in words for sign in FULL), words
    assert in_child(lambda: is_whole(data / "warehouse.duckdb")).answer() == "True"
    _resize(place, "64m")
    in_child(lambda: trials.shop.run(data)).answer()
    assert trials.differences(data, "after a full disk") == []


def _resize(place: Path, size: str) -> None:
    subprocess.run(["mount", "-o", f"remount,size={size}", str(place)], check=True)


def publishes_before_readers(trials: Trials) -> None:
    """Readers that open the file while others take its place, and one that keeps it open."""
    sight = publish_before_readers(trials.shop, 4, 30)
    assert sight.wrong == []
    assert set(sight.opens) == {"before", "after"}


def unreadable_file(trials: Trials) -> None:
    """A part file that may not be read: the run names it and stops, and goes on when it may be read again."""
    data = trials.shop.copy("unreadable")
    part = next((data / "lake" / "core" / "articles").rglob("part-*.parquet"))
    part.chmod(0)

    def run() -> None:
        obey_file_modes()
        trials.shop.run(data)

    code, words = in_child(run).end()
    assert (code, words.split(":")[0]) == (1, "DamagedPart"), words
    assert str(part) in words
    assert "permissions" in words
    assert in_child(lambda: is_whole(data / "warehouse.duckdb")).answer() == "True"
    part.chmod(0o644)
    in_child(lambda: trials.shop.run(data)).answer()
    assert trials.differences(data, "after the file could be read again") == []


def damaged_parts_are_made_again(trials: Trials) -> None:
    """Garbled part files of tables that follow from others."""
    data = trials.shop.copy("damaged")
    for table in ("quotes", "entities"):
        next((data / "lake" / "core" / table).rglob("part-*.parquet")).write_bytes(b"PAR1")
    in_child(lambda: trials.shop.run(data)).answer()
    assert trials.differences(data, "after damage") == []


def damaged_articles_are_named(trials: Trials) -> None:
    """A garbled part file that nothing can make again: the run stops, and goes on when the file is back."""
    data = trials.shop.copy("damaged")
    part = next((data / "lake" / "core" / "articles").rglob("part-*.parquet"))
    content = part.read_bytes()
    part.write_bytes(b"PAR1")
    code, words = in_child(lambda: trials.shop.run(data)).end()
    assert (code, words.split(":")[0]) == (1, "DamagedPart"), words
    assert str(part) in words
    assert in_child(lambda: is_whole(data / "warehouse.duckdb")).answer() == "True"
    part.write_bytes(content)
    in_child(lambda: trials.shop.run(data)).answer()
    assert trials.differences(data, "after the file was restored") == []


SCENARIOS: tuple[Callable[[Trials], str | None], ...] = (
    kill_between_changes,
    kill_at_an_instant,
    publishes_before_readers,
    unreadable_file,
    full_disk,
    damaged_parts_are_made_again,
    damaged_articles_are_named,
)


def main(place: Path) -> None:
    """Run every scenario: null where all held, else why it was left out or what went wrong."""
    trials, outcomes = Trials(Workshop.build(place)), dict[str, dict[str, str | None]]()
    for scenario in SCENARIOS:
        try:
            outcomes[scenario.__name__] = {"left_out": scenario(trials), "wrong": None}
        except Exception:
            outcomes[scenario.__name__] = {"left_out": None, "wrong": traceback.format_exc()}
    print(json.dumps(outcomes))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
