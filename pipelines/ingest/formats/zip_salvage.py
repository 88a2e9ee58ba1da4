"""The members of a zip archive whose index is cut off or damaged, by the header that stands before each of them.

Belongs here: headers, members' bytes and their checksums. Does not belong here: which members may be taken (`archive`).
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Any, BinaryIO, cast

_HEADER = struct.Struct("<4s5H3L2H")
_MAGIC = b"PK\x03\x04"
_ENCRYPTED, _SIZES_FOLLOW, _UTF8 = 0x1, 0x8, 0x800
_FIRST_PIECE, _PIECE = 1 << 9, 1 << 16  # most members are followed by the next at once
_OVERLAP = len(_MAGIC) - 1


@dataclass(frozen=True, slots=True)
class FoundMember:
    """A member by its own header. ``fault`` says why its bytes cannot be had."""

    name: str
    method: int
    checksum: int
    packed_size: int
    size: int
    start: int
    is_encrypted: bool
    fault: str

    def open(self, file: IO[bytes]) -> BinaryIO:
        """The decompressed bytes; reading raises `zipfile.BadZipFile` or `zlib.error` where they are damaged."""
        return cast(BinaryIO, io.BufferedReader(_Unpacking(file, self)))


def found_members(file: IO[bytes]) -> Iterator[FoundMember]:
    """The members in the order in which they lie in the file."""
    end = file.seek(0, io.SEEK_END)
    place = _next_header(file, 0)
    while place >= 0:
        file.seek(place)
        head = file.read(_HEADER.size)
        if len(head) < _HEADER.size:
            return
        _, _, flags, method, _, _, checksum, packed, size, name_length, extra_length = _HEADER.unpack(head)
        name = file.read(name_length).decode("utf-8" if flags & _UTF8 else "cp437", "replace")
        start = place + _HEADER.size + name_length + extra_length
        fault = _fault(flags, method, end - start - packed)
        if not name.endswith("/"):
            yield FoundMember(name, method, checksum, packed, size, start, bool(flags & _ENCRYPTED), fault)
        place = _next_header(file, place + 1 if fault else start + packed)


def _fault(flags: int, method: int, behind: int) -> str:
    if flags & _SIZES_FOLLOW:
        return "the archive's index is missing, and the member does not state its size"
    if method not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        return f"the archive's index is missing, and the member is packed in another way ({method})"
    return "the archive is cut off inside this member" if behind < 0 else ""


def _next_header(file: IO[bytes], place: int) -> int:
    """Where the next header begins; -1 for nowhere."""
    file.seek(place)
    held, size = b"", _FIRST_PIECE
    while piece := file.read(size):
        size = _PIECE
        held += piece
        if (found := held.find(_MAGIC)) >= 0:
            return place + found
        place += max(0, len(held) - _OVERLAP)
        held = held[-_OVERLAP:]
    return -1


class _Unpacking(io.RawIOBase):
    """A member's bytes, decompressed in pieces; several may be read from one file by turns."""

    def __init__(self, file: IO[bytes], member: FoundMember) -> None:
        self._file, self._member = file, member
        self._place, self._left = member.start, member.packed_size
        self._engine = zlib.decompressobj(-zlib.MAX_WBITS) if member.method == zipfile.ZIP_DEFLATED else None
        self._checksum, self._given = 0, 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill the buffer as far as may be; 0 at the end, where size and checksum must be right."""
        data = self._next(len(buffer))
        self._checksum, self._given = zlib.crc32(data, self._checksum), self._given + len(data)
        if self._given > self._member.size or (not data and self._is_wrong()):
            raise zipfile.BadZipFile("the member is not what its header says")
        buffer[: len(data)] = data
        return len(data)

    def _is_wrong(self) -> bool:
        return (self._given, self._checksum) != (self._member.size, self._member.checksum)

    def _next(self, size: int) -> bytes:
        if self._engine is None:
            return self._read(size)
        data = b""
        while not data and not self._engine.eof:
            packed = self._engine.unconsumed_tail or self._read(_PIECE)
            if not packed:
                break
            data = self._engine.decompress(packed, size)
        return data

    def _read(self, size: int) -> bytes:
        self._file.seek(self._place)
        data = self._file.read(min(size, self._left))
        self._place, self._left = self._place + len(data), self._left - len(data)
        return data
