"""A WARC file to records, each with its place: the framing, with salvage of whatever is whole.

Belongs here: where a record begins and ends, plain or in gzip members (one a record, as the standard asks, or all in
one). Does not belong here: what is inside a record (`formats.warc`).

A record that is damaged, cut off or of a wrong length is refused with the offset at which it begins (in the file;
within one big gzip or Zstandard stream, in the decompressed bytes). Reading goes on where the next record begins.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from pipelines.ingest.compression import CHUNK, GZIP_MAGIC, GZIP_WINDOW, decompressed
from pipelines.ingest.limits import Limits, exceeded
from pipelines.ingest.records import RefusalError
from pipelines.ingest.stored import Stored
from pipelines.ingest.streams import read_raw

MAX_HEADER = 1 << 16
_START = re.compile(rb"WARC/[01]\.\d{1,2}\r?\n")
_NEXT = re.compile(rb"\n(WARC/[01]\.\d{1,2}\r?\n)")
_MEMBER = re.compile(rb"\x1f\x8b\x08")
_LENGTH = re.compile(rb"^content-length[ \t]*:[ \t]*(\d{1,18})[ \t]*\r?$", re.IGNORECASE | re.MULTILINE)
HEADER_END = re.compile(rb"\r?\n\r?\n")
HELD = 1 << 22  # bytes of a gzip member that are kept until it has proved sound
_OVERLAP = 32  # bytes kept while looking for a start that lies across two pieces

Framed = Iterator[tuple[int, bytes | RefusalError]]


def framed_records(stored: Stored, limits: Limits) -> Framed:
    """Pairs of offset and record (header, blank line, block), or of offset and why there is none."""
    pieces = read_raw(stored)
    head = next(pieces, b"")
    pieces = _chained(head, pieces)
    if head.startswith(GZIP_MAGIC):
        yield from _from_members(_Window(pieces), limits)
    else:
        yield from _from_stream(_Window(decompressed(pieces, limits)), limits)


def _chained(first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from rest


@dataclass(slots=True)
class _Window:
    """A moving view of a stream: ``data`` begins at its byte ``offset``. Errors of the stream are kept, not raised."""

    pieces: Iterator[bytes]
    data: bytearray = field(default_factory=bytearray)
    offset: int = 0
    ended: bool = False
    error: RefusalError | None = None

    def fill(self, size: int) -> bool:
        """Whether the view holds so many bytes, after reading on where it must."""
        while len(self.data) < size and not self.ended:
            try:
                piece = next(self.pieces, None)
            except RefusalError as refusal:
                self.error, piece = refusal, None
            if piece is None:
                self.ended = True
            else:
                self.data += piece
        return len(self.data) >= size

    def drop(self, size: int) -> None:
        """Move the view forward."""
        del self.data[:size]
        self.offset += size

    def skip_to(self, pattern: re.Pattern[bytes], group: int) -> bool:
        """Move forward to the next match of the pattern's group; to the end of the stream where there is none."""
        while True:
            if found := pattern.search(self.data):
                self.drop(found.start(group))
                return True
            if self.ended:
                self.drop(len(self.data))
                return False
            self.drop(max(0, len(self.data) - _OVERLAP))
            self.fill(len(self.data) + CHUNK)


def _from_stream(window: _Window, limits: Limits) -> Framed:
    """The records of a plain stream, and its own error where no record's refusal tells of it."""
    record: bytes | RefusalError = b""
    while _skip_blank_lines(window):
        offset = window.offset
        record = _next_record(window, limits)
        yield offset, record
        if isinstance(record, RefusalError):
            window.drop(1)
            if not window.skip_to(_NEXT, 1):
                break
    if window.error and isinstance(record, bytes):
        yield window.offset, window.error


def _skip_blank_lines(window: _Window) -> bool:
    """Move to the next byte that is no line end; whether there is one."""
    while window.fill(1) and bytes(window.data[:1]) in (b"\r", b"\n"):
        window.drop(1)
    return bool(window.data)


def _next_record(window: _Window, limits: Limits) -> bytes | RefusalError:
    """The record at the beginning of the view, which moves behind it; a refusal leaves the view where it is."""
    window.fill(MAX_HEADER)
    if not _START.match(window.data):
        return RefusalError("corrupt", "no WARC record begins here")
    end = HEADER_END.search(window.data, 0, MAX_HEADER)
    if end is None:
        return RefusalError("corrupt", "the record's header is cut off")
    length = _LENGTH.search(window.data, 0, end.end())
    if length is None:
        return RefusalError("corrupt", "the record's header states no length")
    size = int(length[1])
    if over := exceeded(limits, "document_bytes", size):
        return RefusalError("too_large", f"bytes of one record, as its header states: {over}")
    if not window.fill(end.end() + size):
        why = window.error.detail if window.error else "the file ends"
        held = len(window.data) - end.end()
        return RefusalError("corrupt", f"the record is cut off after {held:,} of {size:,} bytes: {why}")
    window.fill(end.end() + size + 4)
    behind = bytes(window.data[end.end() + size : end.end() + size + 4]).strip(b"\r\n")
    if behind[:1] not in (b"", b"W"):
        return RefusalError("corrupt", f"the record does not end after the {size:,} bytes that its header states")
    record = bytes(window.data[: end.end() + size])
    window.drop(end.end() + size)
    return record


def _from_members(window: _Window, limits: Limits) -> Framed:
    """The records of a file of gzip members; after a damaged one, reading goes on with the next that holds a record."""
    while window.fill(1):
        start = window.offset
        inner = _Window(_member(window))
        for offset, record in _from_stream(inner, limits):
            yield start if offset == 0 else offset, record
        if inner.error and not _skip_to_member(window):
            break


def _member(window: _Window) -> Iterator[bytes]:
    """What the gzip member at the beginning of the view holds; the view moves along.

    On damage (`RefusalError` corrupt) the view goes back to the member's second byte, if it is not too far gone, so
    that a member behind it is found even where the damage made this one swallow it.
    """
    engine, held, start = zlib.decompressobj(GZIP_WINDOW), bytearray(), window.offset
    while not engine.eof:
        piece = bytes(window.data[:CHUNK]) if window.fill(1) else b""
        try:
            data = engine.decompress(piece, CHUNK)
            if not data and not piece:
                raise zlib.error("the member is cut off")
        except zlib.error as error:
            if len(held) == window.offset - start:
                window.data[:0] = held
                window.offset = start
                window.drop(1)
            raise RefusalError("corrupt", f"damaged gzip data: {error}") from None
        left = engine.unused_data if engine.eof else engine.unconsumed_tail  # at the end zlib fills both alike
        used = len(piece) - len(left)
        if len(held) < HELD:
            held += piece[:used]
        window.drop(used)
        if data:
            yield data


def _skip_to_member(window: _Window) -> bool:
    """Move to the next gzip member that decompresses to the beginning of a record."""
    while window.skip_to(_MEMBER, 0):
        window.fill(CHUNK)
        if _holds_record(bytes(window.data[:CHUNK])):
            return True
        window.drop(1)
    return False


def _holds_record(data: bytes) -> bool:
    try:
        return bool(_START.match(zlib.decompressobj(GZIP_WINDOW).decompress(data, 64)))
    except zlib.error:
        return False
