"""The other side of `isolation`: a process that reads files and understands documents for the one that started it.

Belongs here: the loop that takes jobs and answers. Does not belong here: when to give up waiting (`isolation`).
Started as ``python -c "from pipelines.ingest.worker import main; main(3, 10**9)"``: 3 is the connection's descriptor.
"""

from __future__ import annotations

import resource
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from datetime import datetime
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from pipelines.ingest.articles import extract_article
from pipelines.ingest.course import Course, Place
from pipelines.ingest.records import ArticleRecord, Document, Hints, Rejected
from pipelines.ingest.sources import read_file

END, READY = "end", "ready"
Answer = Document | ArticleRecord | Rejected | Place
Tell = Callable[[Answer], None]


def main(descriptor: int, memory: int) -> None:
    """Answer jobs until the other side closes. ``memory``: bytes that this process may take beyond its start."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that waits; closing ends this one
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _limit_memory(memory)
    connection = Connection(descriptor)
    with suppress(EOFError, BrokenPipeError, ConnectionResetError):
        connection.send(READY)
        while True:
            name, arguments = connection.recv()
            _answer(connection, JOBS[name], arguments)


def _limit_memory(memory: int) -> None:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) if Path("/proc").exists() else 0
    if pages:
        limit = pages * resource.getpagesize() + memory
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


def _answer(connection: Connection, job: Callable[..., Iterator[Answer]], arguments: tuple[Any, ...]) -> None:
    """Send what a job finds, then the end, or the words of whatever it raised."""
    try:
        for found in job(connection.send, *arguments):
            connection.send(found)
    except (EOFError, BrokenPipeError, ConnectionResetError):
        raise
    except BaseException as error:  # a parser's panic is no Exception
        connection.send((END, f"{type(error).__name__}: {str(error)[:200]}"))
        return
    connection.send((END, ""))


def _read(
    tell: Tell, path: Path, hints: Hints, uri: str | None, behind: tuple[int, ...], piecemeal: bool
) -> Iterator[Answer]:
    """The documents of a file from behind a part of it on; each part is told before it is looked at."""
    return read_file(path, hints, uri, Course(tell, behind, piecemeal))


def _extract(_: Tell, batch: Sequence[tuple[Document, datetime | None]]) -> Iterator[Answer]:
    return (extract_article(document, as_of=as_of) for document, as_of in batch)


JOBS: dict[str, Callable[..., Iterator[Answer]]] = {"read": _read, "extract": _extract}
