"""The file that a format reads: where it is, what is known beside it, how much of it may be read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from pipelines.ingest.course import Course
from pipelines.ingest.limits import Limits
from pipelines.ingest.records import Document, MediaType, Metadata, Rejected
from pipelines.ingest.stored import Stored
from pipelines.ingest.streams import read_chunks, read_whole

CHUNKS_A_BREATH = 256

Found = Iterator[Document | Rejected]


@dataclass(frozen=True, slots=True)
class SourceFile:
    """``file_metadata`` is for a file that is one document, ``record_metadata`` for each record of a file of many.

    ``depth`` counts the archives that the file lies in, ``course`` the parts of it that were looked at.
    """

    stored: Stored
    uri: str
    limits: Limits
    file_metadata: Metadata
    record_metadata: Metadata
    depth: int = 0
    course: Course = field(default_factory=Course)

    def enter(self, fragment: str) -> bool:
        """Whether to look at the part of the file that the fragment names; those before a place are passed over."""
        return self.course.enter(self.depth, f"{self.uri}#{fragment}")

    def enter_whole(self) -> bool:
        """Whether to look at the file as one thing; False where that broke the reader: read it part by part."""
        return self.course.enter_whole(self.depth, self.uri)

    def chunks(self) -> Iterator[bytes]:
        """The bytes, decompressed; with signs of life, as a large file takes longer than anyone waits for a part."""
        for number, chunk in enumerate(read_chunks(self.stored, self.limits), 1):
            yield chunk
            if number % CHUNKS_A_BREATH == 0:
                self.course.breathe()

    def whole(self, limit_name: str) -> bytes:
        """All bytes, decompressed, up to the named limit."""
        return read_whole(self.stored, self.limits, limit_name)

    def document(self, media_type: MediaType, content: bytes) -> Document:
        """The whole file as a document."""
        return Document(self.uri, media_type, content, self.file_metadata)

    def unmapped(self) -> SourceFile:
        """The same file without a field map: for formats that have no named fields to map."""
        return replace(self, file_metadata=_plain(self.file_metadata), record_metadata=_plain(self.record_metadata))

    def record(
        self, fragment: str, content: bytes, media_type: MediaType = "application/json", beside: Metadata | None = None
    ) -> Document:
        """A record of the file; ``fragment`` says where in it, ``L12``. ``beside`` goes before the caller's hints."""
        metadata = {**self.record_metadata, **(beside or {})}
        return Document(f"{self.uri}#{fragment}", media_type, content, metadata)


def _plain(metadata: Metadata) -> Metadata:
    return {name: value for name, value in metadata.items() if name != "field_map"}
