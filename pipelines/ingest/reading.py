"""Sources to documents at arm's length: files are read in another process.

Belongs here: what becomes of a file that breaks the process. Does not belong here: the process (`isolation`), what it
does (`worker`). A reader that hangs, crashes or takes too much memory costs one document, and never the run: a record,
a line, a row, an item or a member of an archive is refused by its place, and reading goes on behind it. What broke the
process as a whole (a feed, a list in JSON) is read again item by item.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import cast

from pipelines.ingest.course import Place
from pipelines.ingest.isolation import SHARED, Broken, Worker
from pipelines.ingest.records import Document, Hints, Rejected
from pipelines.ingest.sources import NO_HINTS, list_files, source_uri

MOST_BREAKS = 10  # in one file; each costs up to ``PATIENCE``, and the way back to the place
STANDARD_INPUT = "-"


def read_sources_apart(
    paths: Iterable[str | Path], hints: Hints = NO_HINTS, worker: Worker | None = None
) -> Iterator[Document | Rejected]:
    """`read_sources` in another process. ``-`` is standard input, kept in a temporary file while it is read."""
    for found in list_files(paths):
        if isinstance(found, Rejected):
            yield found
        elif str(found) == STANDARD_INPUT:
            yield from _read_standard_input(hints, worker or SHARED.get())
        else:
            yield from _read_apart(found, hints, source_uri(found), worker or SHARED.get())


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
