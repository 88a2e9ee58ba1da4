"""Where bytes lie: a file on the disk, or a member of an archive. Both open as streams, as often as wanted.

Belongs here: opening. Does not belong here: decompressing and splitting what is read (`streams`).
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol

from pipelines.ingest.records import RefusalError


class Stored(Protocol):
    """Bytes with a name; the name's suffix tells the format."""

    @property
    def name(self) -> str:
        """The file's or member's own name, without folders."""

    def open(self) -> BinaryIO:
        """A fresh stream from the first byte. Raises `RefusalError` not_a_file, `OSError`."""


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file on the disk."""

    path: Path

    @property
    def name(self) -> str:
        """The last part of the path."""
        return self.path.name

    def open(self) -> BinaryIO:
        """The file, if it is a plain one: a pipe or a device could block for ever."""
        descriptor = os.open(self.path, os.O_RDONLY | os.O_NONBLOCK)
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            os.close(descriptor)
            raise RefusalError("not_a_file", "neither a file nor a folder")
        return os.fdopen(descriptor, "rb")


@dataclass(frozen=True, slots=True)
class StoredMember:
    """A member of an archive; ``opener`` opens it anew."""

    name: str
    opener: Callable[[], BinaryIO]

    def open(self) -> BinaryIO:
        """The member's decompressed bytes."""
        return self.opener()
