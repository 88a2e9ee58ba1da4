"""What of a data folder is fresh, stale or missing, and why: what a run would do.

Belongs here: one answer from the parts, the tables over all articles and the warehouse. Does not belong here: words for
the terminal (`pipelines.cli`), doing any of it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from pipelines.settings import Settings
from pipelines.steps.compacting import small_parts
from pipelines.steps.freshness import PartState, State, part_states
from pipelines.steps.serving import changed_since_built
from pipelines.steps.step_inputs import STEPS, changed_inputs, inputs_of, user_files
from pipelines.steps.versions import engine_versions
from pipelines.transforms.tombstones import Tombstones, read_tombstones
from pipelines.warehouse.lake import Lake


@dataclass(frozen=True, slots=True)
class Standing:
    """How something stands: ``fresh`` counts its parts that are; ``reasons`` say why others are not, and how many."""

    subject: str
    state: State
    fresh: int
    reasons: dict[str, int]


def standings(settings: Settings) -> list[Standing]:
    """All that a run would look at, in its order.

    Raises:
        BadTombstones: the file of tombstones cannot be used.
    """
    lake = Lake(settings.lake)
    articles = {part.key for part in lake.parts("core.articles")}
    waiting = sum(part.key not in articles for part in lake.parts("raw.documents"))
    states = part_states(lake, engine_versions())
    return [
        _standing("documents", len(articles), Counter({"not read as articles yet": waiting}), "missing"),
        _of_parts("quotes, mentions, dates", [(one.reading, one) for one in states]),
        _of_parts("topics, phrases", [(one.topics, one) for one in states]),
        *_of_steps(settings, lake),
        _of_warehouse(settings),
    ]


def articles_to_read(lake: Lake) -> int:
    """How many articles a run would read anew."""
    due = [one.part for one in part_states(lake, engine_versions()) if one.reading != "fresh"]
    return int(lake.scan("core.articles", due).select(pl.len()).collect().item())


def parts_to_compact(lake: Lake, settings: Settings) -> int:
    """How many small part files of earlier days could be fewer."""
    days = lake.partitions("raw.documents")
    small = small_parts(lake, days[-1], settings.part_documents) if days else {}
    return sum(map(len, small.values()))


def _of_parts(subject: str, states: list[tuple[State, PartState]]) -> Standing:
    reasons = Counter(part.reason for state, part in states if state != "fresh")
    is_missing = any(state == "missing" for state, _ in states)
    return _standing(
        subject, sum(state == "fresh" for state, _ in states), reasons, "missing" if is_missing else "stale"
    )


def _standing(subject: str, fresh: int, reasons: Counter[str], otherwise: State) -> Standing:
    found = {reason: count for reason, count in sorted(reasons.items()) if count}
    return Standing(subject, otherwise if found else "fresh", fresh, found)


def _of_steps(settings: Settings, lake: Lake) -> Iterator[Standing]:
    tombstones = Tombstones.of(read_tombstones(settings.forgotten))
    files = user_files(settings.knowledge, settings.curation, settings.topics_file)
    for step in STEPS:
        changed = changed_inputs(lake, step, inputs_of(lake, step, files.get(step.name, {}), tombstones))
        if changed == ["everything"]:
            yield Standing(", ".join(step.tables), "missing", 0, {"not made yet": 1})
        else:
            reasons = Counter(f"changed since: {words}" for words in changed)
            yield _standing(", ".join(step.tables), int(not changed), reasons, "stale")


def _of_warehouse(settings: Settings) -> Standing:
    if not settings.warehouse.exists():
        return Standing("warehouse", "missing", 0, {"not built yet": 1})
    reasons = Counter(f"changed since: {words}" for words in changed_since_built(settings))
    return _standing("warehouse", int(not reasons), reasons, "stale")
