"""Files, folders and archives to documents, in a fixed order: `read_sources`.

Belongs here: walking, sidecars, choosing the format, turning failures into refusals.
Does not belong here: what a format looks like (`formats`).
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path, PurePath, PurePosixPath

from pipelines.ingest.compression import SUFFIXES as COMPRESSED
from pipelines.ingest.course import Course
from pipelines.ingest.fields import recognised_metadata
from pipelines.ingest.formats.archive import Member
from pipelines.ingest.formats.registry import FORMATS, Format, find_format, format_named, plain_name
from pipelines.ingest.formats.source_file import Found, SourceFile
from pipelines.ingest.limits import exceeded
from pipelines.ingest.record_articles import parse_object
from pipelines.ingest.records import Document, Hints, Metadata, RefusalError, Rejected
from pipelines.ingest.stored import Stored, StoredFile
from pipelines.ingest.streams import as_utf8, read_head, read_whole
from pipelines.ingest.xml_tree import first_element

NO_HINTS = Hints()
_LOG = logging.getLogger(__name__)
SIDECAR = ".json"
OWNER_SUFFIXES = tuple(suffix for known in FORMATS if known.has_sidecar for suffix in known.suffixes)

Neighbours = Callable[[str], Stored | None]  # a file's name to the file of that name in the same folder


def read_sources(paths: Iterable[str | Path], hints: Hints = NO_HINTS) -> Iterator[Document | Rejected]:
    """The documents in the files, and in the folders with all below them, one after the other.

    Names are sorted within a folder; hidden files, sidecars and links inside folders are not documents. Whatever
    cannot be taken comes as a `Rejected`; nothing but a programming error is raised. Memory stays bounded by the
    largest single document.
    """
    for found in list_files(paths):
        if isinstance(found, Rejected):
            yield found
        else:
            yield from read_file(found, hints)


def list_files(paths: Iterable[str | Path]) -> Iterator[Path | Rejected]:
    """The files to read, in the order of `read_sources`, and what inside a folder is no file to read.

    A file of no bytes holds no document: it is left out, with a warning to the log.
    """
    for given in paths:
        path = Path(given)
        for found in _list_folder(path) if path.is_dir() else _unless_sidecar(path):
            if isinstance(found, Path) and _is_empty(found):
                _LOG.warning("no document in %s: it has no bytes", source_uri(found))
            else:
                yield found


def _is_empty(path: Path) -> bool:
    """Whether it is a file of no bytes; what cannot be looked at is none, and fails when it is read."""
    try:
        return path.is_file() and path.stat().st_size == 0
    except OSError:
        return False


def _unless_sidecar(path: Path) -> Iterator[Path]:
    if not _is_sidecar(path.name, _in_folder(path)):
        yield path


def _list_folder(folder: Path) -> Iterator[Path | Rejected]:
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
            yield from _list_folder(path)
        else:
            yield from _unless_sidecar(path)


def read_file(path: Path, hints: Hints = NO_HINTS, uri: str | None = None, course: Course | None = None) -> Found:
    """The documents in one file; ``uri`` is where it came from, if not from its path.

    ``course`` is told of each part and may pass over the first of them: see `Course`.
    """
    return _read_stored(StoredFile(path), uri or source_uri(path), hints, _in_folder(path), course or Course())


def _in_folder(path: Path) -> Neighbours:
    def find(name: str) -> Stored | None:
        beside = path.with_name(name)
        return StoredFile(beside) if beside.is_file() and not beside.is_symlink() else None

    return find


def _read_stored(
    stored: Stored, uri: str, hints: Hints, neighbours: Neighbours, course: Course, depth: int = 0
) -> Found:
    """Everything in a file, each thing with the name of the format that it was found in."""
    name = ""
    try:
        found_format = _format(stored, hints)
        name = found_format.name
        beside: Metadata = {}
        if found_format.has_sidecar:
            beside, refusals = _sidecar(stored.name, uri, hints, neighbours)
            yield from (replace(refusal, format=name) for refusal in refusals)
        source = SourceFile(
            stored=stored,
            uri=uri,
            limits=hints.limits,
            file_metadata={**hints.as_metadata(one_document=True), **beside},
            record_metadata=hints.as_metadata(one_document=False),
            depth=depth,
            course=course,
        )
        for found in _at_least_one(_found(source, found_format, hints), source):
            yield found if found.format else replace(found, format=name)
    except RefusalError as refusal:
        yield replace(refusal.at(uri, "read"), format=name)
    except OSError as error:
        yield replace(_unreadable(error).at(uri, "read"), format=name)


def _found(source: SourceFile, found_format: Format, hints: Hints) -> Found:
    if found_format.members:
        return _read_archive(source, found_format.members, hints)
    assert found_format.read
    return found_format.read(source)


def _read_archive(
    source: SourceFile, open_members: Callable[[SourceFile], AbstractContextManager[list[Member]]], hints: Hints
) -> Found:
    """What the members hold. The address that a caller gave for a file of one document is not theirs."""
    if over := exceeded(source.limits, "archive_depth", source.depth + 1):
        raise RefusalError("too_deep", f"archives within archives: {over}")
    with open_members(source) as members:
        held = {member.name: member.stored for member in members if member.stored}
        for member in members:
            uri = f"{source.uri}!/{printable(member.name)}" if member.name else source.uri
            neighbours = _in_archive(PurePosixPath(member.name).parent, held)
            if not source.course.enter(source.depth, uri):
                continue
            if member.refusal:
                yield member.refusal.at(uri, "read")
            elif member.stored and not _is_sidecar(member.stored.name, neighbours):
                inner = replace(hints, url=None)
                yield from _read_stored(member.stored, uri, inner, neighbours, source.course, source.depth + 1)


def _in_archive(folder: PurePosixPath, held: Mapping[str, Stored]) -> Neighbours:
    return lambda name: held.get((folder / name).as_posix())


def _at_least_one(found: Found, source: SourceFile) -> Found:
    """Everything found, or that there was nothing: a file never vanishes."""
    first = next(found, None)
    if first is None:
        if not source.course.is_resumed(source.depth):
            yield RefusalError("empty", "no records in the file").at(source.uri, "read")
        return
    yield first
    yield from found


def _format(stored: Stored, hints: Hints) -> Format:
    """The file's format. Raises `RefusalError` empty or unknown_format."""
    head = read_head(stored, hints.limits)
    if not head:
        raise RefusalError("empty", "no bytes")
    found = find_format(stored.name, b"".join(as_utf8([head]))) or format_named(hints.format)
    if found is None:
        suffix = PurePath(plain_name(stored.name)).suffix
        element = first_element(head)[0]
        whose = f" whose first element is {element}" if element and suffix.lower() == ".xml" else ""
        raise RefusalError("unknown_format", f"no reader for {suffix or 'a file without a suffix'}{whose}")
    return found


