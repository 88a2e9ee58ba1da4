"""What needs all articles at once: topics, entities, speakers, stories. Done anew only when its inputs changed."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path

import polars as pl

from pipelines.steps.gating import Gate, RunContext, TableReport
from pipelines.transforms.entities import resolve_entities
from pipelines.transforms.ids import digest
from pipelines.transforms.stories import find_stories
from pipelines.transforms.topics import taxonomy_rows
from pipelines.warehouse.lake import WHOLE_TABLE, Lake, flush_to_disk

Frames = dict[str, pl.DataFrame]
References = Mapping[str, pl.DataFrame]


def publish_topics(lake: Lake, run: RunContext) -> list[TableReport]:
    """Publish the taxonomy as core.topics."""
    return _publish(lake, run, "topics", [], lambda: ({"core.topics": taxonomy_rows().collect()}, {}))


def publish_entities(lake: Lake, run: RunContext) -> list[TableReport]:
    """Publish core.entities, core.mention_entities and core.quote_speakers over all annotated articles."""

    def build() -> tuple[Frames, References]:
        mentions, quotes, articles = (_served(lake, name) for name in ("core.mentions", "core.quotes", "core.articles"))
        entities, mention_entities, quote_speakers = pl.collect_all(resolve_entities(mentions, quotes, articles))
        frames = {
            "core.entities": entities,
            "core.mention_entities": mention_entities,
            "core.quote_speakers": quote_speakers,
        }
        references = {
            "core.entities": entities.select("entity_id"),
            "core.mentions": mentions.select("mention_id").collect(),
            "core.quotes": quotes.select("quote_id").collect(),
        }
        return frames, references

    return _publish(lake, run, "entities", ["core.mentions", "core.quotes"], build)


def publish_stories(lake: Lake, run: RunContext) -> list[TableReport]:
    """Publish core.stories over all annotated articles."""

    def build() -> tuple[Frames, References]:
        articles = _served(lake, "core.articles")
        return {"core.stories": find_stories(articles).collect()}, {
            "core.articles": articles.select("version_id", "text", "word_count", "source_uri").collect()
        }

    return _publish(lake, run, "stories", ["core.articles"], build)


def _served(lake: Lake, name: str) -> pl.LazyFrame:
    return lake.scan(name, lake.served_parts(name))


def _publish(
    lake: Lake, run: RunContext, step: str, inputs: Sequence[str], build: Callable[[], tuple[Frames, References]]
) -> list[TableReport]:
    """Build, check and publish tables, unless the same inputs gave what is there. No report then."""
    state = lake.root / ".state" / f"{step}.json"
    fingerprint = _fingerprint(lake, inputs)
    if _is_done(lake, state, fingerprint):
        return []
    frames, references = build()
    gate = Gate(lake, run)
    for name, frame in frames.items():
        gate.add(name, WHOLE_TABLE, frame, references)
    reports = gate.publish()
    if all(report.published for report in reports):
        state.parent.mkdir(parents=True, exist_ok=True)
        aside = state.with_suffix(".tmp")
        aside.write_text(json.dumps({"inputs": fingerprint, "tables": list(frames)}), encoding="utf-8")
        flush_to_disk(aside)
        aside.replace(state)
    return reports


def _is_done(lake: Lake, state: Path, fingerprint: str) -> bool:
    """Whether these inputs gave the tables that are there; a table that somebody removed is made again."""
    if not state.exists():
        return False
    done = json.loads(state.read_text(encoding="utf-8"))
    tables = done.get("tables", ())
    return done["inputs"] == fingerprint and bool(tables) and all(lake.parts(name) for name in tables)


def _fingerprint(lake: Lake, inputs: Sequence[str]) -> str:
    """A digest of the part files that a step reads and of the project's version. A part's name tells its content."""
    parts = [f"{name}/{part.ingest_date}/{part.part}" for name in inputs for part in lake.served_parts(name)]
    return digest(version("ontherecord"), *parts)
