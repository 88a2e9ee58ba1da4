"""The bytes of an answer as they were meant: decompressed, within a limit.

Belongs here: content encodings. Does not belong here: reading off the network (`connections`).
"""

from __future__ import annotations

import zlib

from pipelines.fetching.connections import Answer
from pipelines.fetching.failures import Failed, Refused

ACCEPTED = "gzip"
GZIP_MAGIC = b"\x1f\x8b"
_GZIP_WINDOW = 31  # zlib: 15 bits of window, +16 for a gzip header
_STEP = 1 << 16


def decoded(answer: Answer, max_bytes: int) -> bytes:
    """The content without its content encoding. What says gzip but is not comes as it is.

    Raises:
        Failed: the gzip stream is damaged or cut off, or the encoding is one that was not asked for.
        Refused: too_large, after at most ``max_bytes`` decompressed bytes.
    """
    encoding = answer.headers.get("content-encoding", "").lower().strip()
    if encoding in ("gzip", "x-gzip"):
        return gunzip(answer.content, max_bytes) if answer.content.startswith(GZIP_MAGIC) else answer.content
    if encoding not in ("", "identity"):
        raise Failed("unreachable", f"content encoding {encoding!r}, which was not asked for", tries=3)
    return answer.content


def gunzip(content: bytes, max_bytes: int) -> bytes:
    """Decompress one or more gzip members. Raises `Failed` or `Refused`, as `decoded` does."""
    found = bytearray()
    while content.startswith(GZIP_MAGIC):
        engine = zlib.decompressobj(_GZIP_WINDOW)
        try:
            while not engine.eof:
                piece = engine.decompress(content, _STEP)
                content = engine.unconsumed_tail
                if not piece and not content:
                    break
                found += piece
                if len(found) > max_bytes:
                    raise Refused("too_large", f"more than {max_bytes:,} bytes decompressed")
        except zlib.error as error:
            raise Failed("unreachable", f"a damaged gzip stream: {error}") from error
        if not engine.eof:
            raise Failed("unreachable", f"a gzip stream cut off after {len(found):,} bytes")
        content = engine.unused_data
    return bytes(found)
