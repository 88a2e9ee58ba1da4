"""How processes share the tests (`pytest -n 2`): a file goes to one of them, and so does all that uses a whole run.

Files are told by the fixtures that they mention. (The groups of `pytest-xdist` 3.8 do nothing with pytest 9.2.)
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
from xdist.scheduler import LoadScopeScheduling

ROOT = Path(__file__).resolve().parents[1]
# Fixtures that a whole run makes, by the first of them that it takes; each is made in one process only.
RUNS = {"demo_warehouse": "demo", "finished_data": "finished", "refused_data": "finished", "hostile": "hostile"}
# What takes longest goes first, so that no process waits for another at the end.
LONGEST = ("tests/crashes/test_crashes.py", "finished", "demo", "hostile", "tests/steps/test_ray_workers.py")


@cache
def unit_of(file: str) -> str:
    """What goes to one process together with a file of tests (a path from the project's folder)."""
    path = ROOT / file
    words = set(re.findall(r"\w+", path.read_text(encoding="utf-8"))) if path.is_file() else set()
    return next((name for fixture, name in RUNS.items() if fixture in words), file)


def longest_first(items: list[pytest.Item]) -> None:
    """Put the tests that take longest first; others keep their order."""
    ranks = {unit: rank for rank, unit in enumerate(LONGEST)}
    items.sort(key=lambda item: ranks.get(unit_of(item.nodeid.split("::")[0]), len(ranks)))


class ByUnit(LoadScopeScheduling):
    """Gives the next unit to the process that has least left, in the order of the tests."""

    def _split_scope(self, nodeid: str) -> str:
        return unit_of(nodeid.split("::")[0])
