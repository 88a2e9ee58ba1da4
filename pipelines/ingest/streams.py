"""Bytes off the disk in bounded pieces: chunks, lines, whole small files; gzip on the way.

Belongs here: size limits on reading, decompression, line splitting. Does not belong here: what the bytes mean.
"""

from __future__ import annotations

import codecs
import stat
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from pipelines.ingest.limits import Limits, exceeded
from pipelines.ingest.records import RefusalError

CHUNK = 1 << 16
GZIP_MAGIC = b"\x1f\x8b"
GZIP_WINDOW = 31  # zlib: 15 bits of window, +16 for a gzip header

_WIDE_BOMS = ((codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"), (codecs.BOM_UTF16_LE, "utf-16"),
              (codecs.BOM_UTF16_BE, "utf-16"))  # fmt: skip


def require_regular_file(path: Path) -> None:
    """Refuse what is no plain file, before it is opened: a pipe or a device could block for ever."""
    if not stat.S_ISREG(path.stat().st_mode):
        raise RefusalError("not_a_file", "neither a file nor a folder")


def read_chunks(path: Path, limits: Limits) -> Iterator[bytes]:
    """The file's bytes, decompressed where they are gzip. Refuses damaged gzip and absurd expansion."""
    require_regular_file(path)
    with path.open("rb") as file:
        head = file.read(len(GZIP_MAGIC))
        file.seek(0)
        pieces = iter(lambda: file.read(CHUNK), b"")
        yield from _decompress(pieces, limits) if head == GZIP_MAGIC else pieces


def _decompress(pieces: Iterator[bytes], limits: Limits) -> Iterator[bytes]:
    engine = zlib.decompressobj(GZIP_WINDOW)
    taken = given = 0
    for piece in pieces:
        taken += len(piece)
        while piece:
            if engine.eof:  # another member follows, or padding
                piece = piece.lstrip(b"\0")
                if not piece:
                    break
                engine = zlib.decompressobj(GZIP_WINDOW)
            data = _inflate(engine, piece)
            given += len(data)
            _refuse_bomb(taken, given, limits)
            if data:
                yield data
            piece = engine.unused_data if engine.eof else engine.unconsumed_tail
    while not engine.eof and (data := _inflate(engine, b"")):
        yield data
    if not engine.eof:
        raise RefusalError("corrupt", f"the gzip stream is cut off after {given:,} decompressed bytes")


def _inflate(engine: zlib._Decompress, piece: bytes) -> bytes:
    try:
        return engine.decompress(piece, CHUNK)
    except zlib.error as error:
        raise RefusalError("corrupt", f"damaged gzip data: {error}") from error


def _refuse_bomb(taken: int, given: int, limits: Limits) -> None:
    if given > limits.expansion_bytes and (over := exceeded(limits, "expansion_ratio", given // taken)):
        raise RefusalError("too_large", f"decompressed to compressed bytes: {over}")


def read_head(path: Path, limits: Limits) -> bytes:
    """The first bytes of the decompressed file, for sniffing; empty for an empty file."""
    return next(read_chunks(path, limits), b"")


def read_whole(path: Path, limits: Limits, limit_name: str) -> bytes:
    """All bytes of a file that is one document. Refuses more than the named limit without reading on."""
    content = bytearray()
    for chunk in read_chunks(path, limits):
        content += chunk
        if over := exceeded(limits, limit_name, len(content)):
            raise RefusalError("too_large", f"bytes: at least {over}")
    return bytes(content)


def as_utf8(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """UTF-16 and UTF-32 with a byte order mark become UTF-8; every other encoding passes unchanged."""
    iterator = iter(chunks)
    first = next(iterator, b"")
    encoding = wide_encoding(first)
    if encoding is None:
        yield first
        yield from iterator
        return
    decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
    yield decoder.decode(first).encode("utf-8", "replace")
    for chunk in iterator:
        yield decoder.decode(chunk).encode("utf-8", "replace")


def wide_encoding(head: bytes) -> str | None:
    """``utf-16`` or ``utf-32`` by its byte order mark, or ``utf-16-le``/``-be`` by the NULs between ASCII letters."""
    for mark, encoding in _WIDE_BOMS:
        if head.startswith(mark):
            return encoding
    sample = head[:512]
    if len(sample) < 8:
        return None
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    half = len(sample) // 2
    if odd > 0.6 * half and even < 0.1 * half:
        return "utf-16-le"
    if even > 0.6 * half and odd < 0.1 * half:
        return "utf-16-be"
    return None


def split_lines(chunks: Iterable[bytes], limit: int) -> Iterator[tuple[int, bytes | None]]:
    """Pairs of line number (from 1) and line, without its end; None for a line of more than ``limit`` bytes.

    Only ``\\n`` and ``\\r\\n`` end a line: U+2028 and its kin are legal inside JSON strings.
    """
    number, parts, size = 1, list[bytes](), 0
    for chunk in chunks:
        lines = chunk.split(b"\n")
        for index, piece in enumerate(lines):
            if index:
                yield number, _joined(parts, size, limit)
                number, parts, size = number + 1, [], 0
            size += len(piece)
            if size <= limit:
                parts.append(piece)
            else:
                parts.clear()
    if size:
        yield number, _joined(parts, size, limit)


def _joined(parts: list[bytes], size: int, limit: int) -> bytes | None:
    return None if size > limit else b"".join(parts).removesuffix(b"\r")
