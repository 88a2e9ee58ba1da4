"""However a run ends, readers see a whole version, and the next run leaves what an undisturbed one would have."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from pipelines.assets.lock import Busy, hold
from pipelines.settings import PROJECT, Settings
from tests.crashes.short import SCENARIOS

Outcomes = dict[str, dict[str, str | None]]
HOLD = """
import sys, time
from pathlib import Path
from pipelines.assets.lock import hold
from pipelines.settings import Settings
with hold(Settings(Path(sys.argv[1])), wait=False):
    print("held", flush=True)
    time.sleep(60)
"""


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> Outcomes:
    command = [sys.executable, "-m", "tests.crashes.short", str(tmp_path_factory.mktemp("crashes"))]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    found: Outcomes = json.loads(done.stdout.splitlines()[-1])
    return found


@pytest.mark.parametrize("name", [scenario.__name__ for scenario in SCENARIOS])
def test_nothing_is_lost_doubled_or_half_visible(outcomes: Outcomes, name: str) -> None:
    if left_out := outcomes[name]["left_out"]:
        pytest.skip(left_out)
    assert outcomes[name]["wrong"] is None, outcomes[name]["wrong"]


def test_the_lock_of_a_living_run_names_it_and_that_of_a_dead_one_is_taken_over(tmp_path: Path) -> None:
    settings = Settings(tmp_path)
    holder = subprocess.Popen([sys.executable, "-c", HOLD, str(tmp_path)], cwd=PROJECT, stdout=subprocess.PIPE)
    assert holder.stdout is not None
    holder.stdout.readline()
    with pytest.raises(Busy, match=f"process {holder.pid} is at work"), hold(settings, wait=False):
        pass
    holder.kill()
    holder.communicate()
    with hold(settings, wait=False):
        assert settings.lock.read_text(encoding="utf-8") != str(holder.pid)
