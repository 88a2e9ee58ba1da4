"""core.articles to quotes, mentions, dates, topics and phrases: one pass over each text, in several processes.

Belongs here: which parts are due, and publishing each as soon as it is annotated, so that a crash costs one part.
Does not belong here: the processes (see ``workers``).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import polars as pl

from pipelines.steps.forgetting import ORDER, publish_changed
from pipelines.steps.gating import Gate, RunContext, TableReport, record_rejects, reject_rows
from pipelines.steps.ingesting import Progress
from pipelines.steps.redacting import ARTICLES, RAW, Removed, redact_part
from pipelines.steps.workers import Annotated, Failure, Slice, Workers
from pipelines.transforms.annotations import ANNOTATED
from pipelines.transforms.topics import taxonomy_rows
from pipelines.warehouse.lake import Lake, PartRef


def annotate_day(lake: Lake, run: RunContext, workers: int, progress: Progress) -> list[TableReport]:
    """Annotate the articles of the run's day that are not annotated yet; the result does not depend on ``workers``.

    A part is checked and published by itself: the reports of one that is refused say so, the others are there.
    An article that the engine fails on has no annotation, and a row in core.rejects (stage ``annotate``).
    """
    due = [part for part in lake.parts(ARTICLES, run.ingest_date) if not _annotated(lake, part)]
    counter = _Counter(progress, lake.scan(ARTICLES, due).select(pl.len()).collect().item() if due else 0)
    reports = list[TableReport]()
    with Workers(workers, counter.total) as pool:
        for part, articles, slices in _started(lake, due, pool):
            annotated, failures = _whole(counter.counted(slices))
            record_rejects(lake, run, reject_rows(failures, run.now))
            reports += _publish(lake, run, part, articles, annotated)
    return reports


def _annotated(lake: Lake, part: PartRef) -> bool:
    return all(lake.part(name, part) for name in ANNOTATED)


def _started(
    lake: Lake, due: Sequence[PartRef], pool: Workers
) -> Iterator[tuple[PartRef, pl.DataFrame, Iterator[Slice]]]:
    """The parts in order, each with its articles and what becomes of them; the one after it is under way already."""
    waiting = list[tuple[PartRef, pl.DataFrame, Iterator[Slice]]]()
    for part in due:
        articles = lake.scan(ARTICLES, [part]).collect()
        waiting.append((part, articles, pool.start(articles)))
        if len(waiting) > 1:
            yield waiting.pop(0)
    yield from waiting


@dataclass(slots=True)
class _Counter:
    """Tells progress in articles."""

    progress: Progress
    total: int
    done: int = 0

    def counted(self, slices: Iterator[Slice]) -> Iterator[Slice]:
        for found in slices:
            yield found
            self.done += found[2]
            self.progress("annotations", self.done, self.total)


def _whole(slices: Iterator[Slice]) -> tuple[Annotated, list[Failure]]:
    frames: dict[str, list[pl.DataFrame]] = {name: [] for name in ANNOTATED}
    failures = list[Failure]()
    for annotated, failed, _ in slices:
        failures += failed
        for name, frame in annotated.items():
            frames[name].append(frame)
    return {name: pl.concat(frames[name]) for name in ANNOTATED}, failures


def _forgotten(lake: Lake, run: RunContext, part: PartRef, before: Annotated) -> Annotated:
    """The tables of a part, its documents among them, that change because somebody is forgotten."""
    documents = lake.part(RAW, part)
    raw = lake.scan(RAW, [documents] if documents else []).collect()
    return redact_part({**before, RAW: raw}, run.tombstones, Removed())


def _publish(
    lake: Lake, run: RunContext, part: PartRef, articles: pl.DataFrame, annotated: Annotated
) -> list[TableReport]:
    """Check the tables of a part and publish them, without what is forgotten."""
    changed = _forgotten(lake, run, part, {**annotated, ARTICLES: articles}) if run.tombstones else {}
    after = {**annotated, ARTICLES: articles} | changed
    references = {
        ARTICLES: after[ARTICLES],
        "core.topics": taxonomy_rows().collect(),
        "core.quotes": after["core.quotes"],
    }
    gate = Gate(lake, run)
    for name in ANNOTATED:
        gate.add(name, part.part, after[name], references)
    reports = gate.publish()
    if all(report.published for report in reports):
        publish_changed(lake, part, {name: changed[name] for name in ORDER if name in changed and name not in ANNOTATED})
    return reports
