"""zip and tar archives, compressed or not: every member is a file of its own, read as if it lay on the disk.

Belongs here: listing members and opening them. Does not belong here: reading a member (`sources` picks its format).
Nothing is ever unpacked under a member's name: a large or compressed archive goes to one nameless temporary file.
"""

from __future__ import annotations

import re
import tarfile
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import PurePosixPath
from typing import IO, BinaryIO, cast

from pipelines.ingest.formats.source_file import SourceFile
from pipelines.ingest.formats.zip_salvage import found_members
from pipelines.ingest.limits import Limits, exceeded
from pipelines.ingest.records import RefusalError
from pipelines.ingest.stored import StoredFile, StoredMember

ZIP_SUFFIXES, TAR_SUFFIXES = (".zip",), (".tar", ".tgz", ".tbz", ".tbz2", ".tzst")
_ZIP_MAGIC = (b"PK\x03\x04", b"PK\x05\x06")
_TAR_MAGIC, _TAR_PLACE = b"ustar", 257
_DRIVE = re.compile(r"^[A-Za-z]:")
_OFFICE = {"[Content_Types].xml", "mimetype"}
ENCRYPTED = 0x1
_SYMLINK = 0o120000


@dataclass(frozen=True, slots=True)
class Member:
    """A member by its name in the archive: its bytes, or why it cannot be taken. Without a name: the archive itself."""

    name: str
    stored: StoredMember | None
    refusal: RefusalError | None = None


@contextmanager
def zip_members(source: SourceFile) -> Iterator[list[Member]]:
    """The members in the archive's order, to be opened while this is; folders and hidden files are none.

    Of an archive without a sound index those that are whole, and the damage as the last of them. Raises `RefusalError`
    unknown_format.
    """
    with _seekable(source) as (file, _):
        try:
            archive = zipfile.ZipFile(file)
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
            damage = RefusalError("corrupt", f"damaged zip archive: {error}")
            yield [*_salvaged(source, file), Member("", None, damage)]
            return
        if _OFFICE & set(archive.namelist()):
            raise RefusalError("unknown_format", "an office document or an e-book, not an archive of articles")
        budget = _Budget(source.limits, _size(file))
        found = []
        for info in archive.infolist():
            if not info.is_dir() and not _hidden(info.filename):
                why = budget.refusal(info.filename, info.file_size) or _refuse_zip_member(info)
                found.append(_member(info.filename, partial(archive.open, info), why))
        yield found


def _salvaged(source: SourceFile, file: IO[bytes]) -> Iterator[Member]:
    budget = _Budget(source.limits, _size(file))
    for found in islice(found_members(file), source.limits.archive_members):
        if found.name and not _hidden(found.name):
            why = budget.refusal(found.name, found.size)
            why = why or (RefusalError("encrypted", "the member is encrypted") if found.is_encrypted else None)
            why = why or (RefusalError("corrupt", found.fault) if found.fault else None)
            yield _member(found.name, partial(found.open, file), why)


def _member(name: str, opener: Callable[[], IO[bytes] | None], refusal: RefusalError | None) -> Member:
    stored = StoredMember(PurePosixPath(name.replace("\\", "/")).name, cast("Callable[[], BinaryIO]", opener))
    return Member(name, None if refusal else stored, refusal)


def _refuse_zip_member(info: zipfile.ZipInfo) -> RefusalError | None:
    if info.external_attr >> 16 & 0o170000 == _SYMLINK:
        return RefusalError("not_a_file", "a link; links inside an archive are not followed")
    if info.flag_bits & ENCRYPTED:
        return RefusalError("encrypted", "the member is encrypted")
    return None


@contextmanager
def tar_members(source: SourceFile) -> Iterator[list[Member]]:
    """As `zip_members`; of a damaged archive the members before the damage, and the damage as the last of them."""
    with _seekable(source) as (file, damage):
        budget = _Budget(source.limits, _packed_size(source))
        found: list[Member] = []
        try:
            archive = tarfile.open(fileobj=file, mode="r:")  # noqa: SIM115
            while info := archive.next():
                if not info.isdir() and not _hidden(info.name):
                    why = budget.refusal(info.name, info.size) or _refuse_tar_member(info)
                    found.append(_member(info.name, partial(archive.extractfile, info), why))
        except (tarfile.TarError, EOFError, ValueError, OSError, OverflowError) as error:
            damage = damage or RefusalError("corrupt", f"damaged tar archive: {error}")
        if damage:
            found.append(Member("", None, damage))
        yield found


def _refuse_tar_member(info: tarfile.TarInfo) -> RefusalError | None:
    if not info.isreg() or info.issparse():
        return RefusalError("not_a_file", "a link, a device or a sparse file; an archive's plain files are read")
    return None


class _Budget:
    """What members may unpack to together, and how many there may be."""

    def __init__(self, limits: Limits, packed: int) -> None:
        self._limits, self._packed = limits, packed
        self._count = self._unpacked = 0

    def refusal(self, name: str, size: int) -> RefusalError | None:
        """Why the next member is not taken; None where it is."""
        self._count += 1
        self._unpacked += size
        if over := exceeded(self._limits, "archive_members", self._count):
            return RefusalError("too_large", f"members of the archive: {over}")
        ratio = self._unpacked // max(1, self._packed)
        if self._unpacked > self._limits.expansion_bytes and (over := exceeded(self._limits, "expansion_ratio", ratio)):
            return RefusalError("too_large", f"unpacked to packed bytes: {over}")
        plain = name.replace("\\", "/")
        if plain.startswith("/") or _DRIVE.match(plain) or ".." in PurePosixPath(plain).parts:
            return RefusalError("unsafe_path", "the member's name leads out of the archive")
        return None


@contextmanager
def _seekable(source: SourceFile) -> Iterator[tuple[IO[bytes], RefusalError | None]]:
    """The archive as a file to seek in, and the damage that ended its decompression, if any.

    A plain file on the disk is read where it lies; all else is decompressed to a temporary file.
    """
    if isinstance(source.stored, StoredFile) and not _is_packed(source):
        with source.stored.open() as file:
            yield file, None
        return
    with tempfile.TemporaryFile() as unpacked:
        damage = None
        try:
            for chunk in source.chunks():
                unpacked.write(chunk)
        except RefusalError as refusal:
            if refusal.reason != "corrupt":
                raise
            damage = refusal
        unpacked.seek(0)
        yield unpacked, damage


def _packed_size(source: SourceFile) -> int:
    with source.stored.open() as file:
        return _size(file)


def _is_packed(source: SourceFile) -> bool:
    with source.stored.open() as file:
        head = file.read(512)
    return not (is_zip(head) or is_tar(head))


def _size(file: IO[bytes]) -> int:
    size = file.seek(0, 2)
    file.seek(0)
    return size


def _hidden(name: str) -> bool:
    parts = PurePosixPath(name.replace("\\", "/")).parts
    return any(part.startswith(".") and part != ".." and part != "." for part in parts) or parts[:1] == ("__MACOSX",)


def is_zip(head: bytes) -> bool:
    """Whether the bytes begin as a zip archive does."""
    return head.startswith(_ZIP_MAGIC)


def is_tar(head: bytes) -> bool:
    """Whether the bytes begin as a POSIX or GNU tar archive does."""
    return head[_TAR_PLACE : _TAR_PLACE + len(_TAR_MAGIC)] == _TAR_MAGIC
