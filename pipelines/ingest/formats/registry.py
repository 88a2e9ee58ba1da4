"""The registry of formats: a name's suffix decides, and the first bytes where the suffix is unknown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePath

from pipelines.ingest.formats import html, json_file, jsonl, parquet, table, text
from pipelines.ingest.formats.source_file import Found, SourceFile

COMPRESSED = ".gz"


@dataclass(frozen=True, slots=True)
class Format:
    """A file format. ``sniff`` is None where the bytes alone cannot tell it."""

    name: str
    suffixes: tuple[str, ...]
    read: Callable[[SourceFile], Found]
    sniff: Callable[[bytes], bool] | None = None
    has_sidecar: bool = False


FORMATS = (
    Format("text", text.SUFFIXES, text.read, has_sidecar=True),
    Format("html", html.SUFFIXES, html.read, html.sniff, has_sidecar=True),
    Format("jsonl", jsonl.SUFFIXES, jsonl.read, jsonl.sniff),
    Format("json", json_file.SUFFIXES, json_file.read),
    Format("table", table.SUFFIXES, table.read),
    Format("parquet", parquet.SUFFIXES, parquet.read, parquet.sniff),
)


def format_by_name(path: PurePath) -> Format | None:
    """The format that the suffix names, ``.gz`` aside."""
    suffix = PurePath(plain_name(path)).suffix.lower()
    return next((candidate for candidate in FORMATS if suffix in candidate.suffixes), None)


def format_by_content(head: bytes) -> Format | None:
    """The format that the first (decompressed) bytes show."""
    return next((candidate for candidate in FORMATS if candidate.sniff and candidate.sniff(head)), None)


def plain_name(path: PurePath) -> str:
    """The file's name without ``.gz``."""
    return path.name[: -len(COMPRESSED)] if path.name.lower().endswith(COMPRESSED) else path.name
