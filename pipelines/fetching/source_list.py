"""sources.toml: the sources that a newsroom follows, read and checked.

Belongs here: the file's form and what is wrong with it, with the line. Does not belong here: following them.

    contact = "desk@harbour-post.example"     # who asks: part of the User-Agent; needed for feeds and sitemaps

    [[feed]]                                  # RSS, Atom or JSON Feed
    name = "harbour-post"
    url = "https://feeds.harbour-post.example/all.xml"
    hosts = ["www.harbour-post.example"]      # where its articles lie, if not at or below the feed's own host
    publisher = "Harbour Post"
    interval = "15m"
    text = "auto"                             # or "page": always fetch the page; or "feed": never do
    limits = { page_bytes = 6_000_000, seconds = 15 }

    [[sitemap]]                               # a (news) sitemap or an index of them; the same fields without ``text``
    [[folder]]                                # name, path, interval, publisher
    [[glob]]                                  # name, pattern, interval, publisher

Relative paths and patterns start at the folder of the file.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import timedelta
from pathlib import Path
from typing import Any, get_args

from pipelines.fetching.failures import Refused
from pipelines.fetching.places import place_of
from pipelines.fetching.sources import DEFAULT_INTERVAL, FileSource, SourceLimits, SourceList, TextFrom, WebSource

KINDS = ("feed", "sitemap", "folder", "glob")
_COMMON = ("name", "publisher", "interval")
_FIELDS = {
    "feed": (*_COMMON, "url", "hosts", "allow_private", "limits", "text"),
    "sitemap": (*_COMMON, "url", "hosts", "allow_private", "limits"),
    "folder": (*_COMMON, "path"),
    "glob": (*_COMMON, "pattern"),
}
_TABLE = re.compile(rf"\s*\[\[\s*({'|'.join(KINDS)})\s*\]\]")
_NAME = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?")
_INTERVAL = re.compile(r"(\d{1,4})\s*([mhd])")
TAKEN_NAMES = {"inbox": "the inbox", "daily": "the daily schedule"}
_UNITS = {"m": "minutes", "h": "hours", "d": "days"}
_CONTACT = re.compile(r"https?://[!-~]{3,200}|[!-~]+@[!-~]+\.[!-~]+")
_HOST = re.compile(r"[a-z0-9.-]+(?<![.])")
SHORTEST = timedelta(minutes=1)


class SourcesFileError(ValueError):
    """sources.toml is not as it should be; the message names the file, the line, the source and the field."""


_MOST = SourceLimits(
    feed_bytes=60_000_000, page_bytes=16_000_000, seconds=20, delay_seconds=3600, entries=50_000, age_days=100_000
)


def read_source_list(path: Path) -> SourceList:
    """The sources of a file; none where there is no file.

    Raises SourcesFileError for what is no TOML, an unknown field, a missing or wrong value, two sources of one name,
    and feeds or sitemaps without a contact.
    """
    if not path.is_file():
        return SourceList()
    try:
        written = path.read_text(encoding="utf-8")
        content = tomllib.loads(written)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SourcesFileError(f"{path.name}: no TOML: {error}") from error
    if unknown := sorted(content.keys() - {"contact", *KINDS}):
        raise SourcesFileError(f"{path.name}: {unknown[0]!r} is unknown; there are contact, {_tables()}")
    found = [source for _, source in sorted(_entries(path, written, content), key=lambda pair: pair[0])]
    _refuse_doubles(path, found)
    contact = content.get("contact", "")
    if any(isinstance(source, WebSource) for source in found) and not _is_contact(contact):
        raise SourcesFileError(
            f"{path.name}: contact must be a mail address or web page of yours; it tells the sites who asks"
        )
    return SourceList(contact, tuple(found))


def _is_contact(value: object) -> bool:
    return isinstance(value, str) and bool(_CONTACT.fullmatch(value))


def _tables() -> str:
    return ", ".join(f"[[{kind}]]" for kind in KINDS)


def _entries(path: Path, written: str, content: Mapping[str, Any]) -> list[tuple[int, WebSource | FileSource]]:
    """Each source with the number of its line."""
    found = []
    for kind in KINDS:
        starts = [
            number
            for number, line in enumerate(written.splitlines(), 1)
            if (at := _TABLE.match(line)) and at[1] == kind
        ]
        entries = content.get(kind, [])
        if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
            raise SourcesFileError(f"{path.name}: each {kind} begins with [[{kind}]], in two pairs of brackets")
        for number, entry in enumerate(entries):
            line = starts[number] if number < len(starts) else 0
            named = f" ({entry['name']})" if isinstance(entry.get("name"), str) else ""
            place = f"{path.name}{f', line {line}' if line else ''}: {kind} {number + 1}{named}"
            found.append((line, _Entry(place, kind, entry, path.parent).read()))
    return found


def _refuse_doubles(path: Path, sources: list[WebSource | FileSource]) -> None:
    names = [source.name for source in sources]
    for name in names:
        if names.count(name) > 1:
            raise SourcesFileError(f"{path.name}: two sources are named {name!r}; their states would mix")


@dataclass(frozen=True)
class _Entry:
    """One table of the file."""

    at: str
    kind: str
    fields: Mapping[str, Any]
    folder: Path

    def read(self) -> WebSource | FileSource:
        for field in self.fields.keys() - set(_FIELDS[self.kind]):
            raise self._wrong(f"{field!r} is unknown; there are {', '.join(_FIELDS[self.kind])}")
        name = self._text("name")
        if not _NAME.fullmatch(name):
            raise self._wrong("name must be up to 40 of a-z, 0-9 and -; it names a folder")
        if name in TAKEN_NAMES:
            raise self._wrong(f"{name!r} is the name of {TAKEN_NAMES[name]}")
        publisher = self._text("publisher", missing="") or None
        if self.kind in ("feed", "sitemap"):
            return self._web(name, publisher)
        return self._file(name, publisher)

    def _web(self, name: str, publisher: str | None) -> WebSource:
        try:
            place = place_of(self._text("url"))
        except Refused as refusal:
            raise self._wrong(f"url: {refusal.detail}") from refusal
        text = self._text("text", missing="auto")
        if text not in get_args(TextFrom):
            raise self._wrong(f"text must be one of {', '.join(get_args(TextFrom))}, not {text!r}")
        return WebSource(
            name, self.kind, place, publisher, self._interval(), self._hosts(), text, self._flag("allow_private"),  # type: ignore[arg-type]
            self._limits(),
        )  # fmt: skip

    def _file(self, name: str, publisher: str | None) -> FileSource:
        field = "path" if self.kind == "folder" else "pattern"
        given = Path(self._text(field)).expanduser()
        whole = given if given.is_absolute() else self.folder / given
        if self.kind == "folder":
            return FileSource(name, "folder", whole, "**/*", publisher, self._interval())
        fixed = whole.parts[:-1]
        wild = next((index for index, part in enumerate(fixed) if set(part) & set("*?[")), len(fixed))
        base, pattern = Path(*whole.parts[:wild]), "/".join(whole.parts[wild:])
        return FileSource(name, "glob", base, pattern, publisher, self._interval())

    def _text(self, field: str, missing: str | None = None) -> str:
        value = self.fields.get(field, missing)
        if not isinstance(value, str) or (missing is None and not value.strip()):
            raise self._wrong(f"{field} must be a text that is not empty")
        return value.strip()

    def _flag(self, field: str) -> bool:
        value = self.fields.get(field, False)
        if not isinstance(value, bool):
            raise self._wrong(f"{field} must be true or false")
        return value

    def _interval(self) -> timedelta:
        if "interval" not in self.fields:
            return DEFAULT_INTERVAL
        found = _INTERVAL.fullmatch(self._text("interval"))
        interval = timedelta(**{_UNITS[found[2]]: int(found[1])}) if found else timedelta()
        if interval < SHORTEST:
            raise self._wrong('interval must look like "15m", "6h" or "1d", and be at least a minute')
        return interval

    def _hosts(self) -> tuple[str, ...]:
        value = self.fields.get("hosts", [])
        hosts = (
            [host.strip().lower() if isinstance(host, str) else "" for host in value]
            if isinstance(value, list)
            else [""]
        )
        for host in hosts:
            if not _HOST.fullmatch(host) or "." not in host:
                raise self._wrong('hosts must be a list of names such as ["www.harbour-post.example"]')
        return tuple(hosts)

    def _limits(self) -> SourceLimits:
        value = self.fields.get("limits", {})
        if not isinstance(value, dict):
            raise self._wrong("limits must look like { page_bytes = 6_000_000, seconds = 15 }")
        names = [field.name for field in fields(SourceLimits)]
        for name, bound in value.items():
            if name not in names:
                raise self._wrong(f"limits: {name!r} is unknown; there are {', '.join(names)}")
            most = getattr(_MOST, name)
            least = 0 if name == "delay_seconds" and self._flag("allow_private") else 1
            if not isinstance(bound, int) or isinstance(bound, bool) or not least <= bound <= most:
                raise self._wrong(f"limits: {name} must be a whole number from {least} to {most:,}")
        return SourceLimits(**value)

    def _wrong(self, what: str) -> SourcesFileError:
        return SourcesFileError(f"{self.at}: {what}")
