"""Where bytes lie: a file on the disk, or a member of an archive. Both open as streams, as often as wanted.

Belongs here: opening. Does not belong here: decompressing and splitting what is read (`streams`).
"""

from __future__ import annotations

import lzma
import os
import stat
import tarfile
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol

from pipelines.ingest.records import RefusalError

_ARCHIVE_DAMAGE = (
    zipfile.BadZipFile, tarfile.TarError, zlib.error, lzma.LZMAError, EOFError, NotImplementedError, OSError,
    ValueError, RuntimeError,
)  # fmt: skip


class Stored(Protocol):
    """Bytes with a name; the name's suffix tells the format."""

    @property
    def name(self) -> str:
        """The file's or member's own name, without folders."""

    @property
    def damage(self) -> tuple[type[Exception], ...]:
        """What opening and reading raise where the bytes are damaged."""

    def open(self) -> BinaryIO:
        """A fresh stream from the first byte. Raises `RefusalError` not_a_file, `OSError`, and those of ``damage``."""


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file on the disk."""

    path: Path

    @property
    def name(self) -> str:
        """The last part of the path."""
        return self.path.name

    @property
    def damage(self) -> tuple[type[Exception], ...]:
        """Nothing: the bytes of a plain file are what they are."""
        return ()

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

    @property
    def damage(self) -> tuple[type[Exception], ...]:
        """What a damaged archive raises: it depends on the place of the damage."""
        return _ARCHIVE_DAMAGE

    def open(self) -> BinaryIO:
        """The member's decompressed bytes."""
        return self.opener()
