"""The records of sources: feeds, sitemaps, folders, patterns, and their limits.

Belongs here: what a source is. Does not belong here: reading sources.toml (`source_list`), following one (`polling`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Literal

from pipelines.fetching.places import Place

FileKind = Literal["folder", "glob"]
WebKind = Literal["feed", "sitemap"]
TextFrom = Literal["auto", "page", "feed"]
DEFAULT_INTERVAL = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class SourceLimits:
    """Bounds of one source; each can be set in ``limits``.

    ``feed_bytes``, ``page_bytes``: one answer, decompressed. ``seconds``: one page, with its redirects.
    ``delay_seconds``: between two requests to a host, where its robots.txt does not ask for more.
    ``entries``: of one feed or sitemap, the newest first. ``age_days``: older entries are left alone.
    """

    feed_bytes: int = 10_000_000
    page_bytes: int = 6_000_000
    seconds: int = 15
    delay_seconds: int = 2
    entries: int = 1_000
    age_days: int = 30


@dataclass(frozen=True, slots=True)
class WebSource:
    """A feed or sitemap. ``hosts`` are those of its articles besides its own; see `places.require_own`."""

    name: str
    kind: WebKind
    place: Place
    publisher: str | None = None
    interval: timedelta = DEFAULT_INTERVAL
    hosts: tuple[str, ...] = ()
    text: TextFrom = "auto"
    allow_private: bool = False
    limits: SourceLimits = SourceLimits()


@dataclass(frozen=True, slots=True)
class FileSource:
    """A folder, or the files that match a pattern, below ``base``."""

    name: str
    kind: FileKind
    base: Path
    pattern: str
    publisher: str | None = None
    interval: timedelta = DEFAULT_INTERVAL

    def files(self) -> list[Path]:
        """The files that there are now, sorted; hidden ones and links do not count. A folder's are those below it."""
        found = self.base.glob(self.pattern)
        return sorted(path for path in found if path.is_file() and not path.is_symlink() and not self._hidden(path))

    def paths(self) -> list[Path]:
        """What a run is given: a folder as a whole, so that sidecars are found, or the files that match."""
        return [self.base] * self.base.is_dir() if self.kind == "folder" else self.files()

    def _hidden(self, path: Path) -> bool:
        return any(part.startswith(".") for part in path.relative_to(self.base).parts)


@dataclass(frozen=True, slots=True)
class SourceList:
    """All sources, in the order of the file, and who asks."""

    contact: str = ""
    sources: tuple[WebSource | FileSource, ...] = ()

    @property
    def web(self) -> tuple[WebSource, ...]:
        """Feeds and sitemaps."""
        return tuple(source for source in self.sources if isinstance(source, WebSource))

    @property
    def files(self) -> tuple[FileSource, ...]:
        """Folders and patterns."""
        return tuple(source for source in self.sources if isinstance(source, FileSource))
