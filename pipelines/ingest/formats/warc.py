"""WARC and WARC.gz: an archived web page is a document, with the address and charset under which it was served.

Belongs here: which records hold articles and how a record's payload is undone. Does not belong here: where records
begin and end (`warc_records`), web pages (`html_articles`).

``response`` records with HTML give pages, ``conversion`` records (WET files) texts, ``resource`` records both.
Requests, metadata, ``warcinfo`` and ``revisit`` records (repetitions of an earlier one) are no documents and pass
without a word.
"""

from __future__ import annotations

import io
import re
from typing import Literal

from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

from pipelines.ingest.formats.source_file import Found, SourceFile
from pipelines.ingest.identity import web_address
from pipelines.ingest.limits import exceeded
from pipelines.ingest.records import Document, MediaType, RefusalError, Rejected
from pipelines.ingest.warc_records import HEADER_END, framed_records

SUFFIXES = (".warc", ".wet")
_START = re.compile(rb"^WARC/[01]\.")
_HTML = re.compile(r"^(?:text/html|application/xhtml\+xml)\b", re.IGNORECASE)
_TEXT = re.compile(r"^text/plain\b", re.IGNORECASE)
_TAKEN = (WarcRecordType.response, WarcRecordType.resource, WarcRecordType.conversion)
_PASSED = (WarcRecordType.warcinfo, WarcRecordType.request, WarcRecordType.metadata, WarcRecordType.revisit)
# How the payload's transfer and content encodings are undone; archives often keep the header of one already undone.
_DECODINGS: tuple[Literal["all", "transfer", "none"], ...] = ("all", "transfer", "none")
SUCCESS = 200
_NAME = re.compile(rb"^[\w-]+(?=[ \t]*:)")
_NAMES = {name.lower(): name for name in (b"WARC-Type", b"WARC-Target-URI", b"Content-Type", b"Content-Length")}


def read(source: SourceFile) -> Found:
    """A document for each page or text; a damaged record is refused by its offset, and the rest goes on."""
    source = source.unmapped()
    for offset, record in framed_records(source.stored, source.limits):
        fragment = f"B{offset}"
        if not source.enter(fragment):
            continue
        try:
            if isinstance(record, RefusalError):
                raise record
            if found := _document(source, fragment, record):
                yield found
        except RefusalError as refusal:
            yield refusal.at(f"{source.uri}#{fragment}", "read")


def _document(source: SourceFile, fragment: str, record: bytes) -> Document | Rejected | None:
    """The record's document, None for records that hold none. Raises `RefusalError`."""
    parsed, payload = _payload(record, source)
    if parsed is None:
        return None
    target = parsed.headers.get("WARC-Target-URI") or ""
    media_type = _media_type(parsed)
    beside = {"url": web_address(target.strip("<>")), "charset": _charset(parsed)}
    return source.record(fragment, payload, media_type, {name: value for name, value in beside.items() if value})


def _payload(record: bytes, source: SourceFile) -> tuple[WarcRecord | None, bytes]:
    """The parsed record and its payload with encodings undone. Raises `RefusalError`."""
    why = ""
    spelled = _spelled(record)
    for decoding in _DECODINGS:
        try:
            parsed = next(iter(ArchiveIterator(io.BytesIO(spelled), auto_decode=decoding)), None)
            if parsed is not None and parsed.record_type in _PASSED:
                return None, b""
            if parsed is None or parsed.record_type not in _TAKEN:
                raise RefusalError("corrupt", "the record is of no known type")
            _refuse_other_answers(parsed)
            payload = parsed.reader.read(source.limits.document_bytes + 1)
        except (OSError, ValueError, UnicodeError) as error:
            why = why or str(error)
            continue
        if over := exceeded(source.limits, "document_bytes", len(payload)):
            raise RefusalError("too_large", f"bytes of one page: {over}")
        return parsed, payload
    raise RefusalError("corrupt", f"the record cannot be read: {why[:200]}")


def _spelled(record: bytes) -> bytes:
    """The record with line ends and names in its header as the parser knows them: others are allowed."""
    end = HEADER_END.search(record)
    if end is None:
        return record
    lines = [line.rstrip(b"\r") for line in record[: end.start()].split(b"\n")]
    return b"\r\n".join(_NAME.sub(_known_name, line) for line in lines) + b"\r\n\r\n" + record[end.end() :]


def _known_name(name: re.Match[bytes]) -> bytes:
    return _NAMES.get(name[0].lower(), name[0])


def _refuse_other_answers(parsed: WarcRecord) -> None:
    status = parsed.http_headers.status_code if parsed.is_http and parsed.http_headers else SUCCESS
    if status != SUCCESS:
        raise RefusalError("bad_status", f"the server answered with status {status}")


def _media_type(parsed: WarcRecord) -> MediaType:
    stated = parsed.http_content_type if parsed.is_http else parsed.headers.get("Content-Type", "")
    if _HTML.match(stated or "text/html"):
        return "text/html"
    if _TEXT.match(stated or ""):
        return "text/plain"
    raise RefusalError("not_text", f"the record holds {stated}, not a page or text")


def _charset(parsed: WarcRecord) -> str | None:
    return parsed.http_charset if parsed.is_http else None


def sniff(head: bytes) -> bool:
    """Whether the (decompressed) bytes begin as a WARC file does."""
    return bool(_START.match(head))
