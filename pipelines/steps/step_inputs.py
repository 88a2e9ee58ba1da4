"""What the tables across all articles are made from, and whether that has changed since they were made.

Belongs here: the inputs of each step that looks at all articles at once, and the record of those it was last done with.
Does not belong here: the steps (see ``resolving``), parts of single days (see ``freshness``).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pipelines.knowledge.base_facts import DATA
from pipelines.steps.versions import code_version, engine_versions
from pipelines.transforms.ids import digest
from pipelines.transforms.tombstones import Tombstones
from pipelines.warehouse.files import replace_file
from pipelines.warehouse.lake import Lake

Inputs = dict[str, str]  # what it is, in words, and a digest of it
_CODE = ("pipelines.contracts",)  # left out: words for the most part


@dataclass(frozen=True, slots=True)
class Step:
    """A step over all articles: the tables that it makes, those that it reads, and the module that does it."""

    name: str
    tables: tuple[str, ...]
    reads: tuple[str, ...]
    module: str


TOPICS = Step("topics", ("core.topics",), (), "pipelines.transforms.topics")
ENTITIES = Step(
    "entities",
    ("core.entities", "core.mention_entities", "core.quote_speakers"),
    ("core.mentions", "core.quotes"),
    "pipelines.transforms.entities",
)
STORIES = Step("stories", ("core.stories",), ("core.articles",), "pipelines.transforms.stories")
OWN_TOPICS = Step(
    "own_topics",
    ("core.own_topics", "core.article_own_topics", "core.quote_own_topics"),
    ("core.articles", "core.quotes", "core.mentions"),
    "pipelines.transforms.own_topics",
)
STEPS = (TOPICS, ENTITIES, STORIES, OWN_TOPICS)


def inputs_of(lake: Lake, step: Step, files: Mapping[str, Path | None], tombstones: Tombstones) -> Inputs:
    """What the step would be made from now; ``files`` are the user's, by what they are."""
    parts = [
        f"{name}/{part.ingest_date}/{part.part}/{part.mark}" for name in step.reads for part in lake.served_parts(name)
    ]
    found = {"articles": digest(*parts), "code": code_version([step.module], without=_CODE)}
    if step is TOPICS:
        found["the topic model"] = engine_versions().topics
    if step is ENTITIES:
        found |= {"the knowledge base": _content(DATA / "VERSION"), "what is forgotten": tombstones.state}
    if step is OWN_TOPICS:
        found["entities"] = _content(_state_file(lake, ENTITIES))
    return found | {words: _content(path) for words, path in files.items()}


def changed_inputs(lake: Lake, step: Step, inputs: Inputs) -> list[str]:
    """What is no longer as it was when the tables were made; ``everything`` where they are not there."""
    state = _state_file(lake, step)
    if not state.exists():
        return ["everything"]
    done = json.loads(state.read_text(encoding="utf-8"))["inputs"]
    if not isinstance(done, dict) or not all(lake.parts(name) for name in step.tables):
        return ["everything"]
    return sorted(words for words in done.keys() | inputs.keys() if done.get(words) != inputs.get(words))


def record_inputs(lake: Lake, step: Step, inputs: Inputs) -> None:
    """Write down what the tables were made from."""
    replace_file(_state_file(lake, step), json.dumps({"inputs": inputs, "tables": step.tables}).encode())


def _state_file(lake: Lake, step: Step) -> Path:
    return lake.root / ".state" / f"{step.name}.json"


def _content(path: Path | None) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path is not None and path.exists() else ""


def user_files(people: Path | None, curation: Path | None, topics: Path | None) -> dict[str, dict[str, Path | None]]:
    """The user's files by step, each by what it is in words."""
    return {
        ENTITIES.name: {"your people": people, "your decisions": curation},
        OWN_TOPICS.name: {"your topics": topics},
    }