def _unreadable(error: OSError) -> RefusalError:
    return RefusalError("unreadable", error.strerror or type(error).__name__)


def source_uri(path: Path) -> str:
    """The path as given, with forward slashes, on one line that is safe to show (`printable`)."""
    return printable(os.fsencode(path.as_posix()).decode("utf-8", "backslashreplace"))


def printable(name: str) -> str:
    """The name with line breaks, control, direction and other invisible characters as escapes: ``\\n``, ``\\u202e``."""
    return "".join(
        mark if mark.isprintable() else mark.encode("unicode_escape", "backslashreplace").decode() for mark in name
    )


def _sidecar_names(name: str) -> Iterator[str]:
    """Where the metadata of ``a.txt`` may lie: ``a.txt.json``, ``a.json``."""
    plain = plain_name(name)
    yield from (name + SIDECAR, plain + SIDECAR, PurePath(plain).stem + SIDECAR)


def _is_sidecar(name: str, neighbours: Neighbours) -> bool:
    """Whether a ``.json`` file belongs to a text or page of the same name beside it (``a.txt`` or ``a.txt.gz``)."""
    if PurePath(name).suffix.lower() != SIDECAR:
        return False
    owner = PurePath(name).stem
    names = [owner, *(owner + suffix for suffix in OWNER_SUFFIXES)]
    owners = [one for one in names if PurePath(plain_name(one)).suffix.lower() in OWNER_SUFFIXES]
    return any(neighbours(one + packed) for one in owners for packed in ("", *COMPRESSED))


def _sidecar(name: str, uri: str, hints: Hints, neighbours: Neighbours) -> tuple[Metadata, list[Rejected]]:
    """The metadata beside a file; a sidecar that cannot be read is refused, the file itself is still taken."""
    for sidecar_name in _sidecar_names(name):
        sidecar = neighbours(sidecar_name)
        if sidecar is None:
            continue
        try:
            return recognised_metadata(parse_object(read_whole(sidecar, hints.limits, "document_bytes"))), []
        except RefusalError as refusal:
            return {}, [refusal.at(_beside(uri, sidecar_name), "read")]
        except OSError as error:
            return {}, [_unreadable(error).at(_beside(uri, sidecar_name), "read")]
    return {}, []


def _beside(uri: str, name: str) -> str:
    folder, slash, _ = uri.rpartition("/")
    return folder + slash + printable(name)
