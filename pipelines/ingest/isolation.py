"""Hostile input at arm's length: processes in which files are read and documents understood.

Belongs here: starting such a process, giving it a job, waiting for its answers with a limit. Does not belong here: what
it does (`worker`), what becomes of a file or a document that breaks it (`reading`, `extraction`).
"""

from __future__ import annotations

import atexit
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, cast

from pipelines.ingest.records import Reason
from pipelines.ingest.worker import END, READY

PATIENCE = 20.0  # seconds between two answers: a page takes a tenth of one, on a busy machine one
START_PATIENCE = 120.0
SOON = 0.1  # within so many seconds most answers come, and nobody need ask what the process is at
MOST_WAITS = 6  # so many times ``PATIENCE``, for a process that other work keeps from running
MEMORY = 1_000_000_000  # bytes beyond what the libraries take
DIED = "the parser's process died"
_COMMAND = "from pipelines.ingest.worker import main; main({descriptor}, {memory})"


class Broken(Exception):
    """The process did not answer: why, as a reason and words."""

    def __init__(self, reason: Reason, detail: str) -> None:
        super().__init__(detail)
        self.reason: Reason = reason
        self.detail = detail


class Worker:
    """A process that takes one job at a time. It is started at the first job, and anew after it has died."""

    def __init__(self, patience: float = PATIENCE, memory: int = MEMORY) -> None:
        self._patience, self._memory = patience, memory
        self._process: subprocess.Popen[bytes] | None = None
        self._connection: Connection | None = None
        self._has_begun = False
        self._lock = threading.Lock()

    @property
    def is_busy(self) -> bool:
        """Whether a job is unfinished."""
        return self._lock.locked()

    @property
    def is_ready(self) -> bool:
        """Whether the process has its libraries and no job."""
        return not self.is_busy and self._is_there and self._begin(0)

    def start(self) -> None:
        """Start the process where there is none, without waiting for it."""
        if not self._is_there:
            self.close()
            self._connection, theirs = Pipe()
            command = _COMMAND.format(descriptor=theirs.fileno(), memory=self._memory)
            self._process = subprocess.Popen(
                [sys.executable, "-c", command], stdin=subprocess.DEVNULL, pass_fds=[theirs.fileno()]
            )
            theirs.close()

    def run(self, job: str, *arguments: object) -> Iterator[Any]:
        """The job's answers. Raises `Broken` where the process hangs, dies or fails.

        A job that begins while another is unfinished gets a process of its own.
        """
        yield from self.begin(job, *arguments)

    def begin(self, job: str, *arguments: object) -> Iterator[Any]:
        """`run`, with a job that the process is at already when this returns."""
        answers = self._run(job, *arguments)
        next(answers)
        return answers

    def _run(self, job: str, *arguments: object) -> Iterator[Any]:
        """None when the job is sent, and then its answers."""
        if not self._lock.acquire(blocking=False):
            other = Worker(self._patience, self._memory)
            try:
                yield from other._run(job, *arguments)
            finally:
                other.close()
            return
        try:
            yield from self._run_alone(job, *arguments)
        finally:
            self._lock.release()

    def _run_alone(self, job: str, *arguments: object) -> Iterator[Any]:
        finished = False
        try:
            trouble = self._send(job, arguments)
            yield None
            if trouble:
                raise trouble
            while not (isinstance(answer := self._next(), tuple) and answer[0] == END):
                yield answer
            finished = True
        finally:
            if not finished:
                self.close()
        if answer[1]:
            raise Broken("failed", answer[1])

    def _send(self, job: str, arguments: tuple[object, ...]) -> Broken | None:
        """Send a job; what went wrong with that."""
        self.start()
        if not self._begin(START_PATIENCE):
            return Broken("failed", "the parser's process did not start")
        try:
            cast("Connection", self._connection).send((job, arguments))
        except OSError:
            return Broken("failed", DIED)
        return None

    def _next(self) -> Any:
        connection = cast("Connection", self._connection)
        try:
            if not connection.poll(SOON):
                self._wait(connection)
            return connection.recv()
        except (EOFError, OSError) as error:
            raise Broken("failed", DIED) from error

    def _wait(self, connection: Connection) -> None:
        began = self._standing()[1]
        for _ in range(MOST_WAITS):
            if connection.poll(self._patience):
                return
            waits, seconds = self._standing()
            if not waits or seconds - began > self._patience / 2:
                break
        raise Broken("timed_out", f"stopped after {self._patience:g} seconds without an answer")

    def _standing(self) -> tuple[bool, float]:
        """Whether the process waits for a processor, and the seconds that it had of one: on a busy machine it may be
        slow without being stuck. False and 0 where the system does not tell."""
        place = Path(f"/proc/{self._process.pid if self._process else 0}/stat")
        try:
            told = place.read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()
        except OSError:
            return False, 0.0
        return told[0] == "R", (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")

    @property
    def _is_there(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def _begin(self, seconds: float) -> bool:
        """Whether the process has its libraries within so many seconds: that takes one, and ten on a busy machine."""
        connection = cast("Connection", self._connection)
        with suppress(EOFError, OSError):  # it died
            self._has_begun = self._has_begun or (connection.poll(seconds) and connection.recv() == READY)
        return self._has_begun

    def close(self) -> None:
        """End the process."""
        if self._connection is not None:
            self._connection.close()
        if self._process is not None:
            self._process.kill()
            self._process.wait()
        self._connection = self._process = None
        self._has_begun = False


@dataclass(slots=True)
class _Shared:
    """Workers for all that this process does, of which a job takes an idle one: starting one takes a second."""

    workers: dict[int, list[Worker]] = field(default_factory=dict)

    def get(self) -> Worker:
        return self.some(1)[0]

    def some(self, count: int) -> list[Worker]:
        own = self.workers.setdefault(os.getpid(), [])  # a forked process must not speak on its parent's connection
        idle = [worker for worker in own if not worker.is_busy]
        for _ in range(count - len(idle)):
            idle.append(Worker())
            own.append(idle[-1])
            atexit.register(idle[-1].close)
        return idle[:count]


SHARED = _Shared()


def end_workers() -> None:
    """End the idle processes, whose memory others may need; the next job starts them anew."""
    for worker in SHARED.workers.get(os.getpid(), []):
        worker.close()
