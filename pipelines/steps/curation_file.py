"""Writing ``curation.csv``: a decision more, atomically, with everything else in the file left as people wrote it.

Belongs here: the bytes of the file. Does not belong here: whether a decision may be taken (see ``curating``), reading
the file (`pipelines.transforms.curation`).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

from pipelines.transforms.curation import COLUMNS, Decision
from pipelines.warehouse.files import replace_file


def write_decision(path: Path, decision: Decision) -> bytes | None:
    """Add a decision at the end of the file, which is made if need be.

    A reader sees the old file or the new one, never half of it. Returns what the file held (None: there was none), for
    `put_back`. The file must be one that `read_curation` reads.
    """
    before = path.read_bytes() if path.exists() else None
    text = (before or b"").decode("utf-8-sig")
    replace_file(path, _with_line(text, asdict(decision)))
    return before


def put_back(path: Path, before: bytes | None) -> None:
    """Undo `write_decision`."""
    if before is None:
        path.unlink(missing_ok=True)
    else:
        replace_file(path, before)


def _with_line(text: str, values: Mapping[str, object]) -> bytes:
    """The text and one line more, in the file's own order of columns and with its own line breaks."""
    end = "\r\n" if "\r\n" in text else "\n"
    header = next(csv.reader(io.StringIO(text)), [])
    if missing := [name for name in COLUMNS if name not in header]:
        text = _with_columns(text, header, missing, end)
        header = [*header, *missing]
    if not text.endswith(("\n", "\r")):
        text += end
    return (text + _lines([[values.get(name, "") for name in header]], end)).encode("utf-8")


def _with_columns(text: str, header: Sequence[str], missing: Sequence[str], end: str) -> str:
    """The text with columns more at the right, empty in the lines that are there."""
    rows = list(csv.reader(io.StringIO(text)))[1:]
    filled = [[*row, *[""] * (len(header) - len(row) + len(missing))] for row in rows if row]
    return _lines([[*header, *missing], *filled], end)


def _lines(rows: Sequence[Sequence[object]], end: str) -> str:
    lines = io.StringIO()
    csv.writer(lines, lineterminator=end).writerows(rows)
    return lines.getvalue()
