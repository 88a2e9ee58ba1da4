"""What needs all articles at once: topics, entities, speakers, stories. Done anew only when its inputs changed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path

import polars as pl

from pipelines.knowledge import Knowledge
from pipelines.knowledge.base_facts import DATA
from pipelines.steps.gating import Gate, RunContext, TableReport, record_rejects, reject_rows
from pipelines.transforms.curation import read_curation
from pipelines.transforms.entities import resolve_entities, without_entities
from pipelines.transforms.ids import digest
from pipelines.transforms.own_topic_file import read_own_topics
from pipelines.transforms.own_topics import OwnTopicSources, label_own_topics
from pipelines.transforms.stories import find_stories
from pipelines.transforms.topics import taxonomy_rows
from pipelines.warehouse.files import replace_file
from pipelines.warehouse.lake import WHOLE_TABLE, Lake

Frames = dict[str, pl.DataFrame]
References = Mapping[str, pl.DataFrame]


def publish_topics(lake: Lake, run: RunContext) -> list[TableReport]:
    """Publish the taxonomy as core.topics."""
    return _publish(lake, run, "topics", [], lambda: ({"core.topics": taxonomy_rows().collect()}, {}))


def publish_entities(
    lake: Lake, run: RunContext, people: Path | None = None, curation: Path | None = None
) -> list[TableReport]:
    """Publish core.entities, core.mention_entities and core.quote_speakers over all annotated articles.

    ``people`` are the user's own for the knowledge base, ``curation`` the decisions on who is who; neither file need be
    there. A decision that cannot be obeyed is a row of core.rejects.

    Raises:
        BadCuration, BadKnowledge: the user's file of decisions or of people has a mistake.
    """
    decisions = [] if curation is None else read_curation(curation)
    own = people if people is not None and people.exists() else None

    def build() -> tuple[Frames, References]:
        mentions, quotes, articles = (_served(lake, name) for name in ("core.mentions", "core.quotes", "core.articles"))
        found = resolve_entities(mentions, quotes, articles, Knowledge.load(own), decisions)
        found = without_entities(found, run.tombstones.keys["entity"])
        _tell(lake, run, curation, found.notices)
        frames = {
            "core.entities": found.entities,
            "core.mention_entities": found.mention_entities,
            "core.quote_speakers": found.quote_speakers,
        }
        references = {
            "core.entities": found.entities.select("entity_id"),
            "core.mentions": mentions.select("mention_id").collect(),
            "core.quotes": quotes.select("quote_id").collect(),
        }
        return frames, references

    files = [*(_content(path) for path in (DATA / "VERSION", own, curation)), run.tombstones.state]
    return _publish(lake, run, "entities", ["core.mentions", "core.quotes"], build, files)


def _tell(lake: Lake, run: RunContext, curation: Path | None, notices: Sequence[str]) -> None:
    rows = [(curation.name if curation else "", "resolve", "no_effect", notice) for notice in notices]
    record_rejects(lake, run, reject_rows(rows, run.now))


def _content(path: Path | None) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path is not None and path.exists() else ""


def publish_stories(lake: Lake, run: RunContext) -> list[TableReport]:
    """Publish core.stories over all annotated articles."""

    def build() -> tuple[Frames, References]:
        articles = _served(lake, "core.articles")
        return {"core.stories": find_stories(articles).collect()}, {
            "core.articles": articles.select("version_id", "text", "word_count", "source_uri").collect()
        }

    return _publish(lake, run, "stories", ["core.articles"], build)


def publish_own_topics(lake: Lake, run: RunContext, topics_file: Path) -> list[TableReport]:
    """Publish core.own_topics and what is on them, over all annotated articles; empty tables without the file.

    Raises TopicsFileError for a file that is not as it should be.
    """
    topics = read_own_topics(topics_file)
    annotated = ("core.articles", "core.quotes", "core.mentions")

    def build() -> tuple[Frames, References]:
        articles, quotes, mentions = (_served(lake, name) for name in annotated)
        links, entities = _served(lake, "core.mention_entities"), _served(lake, "core.entities")
        frames = label_own_topics(topics, OwnTopicSources(articles, quotes, mentions, links, entities))
        references = {
            "core.own_topics": frames["core.own_topics"].select("topic_id"),
            "core.articles": articles.select("version_id").collect(),
            "core.quotes": quotes.select("quote_id").collect(),
        }
        return frames, references

    entities_state = lake.root / ".state" / "entities.json"
    return _publish(lake, run, "own_topics", annotated, build, [_content(topics_file), _content(entities_state)])


def _served(lake: Lake, name: str) -> pl.LazyFrame:
    return lake.scan(name, lake.served_parts(name))


def _publish(
    lake: Lake,
    run: RunContext,
    step: str,
    inputs: Sequence[str],
    build: Callable[[], tuple[Frames, References]],
    more: Sequence[str] = (),
) -> list[TableReport]:
    """Build, check and publish tables, unless the same inputs gave what is there. No report then.

    ``more`` is what else the tables depend on.
    """
    state = lake.root / ".state" / f"{step}.json"
    fingerprint = _fingerprint(lake, inputs, more)
    if _is_done(lake, state, fingerprint):
        return []
    frames, references = build()
    gate = Gate(lake, run)
    for name, frame in frames.items():
        gate.add(name, WHOLE_TABLE, frame, references)
    reports = gate.publish()
    if all(report.published for report in reports):
        replace_file(state, json.dumps({"inputs": fingerprint, "tables": list(frames)}).encode())
    return reports


def _is_done(lake: Lake, state: Path, fingerprint: str) -> bool:
    """Whether these inputs gave the tables that are there; a table that somebody removed is made again."""
    if not state.exists():
        return False
    done = json.loads(state.read_text(encoding="utf-8"))
    tables = done.get("tables", ())
    return done["inputs"] == fingerprint and bool(tables) and all(lake.parts(name) for name in tables)


def _fingerprint(lake: Lake, inputs: Sequence[str], more: Sequence[str]) -> str:
    """A digest of the part files and other content that a step reads, and of the project's version.

    A part's name tells which documents are in it, its mark whether it was made anew.
    """
    parts = [
        f"{name}/{part.ingest_date}/{part.part}/{part.mark}" for name in inputs for part in lake.served_parts(name)
    ]
    return digest(version("ontherecord"), *parts, *more)
