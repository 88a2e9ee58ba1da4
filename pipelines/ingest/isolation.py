"""Hostile input at arm's length: files are read, and documents understood, in another process.

Belongs here: starting that process, waiting for it with a limit, and turning its death into a refusal. Does not belong
here: what it does (`worker`). A parser that hangs, crashes or takes too much memory costs one document, and never the
run: a record, a line, a row, an item or a member of an archive is refused by its place, and reading goes on behind it.
What broke the process as a whole (a feed, a list in JSON) is read again item by item.
"""

from __future__ import annotations

import atexit
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, cast

from pipelines.ingest.course import Place
from pipelines.ingest.records import ArticleRecord, Document, Hints, Reason, Rejected
from pipelines.ingest.sources import NO_HINTS, list_files, source_uri
from pipelines.ingest.worker import END, READY

PATIENCE = 20.0  # seconds between two answers: a page takes a tenth of one, on a busy machine one
START_PATIENCE = 120.0
MOST_WAITS = 6  # so many times ``PATIENCE``, for a process that other work keeps from running
MEMORY = 1_000_000_000  # bytes beyond what the libraries take
MOST_BREAKS = 10  # in one file; each costs up to ``PATIENCE``, and the way back to the place
STANDARD_INPUT = "-"
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
        self._lock = threading.Lock()

    @property
    def is_busy(self) -> bool:
        """Whether a job is unfinished."""
        return self._lock.locked()

    def run(self, job: str, *arguments: object) -> Iterator[Any]:
        """The job's answers. Raises `Broken` where the process hangs, dies or fails.

        A job that begins while another is unfinished gets a process of its own.
        """
        if not self._lock.acquire(blocking=False):
            other = Worker(self._patience, self._memory)
            try:
                yield from other.run(job, *arguments)
            finally:
                other.close()
            return
        try:
            yield from self._run(job, *arguments)
        finally:
            self._lock.release()

    def _run(self, job: str, *arguments: object) -> Iterator[Any]:
        finished = False
        connection = self._connected()
        try:
            connection.send((job, arguments))
            while not (isinstance(answer := self._next(connection), tuple) and answer[0] == END):
                yield answer
            finished = True
        finally:
            if not finished:
                self.close()
        if answer[1]:
            raise Broken("failed", answer[1])

    def _next(self, connection: Connection) -> Any:
        began = self._standing()[1]
        try:
            for _ in range(MOST_WAITS):
                if connection.poll(self._patience):
                    return connection.recv()
                waits, seconds = self._standing()
                if not waits or seconds - began > self._patience / 2:
                    break
            raise Broken("timed_out", f"stopped after {self._patience:g} seconds without an answer")
        except (EOFError, OSError) as error:
            raise Broken("failed", "the parser's process died") from error

    def _standing(self) -> tuple[bool, float]:
        """Whether the process waits for a processor, and the seconds that it had of one: on a busy machine it may be
        slow without being stuck. False and 0 where the system does not tell."""
        place = Path(f"/proc/{self._process.pid if self._process else 0}/stat")
        try:
            told = place.read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()
        except OSError:
            return False, 0.0
        return told[0] == "R", (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")

    def _connected(self) -> Connection:
        if self._connection is None or self._process is None or self._process.poll() is not None:
            self.close()
            self._connection, theirs = Pipe()
            command = _COMMAND.format(descriptor=theirs.fileno(), memory=self._memory)
            self._process = subprocess.Popen(
                [sys.executable, "-c", command], stdin=subprocess.DEVNULL, pass_fds=[theirs.fileno()]
            )
            theirs.close()
            self._begin(self._connection)
        return self._connection

    def _begin(self, connection: Connection) -> None:
        """Wait until the process has its libraries: that takes a second, and ten on a busy machine."""
        with suppress(EOFError, OSError):  # it died
            if connection.poll(START_PATIENCE) and connection.recv() == READY:
                return
        self.close()
        raise Broken("failed", "the parser's process did not start")

    def close(self) -> None:
        """End the process."""
        if self._connection is not None:
            self._connection.close()
        if self._process is not None:
            self._process.kill()
            self._process.wait()
        self._connection = self._process = None


@dataclass(slots=True)
class _Shared:
    """Workers for all that this process does, of which a job takes an idle one: starting one takes a second."""

    workers: dict[int, list[Worker]] = field(default_factory=dict)

    def get(self) -> Worker:
        own = self.workers.setdefault(os.getpid(), [])  # a forked process must not speak on its parent's connection
        idle = next((worker for worker in own if not worker.is_busy), None)
        if idle is None:
            idle = Worker()
            own.append(idle)
            atexit.register(idle.close)
        return idle


_SHARED = _Shared()


def end_workers() -> None:
    """End the idle processes, whose memory others may need; the next job starts them anew."""
    for worker in _SHARED.workers.get(os.getpid(), []):
        worker.close()


def read_sources_apart(
    paths: Iterable[str | Path], hints: Hints = NO_HINTS, worker: Worker | None = None
) -> Iterator[Document | Rejected]:
    """`read_sources` in another process. ``-`` is standard input, kept in a temporary file while it is read."""
    for found in list_files(paths):
        if isinstance(found, Rejected):
            yield found
        elif str(found) == STANDARD_INPUT:
            yield from _read_standard_input(hints, worker or _SHARED.get())
        else:
            yield from _read_apart(found, hints, source_uri(found), worker or _SHARED.get())


def _read_apart(path: Path, hints: Hints, uri: str, worker: Worker) -> Iterator[Document | Rejected]:
    """The file's documents; a part that breaks the process is refused, and reading goes on behind it."""
    behind, count, piecemeal = Place((), uri), 0, False
    for breaks in range(MOST_BREAKS):
        place, is_answered = behind, False
        try:
            for found in worker.run("read", path, hints, uri, behind.path, piecemeal):
                if not isinstance(found, Place):
                    count, is_answered = count + 1, True
                    yield cast("Document | Rejected", found)
                elif found.path > behind.path:
                    place, is_answered = found, False
            return
        except Broken as broken:
            if place == behind or breaks == MOST_BREAKS - 1:
                after = f", after {count:,} documents; the rest of the file is not read" if count else ""
                yield Rejected(uri, "read", broken.reason, broken.detail + after)
                return
            if place.path[-1] == 0:
                piecemeal = True
            elif not is_answered:  # else it broke on the way to the next part, and may do so again
                count += 1
                yield Rejected(place.uri, "read", broken.reason, broken.detail)
            behind = place


def _read_standard_input(hints: Hints, worker: Worker) -> Iterator[Document | Rejected]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "standard-input"
        with path.open("wb") as file:
            shutil.copyfileobj(sys.stdin.buffer, file)
        with path.open("rb") as file:
            begins = file.read(256).lstrip()[:1]
        unnamed = hints.format or ("json" if begins in (b"{", b"[") else "text")
        yield from _read_apart(path, replace(hints, format=unnamed), STANDARD_INPUT, worker)


def extract_article_apart(
    document: Document, *, as_of: datetime | None = None, worker: Worker | None = None
) -> ArticleRecord | Rejected:
    """`extract_article` in another process."""
    try:
        (outcome,) = (worker or _SHARED.get()).run("extract", document, as_of)
        return cast("ArticleRecord | Rejected", outcome)
    except Broken as broken:
        return Rejected(document.source_uri, "extract", broken.reason, broken.detail, document.format)
