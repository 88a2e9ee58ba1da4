"""Files and folders to documents, in a fixed order: `read_sources`.

Belongs here: walking, sidecars, choosing the format, turning failures into refusals.
Does not belong here: what a format looks like (`formats`).
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePath

from pipelines.ingest.fields import recognised_metadata
from pipelines.ingest.formats.registry import COMPRESSED, FORMATS, Format, format_by_content, format_by_name, plain_name
from pipelines.ingest.formats.source_file import Found, SourceFile
from pipelines.ingest.record_articles import parse_object
from pipelines.ingest.records import Document, Hints, Metadata, RefusalError, Rejected
from pipelines.ingest.streams import read_head, read_whole

NO_HINTS = Hints()
SIDECAR = ".json"
OWNER_SUFFIXES = tuple(suffix for known in FORMATS if known.has_sidecar for suffix in known.suffixes)


def read_sources(paths: Iterable[str | Path], hints: Hints = NO_HINTS) -> Iterator[Document | Rejected]:
    """The documents in the files, and in the folders with all below them, one after the other.

    Names are sorted within a folder; hidden files, sidecars and links inside folders are not documents. Whatever
    cannot be taken comes as a `Rejected`; nothing but a programming error is raised. Memory stays bounded by the
    largest single document.
    """
    for given in paths:
        path = Path(given)
        if path.is_dir():
            yield from _read_folder(path, hints)
        elif not _is_sidecar(path):
            yield from _read_file(path, hints)


def _read_folder(folder: Path, hints: Hints) -> Iterator[Document | Rejected]:
    try:
        entries = sorted(folder.iterdir(), key=lambda entry: entry.name)
    except OSError as error:
        yield _unreadable(error).at(source_uri(folder), "read")
        return
    for path in entries:
        if path.name.startswith("."):
            continue
        if path.is_symlink():
            refusal = RefusalError("not_a_file", "a link; links inside a folder are not followed")
            yield refusal.at(source_uri(path), "read")
        elif path.is_dir():
            yield from _read_folder(path, hints)
        elif not _is_sidecar(path):
            yield from _read_file(path, hints)


def _read_file(path: Path, hints: Hints) -> Iterator[Document | Rejected]:
    uri = source_uri(path)
    try:
        found_format = _format(path, hints)
        beside: Metadata = {}
        if found_format.has_sidecar:
            beside, refusals = _sidecar(path, hints)
            yield from refusals
        source = SourceFile(
            path=path,
            uri=uri,
            limits=hints.limits,
            file_metadata={**hints.as_metadata(one_document=True), **beside},
            record_metadata=hints.as_metadata(one_document=False),
        )
        yield from _at_least_one(found_format.read(source), uri)
    except RefusalError as refusal:
        yield refusal.at(uri, "read")
    except OSError as error:
        yield _unreadable(error).at(uri, "read")


def _at_least_one(found: Found, uri: str) -> Found:
    """Everything found, or that there was nothing: a file never vanishes."""
    first = next(found, None)
    if first is None:
        yield RefusalError("empty", "no records in the file").at(uri, "read")
        return
    yield first
    yield from found


def _format(path: Path, hints: Hints) -> Format:
    """The file's format. Raises `RefusalError` empty or unknown_format."""
    head = read_head(path, hints.limits)
    if not head:
        raise RefusalError("empty", "no bytes")
    found = format_by_name(path) or format_by_content(head)
    if found is None:
        suffix = PurePath(plain_name(path)).suffix
        raise RefusalError("unknown_format", f"no reader for {suffix or 'a file without a suffix'}")
    return found


def _unreadable(error: OSError) -> RefusalError:
    return RefusalError("unreadable", error.strerror or type(error).__name__)


def source_uri(path: Path) -> str:
    """The path as given, with forward slashes; bytes of a name that are not UTF-8 as ``\\xNN``."""
    return os.fsencode(path.as_posix()).decode("utf-8", "backslashreplace")


def _sidecar_names(path: Path) -> Iterator[Path]:
    """Where the metadata of ``a.txt`` may lie: ``a.txt.json``, ``a.json``."""
    name = plain_name(path)
    for candidate in (path.name + SIDECAR, name + SIDECAR, PurePath(name).stem + SIDECAR):
        yield path.with_name(candidate)


def _is_sidecar(path: Path) -> bool:
    """Whether a ``.json`` file belongs to a text or page of the same name beside it (``a.txt`` or ``a.txt.gz``)."""
    if path.suffix.lower() != SIDECAR:
        return False
    owner = path.with_suffix("")
    names = [owner.name, *(owner.name + suffix for suffix in OWNER_SUFFIXES)]
    owners = [name for name in names if PurePath(plain_name(PurePath(name))).suffix.lower() in OWNER_SUFFIXES]
    return any(owner.with_name(name + gz).is_file() for name in owners for gz in ("", COMPRESSED))


def _sidecar(path: Path, hints: Hints) -> tuple[Metadata, list[Rejected]]:
    """The metadata beside a file; a sidecar that cannot be read is refused, the file itself is still taken."""
    for sidecar in _sidecar_names(path):
        if sidecar.is_symlink() or not sidecar.is_file():
            continue
        try:
            return recognised_metadata(parse_object(read_whole(sidecar, hints.limits, "document_bytes"))), []
        except RefusalError as refusal:
            return {}, [refusal.at(source_uri(sidecar), "read")]
        except OSError as error:
            return {}, [_unreadable(error).at(source_uri(sidecar), "read")]
    return {}, []
