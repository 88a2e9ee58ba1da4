"""Files that are there whole or not at all, and on disk when they are there.

Belongs here: flushing, telling changes, replacing a small file.
Does not belong here: part files (see ``lake``), the warehouse (see ``serving``).
"""

from __future__ import annotations

import os
from pathlib import Path


def flush_to_disk(path: Path) -> None:
    """Wait until a file's content or a folder's entries are on disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def file_mark(path: Path) -> str:
    """Size and time of the last change: equal as long as nobody wrote the file anew."""
    found = path.stat()
    return f"{found.st_size}/{found.st_mtime_ns}"


def replace_file(path: Path, content: bytes) -> None:
    """Put a file in place in one step; its folder is made if need be.

    A reader sees the old file or the new one, never half of it. Raises OSError; what was there before stays then.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}.new")
    try:
        aside.write_bytes(content)
        flush_to_disk(aside)
        aside.replace(path)
    except BaseException:
        aside.unlink(missing_ok=True)
        raise
    flush_to_disk(path.parent)
