"""What needs all articles at once: topics, entities, speakers, stories. Done anew only when its inputs changed."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

import polars as pl

from pipelines.knowledge import Knowledge
from pipelines.steps.gating import Gate, RunContext, TableReport, record_rejects, reject_rows
from pipelines.steps.remembering import recall, remember
from pipelines.steps.step_inputs import (
    ENTITIES,
    OWN_TOPICS,
    STORIES,
    TOPICS,
    Step,
    changed_inputs,
    inputs_of,
    record_inputs,
    user_files,
)
from pipelines.steps.versions import engine_versions
from pipelines.transforms.curation import read_curation
from pipelines.transforms.entities import resolve_entities_again, without_entities
from pipelines.transforms.entity_memory import EntityMemory
from pipelines.transforms.own_topic_file import read_own_topics
from pipelines.transforms.own_topics import OwnTopicSources, label_own_topics
from pipelines.transforms.stories import find_stories_again
from pipelines.transforms.story_memory import StoryMemory
from pipelines.transforms.topics import taxonomy_rows
from pipelines.warehouse.lake import WHOLE_TABLE, Lake

Frames = dict[str, pl.DataFrame]
References = Mapping[str, pl.DataFrame]


def publish_topics(lake: Lake, run: RunContext) -> list[TableReport]:
    """Publish the taxonomy as core.topics."""
    return _publish(lake, run, TOPICS, {}, lambda: ({"core.topics": taxonomy_rows().collect()}, {}))


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
    files = user_files(own, curation, None)[ENTITIES.name]
    inputs = inputs_of(lake, ENTITIES, files, run.tombstones)

    def build() -> tuple[Frames, References]:
        mentions, quotes, articles = (_served(lake, name) for name in ("core.mentions", "core.quotes", "core.articles"))
        given = (inputs["the knowledge base"], inputs["your people"], engine_versions().reading)
        found, memory = resolve_entities_again(
            mentions, quotes, articles, Knowledge.load(own), decisions, EntityMemory.of(recall(lake, ENTITIES, *given))
        )
        remember(lake, ENTITIES, memory.frames(), *given)
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

    return _publish(lake, run, ENTITIES, files, build)


def _tell(lake: Lake, run: RunContext, curation: Path | None, notices: Sequence[str]) -> None:
    rows = [(curation.name if curation else "", "resolve", "no_effect", notice) for notice in notices]
    record_rejects(lake, run, reject_rows(rows, run.now))


def publish_stories(lake: Lake, run: RunContext) -> list[TableReport]:
    """Publish core.stories over all annotated articles."""

    def build() -> tuple[Frames, References]:
        articles = _served(lake, "core.articles")
        stories, memory = find_stories_again(articles, StoryMemory.of(recall(lake, STORIES)))
        remember(lake, STORIES, memory.frames())
        return {"core.stories": stories}, {"core.articles": articles.select("version_id", "source_uri").collect()}

    return _publish(lake, run, STORIES, {}, build)


def publish_own_topics(lake: Lake, run: RunContext, topics_file: Path) -> list[TableReport]:
    """Publish core.own_topics and what is on them, over all annotated articles; empty tables without the file.

    Raises TopicsFileError for a file that is not as it should be.
    """
    topics = read_own_topics(topics_file)

    def build() -> tuple[Frames, References]:
        articles, quotes, mentions = (_served(lake, name) for name in OWN_TOPICS.reads)
        links, entities = _served(lake, "core.mention_entities"), _served(lake, "core.entities")
        frames = label_own_topics(topics, OwnTopicSources(articles, quotes, mentions, links, entities))
        references = {
            "core.own_topics": frames["core.own_topics"].select("topic_id"),
            "core.articles": articles.select("version_id").collect(),
            "core.quotes": quotes.select("quote_id").collect(),
        }
        return frames, references

    return _publish(lake, run, OWN_TOPICS, user_files(None, None, topics_file)[OWN_TOPICS.name], build)


def _served(lake: Lake, name: str) -> pl.LazyFrame:
    return lake.scan(name, lake.served_parts(name))


def _publish(
    lake: Lake,
    run: RunContext,
    step: Step,
    files: Mapping[str, Path | None],
    build: Callable[[], tuple[Frames, References]],
) -> list[TableReport]:
    """Build, check and publish tables, unless the same inputs gave what is there. No report then."""
    inputs = inputs_of(lake, step, files, run.tombstones)
    if not changed_inputs(lake, step, inputs):
        return []
    frames, references = build()
    gate = Gate(lake, run)
    for name, frame in frames.items():
        gate.add(name, WHOLE_TABLE, frame, references)
    reports = gate.publish()
    if all(report.published for report in reports):
        record_inputs(lake, step, inputs)
    _give_back_memory()
    return reports


def _give_back_memory() -> None:
    """Give what nothing uses any more back to the system, where it can: 117 of 776 MB after 100,000 articles."""
    with suppress(AttributeError, OSError):  # not the GNU one
        ctypes.CDLL(None).malloc_trim(0)
