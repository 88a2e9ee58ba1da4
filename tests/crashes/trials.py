"""Ways to end a run before its time, and the verdict on what is left.

Belongs here: killing, filling the disk, taking a file away; the reader that watches. Does not belong here: the run.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from tests.crashes.workshop import Child, Workshop, contents, in_child, is_whole

# What Python tells before it changes a file; the killer counts these and strikes before the one it waits for.
CHANGES = frozenset({"os.rename", "os.remove", "os.mkdir", "os.rmdir", "shutil.rmtree", "os.truncate"})


@dataclass
class Tally:
    """What trials came to."""

    killed: int = 0
    ended_before: int = 0
    wrong: list[str] = field(default_factory=list)
    opens: int = 0


def is_change(event: str, args: tuple[object, ...]) -> bool:
    """Whether an audit event announces that a file or folder is about to change."""
    if event == "open":
        return isinstance(args[2], int) and bool(args[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT))
    return event in CHANGES


def count_changes(shop: Workshop) -> int:
    """How many changes a whole run announces."""
    data = shop.copy("counted")

    def run() -> int:
        seen = list[str]()
        sys.addaudithook(lambda event, args: seen.append(event) if is_change(event, args) else None)
        shop.run(data)
        return len(seen)

    return int(in_child(run).answer())


def run_killed_at(shop: Workshop, data: Path, change: int) -> None:
    """A run that is killed just before it changes a file for the so manieth time."""
    left = change

    def strike(event: str, args: tuple[object, ...]) -> None:
        nonlocal left
        if is_change(event, args):
            left -= 1
            if left < 0:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(strike)
    shop.run(data)


def kill_after(child: Child, seconds: float) -> None:
    """Kill a process at an instant of its life; harmless when it has ended."""
    time.sleep(seconds)
    os.kill(child.pid, signal.SIGKILL)


PAUSE = 0.25  # seconds between two opens of a reader, which would else take the time of the run that it watches


class Reader:
    """A process that opens the warehouse again and again, and counts what it sees."""

    def __init__(self, data: Path, stop: Path) -> None:
        self._stop = stop
        self._stop.unlink(missing_ok=True)
        self._child = in_child(partial(self._read, data / "warehouse.duckdb"))

    def _read(self, warehouse: Path) -> str:
        opens, wrong = 0, list[str]()
        while not self._stop.exists():
            try:
                if not is_whole(warehouse):
                    wrong.append("a mixed version")
            except Exception as error:  # whatever a reader meets is what the trial wants to know
                wrong.append(f"{type(error).__name__}: {error}")
            opens += 1
            time.sleep(PAUSE)
        return "\n".join([str(opens), *wrong[:3]])

    def end(self) -> tuple[int, list[str]]:
        """How often it opened the file, and what was wrong."""
        self._stop.touch()
        opens, *wrong = self._child.answer().splitlines()
        return int(opens), wrong


@dataclass
class Trials:
    """Kills one after another, each on a fresh data folder, each followed by a rerun that must make all good."""

    shop: Workshop
    tally: Tally = field(default_factory=Tally)

    def __post_init__(self) -> None:
        whole = self.shop.copy("whole")
        began = time.perf_counter()
        in_child(lambda: self.shop.run(whole)).answer()
        self.seconds = time.perf_counter() - began
        self.whole = in_child(lambda: contents(whole)).answer()
        self.changes = count_changes(self.shop)

    def at_change(self, change: int) -> None:
        """Kill between two changes of files."""
        data = self.shop.copy("killed")
        self._judge(
            data, f"killed at change {change}", lambda: in_child(lambda: run_killed_at(self.shop, data, change))
        )

    def at_instant(self, seconds: float) -> None:
        """Kill after so many seconds."""
        data = self.shop.copy("killed")

        def start() -> Child:
            child = in_child(lambda: self.shop.run(data))
            kill_after(child, seconds)
            return child

        self._judge(data, f"killed after {seconds:.3f} s", start)

    def random(self, chance: random.Random) -> None:
        """One of the two, anywhere in the run."""
        if chance.random() < 0.5:
            self.at_change(chance.randrange(self.changes))
        else:
            self.at_instant(chance.uniform(0, self.seconds))

    def _judge(self, data: Path, name: str, start: Callable[[], Child]) -> None:
        reader = Reader(data, self.shop.place / "stop")
        code, words = start().end()
        self.tally.killed += code == -signal.SIGKILL
        self.tally.ended_before += code == 0
        if code not in (0, -signal.SIGKILL):
            self.tally.wrong.append(f"{name}: ended with {code}: {words}")
        again, words = in_child(lambda: self.shop.run(data)).end()
        opens, wrong = reader.end()
        self.tally.opens += opens
        self.tally.wrong += [f"{name}: reader: {one}" for one in wrong]
        self.tally.wrong += [f"{name}: rerun ended with {again}: {words}"] if again else self.differences(data, name)

    def differences(self, data: Path, name: str) -> list[str]:
        """What the rerun left otherwise than an undisturbed run."""
        found, wanted = json.loads(in_child(lambda: contents(data)).answer()), json.loads(self.whole)
        wrong = [f"{name}: {table} differs" for table in wanted | found if found.get(table) != wanted.get(table)]
        if left := [path.name for path in (data / "lake" / ".staging").glob("*")]:
            wrong.append(f"{name}: left in staging: {', '.join(left)}")
        return wrong
