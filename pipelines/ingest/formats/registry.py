"""The registry of formats: a name's suffix decides, unless the first bytes show another format."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import PurePath

from pipelines.ingest.compression import SUFFIXES as COMPRESSED
from pipelines.ingest.formats import (
    archive,
    feeds,
    gkg,
    html,
    json_file,
    jsonl,
    news_sitemap,
    newsml,
    nitf,
    parquet,
    table,
    text,
    warc,
)
from pipelines.ingest.formats.source_file import Found, SourceFile


@dataclass(frozen=True, slots=True)
class Format:
    """A file format. ``sniff`` is None where the bytes alone cannot tell it.

    A format either reads documents or lists the members of an archive, each read in its own format.
    """

    name: str
    suffixes: tuple[str, ...]
    read: Callable[[SourceFile], Found] | None = None
    sniff: Callable[[bytes], bool] | None = None
    members: Callable[[SourceFile], AbstractContextManager[list[archive.Member]]] | None = None
    has_sidecar: bool = False


FORMATS = (
    Format("text", text.SUFFIXES, text.read, has_sidecar=True),
    Format("html", html.SUFFIXES, html.read, html.sniff, has_sidecar=True),
    Format("jsonl", jsonl.SUFFIXES, jsonl.read, jsonl.sniff),
    Format("json", json_file.SUFFIXES, json_file.read, json_file.sniff),
    Format("gkg", gkg.SUFFIXES, gkg.read, gkg.sniff),
    Format("table", table.SUFFIXES, table.read),
    Format("parquet", parquet.SUFFIXES, parquet.read, parquet.sniff),
    Format("rss", feeds.RSS_SUFFIXES, feeds.read_rss, feeds.is_rss),
    Format("atom", feeds.ATOM_SUFFIXES, feeds.read_atom, feeds.is_atom),
    Format("sitemap", news_sitemap.SUFFIXES, news_sitemap.read, news_sitemap.sniff),
    Format("nitf", nitf.SUFFIXES, nitf.read, nitf.sniff),
    Format("newsml", newsml.SUFFIXES, newsml.read, newsml.sniff),
    Format("warc", warc.SUFFIXES, warc.read, warc.sniff),
    Format("zip", archive.ZIP_SUFFIXES, members=archive.zip_members, sniff=archive.is_zip),
    Format("tar", archive.TAR_SUFFIXES, members=archive.tar_members, sniff=archive.is_tar),
)

PLAIN = ("text", "json")  # what begins like another format under these names is what the name says


def find_format(name: str, head: bytes) -> Format | None:
    """The format that the suffix names, compression aside, unless the first bytes show another."""
    suffix = PurePath(plain_name(name)).suffix.lower()
    named = [candidate for candidate in FORMATS if suffix in candidate.suffixes]
    shown = next((candidate for candidate in (*named, *FORMATS) if candidate.sniff and candidate.sniff(head)), None)
    if len(named) == 1 and (shown is None or named[0].name in PLAIN):
        return named[0]
    return shown


def format_named(name: str | None) -> Format | None:
    """The format of this name, None for none."""
    return next((candidate for candidate in FORMATS if candidate.name == name), None)


def plain_name(name: str) -> str:
    """The file's name without ``.gz``, ``.bz2`` or ``.zst``."""
    return next((name[: -len(end)] for end in COMPRESSED if name.lower().endswith(end)), name)
