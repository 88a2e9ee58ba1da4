"""Which parts are fresh, stale or missing, and why. A run does what is not fresh, and nothing else.

Belongs here: comparing what a part file was made from with what is there now. Does not belong here: making it anew (see
``annotating``), versions (see ``versions``).

A part file of an annotation says in its footer what it was made from: ``input`` is the content of its articles,
``reading`` and ``topics`` are the versions of the engine.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

import polars as pl

from pipelines.steps.versions import EngineVersions
from pipelines.transforms.annotations import ANNOTATED, READING, TOPICAL
from pipelines.transforms.ids import digest
from pipelines.warehouse.lake import CONTENT, Lake, PartRef

State = Literal["fresh", "stale", "missing"]
INPUT = "input"


@dataclass(frozen=True, slots=True)
class PartState:
    """How the annotations of a part stand: ``reading`` are quotes, mentions and dates, ``topics`` topics and phrases.

    ``part`` is the part file of core.articles; ``reason`` is empty where both are fresh.
    """

    part: PartRef
    reading: State
    topics: State
    reason: str = ""

    @property
    def is_fresh(self) -> bool:
        """Whether there is nothing to do."""
        return self.reading == self.topics == "fresh"


def article_content(articles: pl.DataFrame) -> str:
    """The content of a part of core.articles: equal where the engine would be given the same."""
    rows = articles.select("version_id", "text_sha256").iter_rows()
    return digest("articles", *(f"{version} {text}" for version, text in rows))


def made_from(articles: pl.DataFrame, versions: EngineVersions) -> dict[str, dict[str, str]]:
    """What the footers of a part's annotations say, by table."""
    reading = {INPUT: article_content(articles), "reading": versions.reading}
    return {name: reading | ({"topics": versions.topics} if name in TOPICAL else {}) for name in ANNOTATED}


def part_states(lake: Lake, versions: EngineVersions, day: date | None = None) -> list[PartState]:
    """The state of every part of core.articles, of one ingest day or of all."""
    return [_state(lake, part, versions) for part in lake.parts("core.articles", day)]


def unfinished_days(lake: Lake, versions: EngineVersions) -> list[date]:
    """Ingest days with documents that are not articles yet, or with annotations that are not fresh."""
    articles = {part.key for part in lake.parts("core.articles")}
    days = {part.ingest_date for part in lake.parts("raw.documents") if part.key not in articles}
    days |= {state.part.ingest_date for state in part_states(lake, versions) if not state.is_fresh}
    return sorted(day for day in days if day is not None)


def _state(lake: Lake, part: PartRef, versions: EngineVersions) -> PartState:
    if lacking := _lacking(lake, part, READING):
        return PartState(part, "missing", "missing", f"{lacking} is not there")
    wanted = {INPUT: _content(lake, part), "reading": versions.reading}
    if reason := _difference(lake, part, READING, wanted):
        return PartState(part, "stale", "stale", reason)
    if lacking := _lacking(lake, part, TOPICAL):
        return PartState(part, "fresh", "missing", f"{lacking} is not there")
    if reason := _difference(lake, part, TOPICAL, wanted | {"topics": versions.topics}):
        return PartState(part, "fresh", "stale", reason)
    return PartState(part, "fresh", "fresh")


def _lacking(lake: Lake, part: PartRef, names: Iterable[str]) -> str | None:
    return next((name for name in names if lake.part(name, part) is None), None)


def _content(lake: Lake, part: PartRef) -> str:
    return lake.made(part).get(CONTENT) or article_content(lake.scan("core.articles", [part]).collect())


_REASONS = {
    INPUT: "its articles have changed",
    "reading": "read by another version of the engine",
    "topics": "topics by another version of the model",
}


def _difference(lake: Lake, part: PartRef, names: Iterable[str], wanted: dict[str, str]) -> str:
    """Why the part files are not what would be made now; empty where they are."""
    for name in names:
        found = lake.part(name, part)
        made = lake.made(found) if found else {}
        for key, value in wanted.items():
            if made.get(key) != value:
                return _REASONS[key] if key in made else "made before part files told what they are made from"
    return ""
