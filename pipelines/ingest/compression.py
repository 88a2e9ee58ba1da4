"""gzip, bzip2 and Zstandard off a stream of bytes, in bounded pieces.

Belongs here: decompression and the limits on it. Does not belong here: archives of many members (`formats.archive`).
The first bytes decide, never the file's name. Streams that follow one another in a file are read as one.
"""

from __future__ import annotations

import bz2
import sys
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol

from pipelines.ingest.limits import Limits, exceeded
from pipelines.ingest.records import RefusalError

if sys.version_info >= (3, 14):
    from compression.zstd import ZstdDecompressor, ZstdError
else:
    from backports.zstd import ZstdDecompressor, ZstdError

CHUNK = 1 << 16
GZIP_MAGIC = b"\x1f\x8b"
GZIP_WINDOW = 31  # zlib: 15 bits of window, +16 for a gzip header
SUFFIXES = (".gz", ".bz2", ".zst")
MAGIC_LENGTH = 4
_DAMAGE = (zlib.error, OSError, EOFError, ZstdError)


class _Engine(Protocol):
    """What the three decompressors have in common."""

    @property
    def eof(self) -> bool: ...
    @property
    def needs_input(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, data: bytes, max_length: int) -> bytes: ...


class _Gzip:
    """zlib's decompressor with bzip2's interface: it keeps what it could not take yet."""

    def __init__(self) -> None:
        self._engine = zlib.decompressobj(GZIP_WINDOW)

    @property
    def eof(self) -> bool:
        return self._engine.eof

    @property
    def needs_input(self) -> bool:
        return self._engine.eof or not self._engine.unconsumed_tail

    @property
    def unused_data(self) -> bytes:
        return self._engine.unused_data

    def decompress(self, data: bytes, max_length: int) -> bytes:
        return self._engine.decompress(self._engine.unconsumed_tail + data, max_length)


_ENGINES: tuple[tuple[bytes, str, Callable[[], _Engine]], ...] = (
    (GZIP_MAGIC, "gzip", _Gzip),
    (b"BZh", "bzip2", bz2.BZ2Decompressor),
    (b"\x28\xb5\x2f\xfd", "Zstandard", ZstdDecompressor),
)


def decompressed(pieces: Iterator[bytes], limits: Limits) -> Iterator[bytes]:
    """The bytes, decompressed where their first ones say so, also more than once.

    Refuses damaged data (corrupt), absurd expansion, and more layers than archives may have.
    """
    yield from _unpacked(pieces, limits, _Meter(), 0)


@dataclass(slots=True)
class _Meter:
    """Bytes taken from the file itself: layers upon layers expand together."""

    taken: int = 0

    def counted(self, pieces: Iterator[bytes]) -> Iterator[bytes]:
        for piece in pieces:
            self.taken += len(piece)
            yield piece


def _unpacked(pieces: Iterator[bytes], limits: Limits, meter: _Meter, layers: int) -> Iterator[bytes]:
    first = b""
    while len(first) < MAGIC_LENGTH and (piece := next(pieces, b"")):
        first += piece
    known = next((engine for engine in _ENGINES if first.startswith(engine[0])), None)
    if known is None:
        if first:
            yield first
        yield from pieces
        return
    if over := exceeded(limits, "archive_depth", layers + 1):
        raise RefusalError("too_deep", f"compressed more than once: {over}")
    packed = _prepended(first, pieces)
    inflated = _inflated(packed if layers else meter.counted(packed), known[1], known[2], limits, meter)
    yield from _unpacked(inflated, limits, meter, layers + 1)


def _prepended(first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from rest


def _inflated(
    pieces: Iterator[bytes], kind: str, new: Callable[[], _Engine], limits: Limits, meter: _Meter
) -> Iterator[bytes]:
    engine, fresh = new(), True
    given = 0
    for piece in pieces:
        while piece or not (engine.needs_input or engine.eof):
            if engine.eof:  # another stream follows, or padding
                piece = piece.lstrip(b"\0")
                if not piece:
                    break
                engine = new()
            data = _decompress(engine, piece, kind)
            given, fresh = given + len(data), False
            _refuse_bomb(meter.taken, given, limits)
            if data:
                yield data
            piece = engine.unused_data if engine.eof else b""
    while not engine.eof and (data := _decompress(engine, b"", kind)):
        given += len(data)
        yield data
    if not engine.eof or fresh:
        raise RefusalError("corrupt", f"the {kind} stream is cut off after {given:,} decompressed bytes")


def _decompress(engine: _Engine, piece: bytes, kind: str) -> bytes:
    try:
        return engine.decompress(piece, CHUNK)
    except _DAMAGE as error:
        raise RefusalError("corrupt", f"damaged {kind} data: {error}") from error


def _refuse_bomb(taken: int, given: int, limits: Limits) -> None:
    if given > limits.expansion_bytes and (over := exceeded(limits, "expansion_ratio", given // max(1, taken))):
        raise RefusalError("too_large", f"decompressed to compressed bytes: {over}")
