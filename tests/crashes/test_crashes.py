"""However a run ends, readers see a whole version, and the next run leaves what an undisturbed one would have."""

from __future__ import annotations

import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipelines.assets.lock import Busy, hold
from pipelines.settings import Settings
from tests.crashes.trials import Trials
from tests.crashes.workshop import Workshop, in_child, is_whole

FULL = ("No space left", "full", "disk", "space")


@pytest.fixture(scope="module")
def trials(tmp_path_factory: pytest.TempPathFactory) -> Trials:
    return Trials(Workshop.build(tmp_path_factory.mktemp("crashes")))


@pytest.mark.parametrize("share", [0.2, 0.55, 0.9])
def test_a_kill_between_two_changes_of_files_is_made_good(trials: Trials, share: float) -> None:
    before = trials.tally.killed
    trials.at_change(int(trials.changes * share))
    assert trials.tally.wrong == []
    assert trials.tally.killed == before + 1
    assert trials.tally.opens > 0


def test_a_kill_at_some_instant_is_made_good(trials: Trials) -> None:
    trials.at_instant(trials.seconds * 0.4)
    assert trials.tally.wrong == []


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 64 MB in memory, to be made smaller."""
    place = tmp_path / "disk"
    place.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", str(place)], capture_output=True)
    if mounted.returncode:
        pytest.skip(f"no file system of a size of one's own can be mounted here: {mounted.stderr.decode().strip()}")
    yield place
    subprocess.run(["umount", "--lazy", str(place)], check=True)


def resize(place: Path, size: str) -> None:
    subprocess.run(["mount", "-o", f"remount,size={size}", str(place)], check=True)


@pytest.mark.parametrize("room", [40_000, 400_000])
def test_a_full_disk_ends_the_run_and_loses_nothing(trials: Trials, small_disk: Path, room: int) -> None:
    data = Path(shutil.copytree(trials.shop.base, small_disk / "data"))
    resize(small_disk, str(shutil.disk_usage(small_disk).used + room))
    code, words = in_child(lambda: trials.shop.run(data)).end()
    assert code == 1
    assert any(sign in words for sign in FULL), words
    assert in_child(lambda: is_whole(data / "warehouse.duckdb")).answer() == "True"
    resize(small_disk, "64m")
    in_child(lambda: trials.shop.run(data)).answer()
    assert trials.differences(data, "after a full disk") == []


def test_a_damaged_part_file_is_made_again_where_that_is_possible(trials: Trials) -> None:
    data = trials.shop.copy("damaged")
    for table in ("quotes", "entities"):
        next((data / "lake" / "core" / table).rglob("part-*.parquet")).write_bytes(b"PAR1")
    in_child(lambda: trials.shop.run(data)).answer()
    assert trials.differences(data, "after damage") == []


def test_a_damaged_part_file_of_articles_stops_the_run_and_is_named(trials: Trials) -> None:
    data = trials.shop.copy("damaged")
    part = next((data / "lake" / "core" / "articles").rglob("part-*.parquet"))
    content = part.read_bytes()
    part.write_bytes(b"PAR1")
    code, words = in_child(lambda: trials.shop.run(data)).end()
    assert (code, words.split(":")[0]) == (1, "DamagedPart")
    assert str(part) in words
    assert in_child(lambda: is_whole(data / "warehouse.duckdb")).answer() == "True"
    part.write_bytes(content)
    in_child(lambda: trials.shop.run(data)).answer()
    assert trials.differences(data, "after the file was restored") == []


def test_the_lock_of_a_dead_run_is_taken_over_and_that_of_a_living_one_names_it(tmp_path: Path) -> None:
    settings = Settings(tmp_path)

    def hold_until_killed() -> None:
        with hold(settings, wait=False):
            (tmp_path / "held").touch()
            signal.pause()

    child = in_child(hold_until_killed)
    while not (tmp_path / "held").exists():
        time.sleep(0.01)
    with pytest.raises(Busy, match=f"process {child.pid} is at work"), hold(settings, wait=False):
        pass
    subprocess.run(["kill", "-9", str(child.pid)], check=True)
    assert child.end()[0] == -signal.SIGKILL
    with hold(settings, wait=False):
        assert settings.lock.read_text(encoding="utf-8") != str(child.pid)
