"""What a process and all that it started hold in memory, read from ``/proc``.

Belongs here: sampling. Does not belong here: what is run.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

PAGE = os.sysconf("SC_PAGE_SIZE")
INTERVAL = 0.2  # seconds between two looks


@dataclass(frozen=True, slots=True)
class Sample:
    """Bytes resident at an instant (seconds since 1970): of each process by its id."""

    at: float
    held: dict[int, int]

    @property
    def total(self) -> int:
        """Bytes of all processes; pages that they share count in each."""
        return sum(self.held.values())


@dataclass
class Watch:
    """Samples of a process and its descendants, from ``start`` to ``end``."""

    root: int
    samples: list[Sample] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def _look(self) -> None:
        while not self._ended.wait(INTERVAL):
            held = {pid: size for pid in _family(self.root) if (size := _resident(pid))}
            self.samples.append(Sample(time.time(), held))

    def end(self) -> list[Sample]:
        """Stop looking; all samples."""
        self._ended.set()
        self._thread.join()
        return self.samples


def _family(root: int) -> Iterator[int]:
    children: dict[int, list[int]] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((folder / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()[1])
        except (OSError, IndexError):  # it ended meanwhile
            continue
        children.setdefault(parent, []).append(int(folder.name))
    left = [root]
    while left:
        pid = left.pop()
        yield pid
        left.extend(children.get(pid, ()))


def _resident(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1]) * PAGE
    except (OSError, IndexError):
        return 0
