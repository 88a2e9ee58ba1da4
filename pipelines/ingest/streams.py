"""Bytes in bounded pieces: chunks, lines, whole small files; decompressed on the way.

Belongs here: size limits on reading, line splitting. Does not belong here: where the bytes lie (`stored`), how they
are compressed (`compression`), what they mean.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterable, Iterator

from pipelines.ingest.compression import CHUNK, decompressed
from pipelines.ingest.limits import Limits, exceeded
from pipelines.ingest.records import RefusalError
from pipelines.ingest.stored import Stored

_WIDE_BOMS = ((codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"), (codecs.BOM_UTF16_LE, "utf-16"),
              (codecs.BOM_UTF16_BE, "utf-16"))  # fmt: skip


def read_raw(stored: Stored) -> Iterator[bytes]:
    """The bytes as they lie there; those of an archive's member decompressed. Refuses a damaged member (corrupt)."""
    try:
        with stored.open() as file:
            yield from iter(lambda: file.read(CHUNK), b"")
    except stored.damage as error:
        raise RefusalError("corrupt", f"damaged member of an archive: {error}") from None


def read_chunks(stored: Stored, limits: Limits) -> Iterator[bytes]:
    """The bytes, decompressed where they are gzip, bzip2 or Zstandard. Refuses damaged data and absurd expansion."""
    return decompressed(read_raw(stored), limits)


def read_head(stored: Stored, limits: Limits) -> bytes:
    """The first bytes of the decompressed file, for sniffing; empty for an empty file."""
    return next(read_chunks(stored, limits), b"")


def read_whole(stored: Stored, limits: Limits, limit_name: str) -> bytes:
    """All bytes of a file that is one document. Refuses more than the named limit without reading on."""
    content = bytearray()
    for chunk in read_chunks(stored, limits):
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
    """``utf-16`` or ``utf-32`` by its byte order mark, or with ``-le`` or ``-be`` by the NULs between ASCII letters."""
    for mark, encoding in _WIDE_BOMS:
        if head.startswith(mark):
            return encoding
    sample = head[:512]
    if len(sample) < 8:
        return None
    first, second, third, fourth = (sample[place::4].count(0) / (len(sample) // 4) for place in range(4))
    if min(second, third) > 0.9 and abs(first - fourth) > 0.6:
        return "utf-32-le" if fourth > first else "utf-32-be"
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
