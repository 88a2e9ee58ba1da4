"""The records that the ingest layer passes on: documents, articles, refusals, and the hints of the caller.

Belongs here: plain, immutable records and the ids that follow from their own fields.
Does not belong here: reading a file (`sources`, `formats`) or understanding a document (`articles`).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, get_args

from pipelines.ingest.limits import Limits

Metadata = Mapping[str, str | list[str]]
MediaType = Literal[
    "text/plain",
    "application/json",
    "text/html",
    "application/rss+xml",  # one item of a feed
    "application/atom+xml",  # one entry of a feed
    "application/nitf+xml",
    "application/vnd.iptc.g2.newsitem+xml",
]
PublishedAtSource = Literal["metadata", "url", "text", "inferred", "none"]
Stage = Literal["read", "extract"]
Reason = Literal[
    "unknown_format",  # no reader takes files of this kind
    "not_a_file",  # a link inside a folder, a pipe, a device
    "unreadable",  # missing, no permission, an input/output error
    "empty",  # no bytes, or no records
    "corrupt",  # a damaged or cut-off container (gzip, Parquet, WARC, zip), or a record cut off in one
    "undecodable",  # bytes that are text in no known encoding
    "not_text",  # binary data under a text file's name
    "not_json",
    "not_xml",
    "unsafe_xml",  # XML that declares entities: they can be bombs, or read files of this machine
    "unsafe_path",  # a member of an archive that names a place outside it
    "encrypted",
    "not_an_object",  # valid JSON that is not an article
    "too_deep",  # nested beyond what a parser bears
    "malformed_row",  # a row with another number of cells than the header, or with broken quoting
    "missing_field",  # no column or field for what is needed
    "link_only",  # a feed's item, or a sitemap's address, without the article's text
    "bad_status",  # an archived answer of a web server that is no page (a redirect, an error)
    "too_large",  # beyond a limit; the detail names it
    "no_text",  # a document without any article text
    "not_prose",  # a long text that no reader could read: no spaces, no sentences, the same words over and over
    "forgotten",  # removed on somebody's order, and not to come back
    "unsupported_language",  # a text of a book's length in another language than English
    "timed_out",  # the parser was stopped after its time
    "failed",  # the parser's process died
]
REASONS: tuple[str, ...] = get_args(Reason)

ID_LENGTH = 16


def short_hash(*parts: bytes) -> str:
    """The first 16 hex characters of the SHA-256 of the parts, each closed by a NUL."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part)
        digest.update(b"\0")
    return digest.hexdigest()[:ID_LENGTH]


@dataclass(frozen=True, slots=True)
class Document:
    """A document as it was found, before anything in it is understood.

    ``source_uri`` is the path as given, POSIX; a part of a file has a fragment: ``#L12`` line 12, ``#R12`` row 12,
    ``#I12`` item 12 (all counted from 1, a table's header not counted), ``#B512`` the record at byte 512 of a WARC
    file; a member of an archive is ``archive.zip!/folder/member.txt``.
    ``metadata`` is what came beside the content: sidecar fields, the caller's hints, and ``field_map``.
    ``format`` names the reader that found it (`formats.registry`); it is no part of its identity.
    """

    source_uri: str
    media_type: MediaType
    content: bytes
    metadata: Metadata = field(default_factory=dict)
    format: str = field(default="", compare=False)

    @property
    def document_id(self) -> str:
        """16 hex characters of media type, metadata and content: where the document lay does not matter."""
        return short_hash(self.media_type.encode(), self.metadata_json.encode(), self.content)

    @property
    def content_sha256(self) -> str:
        """SHA-256 of the content, 64 hex characters."""
        return hashlib.sha256(self.content).hexdigest()

    @property
    def metadata_json(self) -> str:
        """The metadata as canonical JSON: keys sorted, no spaces, ASCII only."""
        return json.dumps(dict(self.metadata), sort_keys=True, separators=(",", ":"))


@dataclass(frozen=True, slots=True)
class ArticleRecord:
    """A version of an article. Every offset in the project counts the code points of ``text``.

    ``language`` is an ISO 639-1 code or ``und``. ``furniture`` holds half-open spans of ``text`` that belong to the
    page and not to the article. Instants are aware and in UTC.
    """

    document_id: str
    source_uri: str
    article_id: str
    version_id: str
    url: str | None
    publisher: str | None
    title: str | None
    authors: tuple[str, ...]
    section: str | None
    published_at: datetime | None
    published_at_source: PublishedAtSource
    modified_at: datetime | None
    language: str
    text: str
    text_sha256: str
    word_count: int
    furniture: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Rejected:
    """A file, a document or a row that was refused. ``detail`` says why in words and is safe to print."""

    source_uri: str
    stage: Stage
    reason: Reason
    detail: str
    format: str = field(default="", compare=False)


class RefusalError(Exception):
    """Raised inside the ingest layer where something cannot be taken; the two entry points make it a `Rejected`."""

    def __init__(self, reason: Reason, detail: str) -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason: Reason = reason
        self.detail = "".join(character if character.isprintable() else "\ufffd" for character in detail)

    def at(self, source_uri: str, stage: Stage) -> Rejected:
        """The refusal as a record."""
        return Rejected(source_uri, stage, self.reason, self.detail)


@dataclass(frozen=True, slots=True)
class Hints:
    """What the caller knows about the sources. The documents' own metadata and sidecars win over it.

    ``field_map`` names the input's field for one of ours (``{"title": "headline"}``; dots go into nested objects) and
    wins over the names that are recognised anyway. ``url`` is only given to files that are one document each.
    ``format`` (a name in `formats.registry`) is for files whose name and first bytes do not tell it.
    """

    published_at: str | datetime | None = None
    publisher: str | None = None
    url: str | None = None
    field_map: Mapping[str, str] = field(default_factory=dict)
    limits: Limits = field(default_factory=Limits)
    format: str | None = None

    def as_metadata(self, *, one_document: bool) -> dict[str, str | list[str]]:
        """The hints as document metadata."""
        published = self.published_at.isoformat() if isinstance(self.published_at, datetime) else self.published_at
        values = {
            "published_at": published,
            "publisher": self.publisher,
            "url": self.url if one_document else None,
        }
        found: dict[str, str | list[str]] = {name: value for name, value in values.items() if value}
        if self.field_map:
            found["field_map"] = sorted(f"{ours}={theirs}" for ours, theirs in self.field_map.items())
        return found
