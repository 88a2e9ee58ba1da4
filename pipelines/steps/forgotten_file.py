"""Writing ``forgotten.csv``: tombstones more, atomically, with what is there left as it is.

Belongs here: the bytes of the file. Does not belong here: reading it (`pipelines.transforms.tombstones`).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import astuple
from pathlib import Path

from pipelines.transforms.tombstones import COLUMNS, Tombstone
from pipelines.warehouse.files import replace_file


def write_tombstones(path: Path, lines: Sequence[Tombstone]) -> None:
    """Add lines at the end of the file, which is made if need be; without lines nothing is written.

    A file that people edited keeps their lines; it must be one that `read_tombstones` reads.
    """
    if not lines:
        return
    text = path.read_bytes().decode("utf-8-sig") if path.exists() else ",".join(COLUMNS) + "\n"
    if not text.endswith("\n"):
        text += "\n"
    header = next(csv.reader(io.StringIO(text)))
    added = io.StringIO()
    rows = (dict(zip(COLUMNS, astuple(line), strict=True)) for line in lines)
    csv.writer(added, lineterminator="\n").writerows([row.get(name, "") for name in header] for row in rows)
    replace_file(path, (text + added.getvalue()).encode())
