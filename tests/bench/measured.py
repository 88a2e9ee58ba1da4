"""A command in processes of its own, and what it took: seconds, CPU seconds, memory.

Belongs here: running and watching. Does not belong here: what is run.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

PAUSE = 0.2  # seconds between two looks at the memory


class CommandFailed(Exception):
    """A command ended with an error; the message holds its last words."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What a command took: seconds, CPU seconds of all its processes, the most MB that they held together.

    Memory that several processes share is counted once (PSS). ``said`` is what it wrote to standard output.
    """

    seconds: float
    cpu: float
    peak: float
    said: str


def run(command: Sequence[str], environment: Mapping[str, str] | None = None) -> Cost:
    """Run a command to its end. Raises CommandFailed."""
    before, began, peak = _cpu_of_children(), perf_counter(), 0.0
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env={**os.environ, **(environment or {})}
    ) as process:
        while True:
            peak = max(peak, _memory_of_tree(process.pid))
            try:
                said, complained = process.communicate(timeout=PAUSE)
                break
            except subprocess.TimeoutExpired:
                continue
    if process.returncode:
        raise CommandFailed(f"{' '.join(command)} ended with {process.returncode}: {complained[-2000:]}")
    return Cost(perf_counter() - began, _cpu_of_children() - before, peak, said)


def run_module(module: str, *arguments: object, environment: Mapping[str, str] | None = None) -> Cost:
    """Run a module of this project as a program, with this interpreter."""
    return run([sys.executable, "-m", module, *map(str, arguments)], environment)


def _cpu_of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _memory_of_tree(root: int) -> float:
    """MB that a process and those below it hold now; of what has ended meanwhile nothing."""
    return sum(_memory(process) for process in [root, *_below(root)]) / 1024


def _below(process: int) -> list[int]:
    found = list[int]()
    for listed in Path(f"/proc/{process}/task").glob("*/children"):
        try:
            children = [int(child) for child in listed.read_text().split()]
        except OSError:  # ended between the two looks
            continue
        found.extend(children + [below for child in children for below in _below(child)])
    return found


def _memory(process: int) -> int:
    """KB of a process, its share of what it shares with others."""
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:  # ended between the two looks
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)
