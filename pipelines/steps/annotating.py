"""core.articles to quotes, mentions, dates, topics and phrases: one pass over each text, in several processes.

Belongs here: doing what is not fresh, and publishing each part as soon as it is done, so that a crash costs one part.
Does not belong here: what is fresh (see ``freshness``), the processes (see ``workers``).
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from time import perf_counter

import polars as pl

from pipelines.ingest.identity import version_id
from pipelines.steps.forgetting import publish_articles
from pipelines.steps.freshness import made_from, part_states
from pipelines.steps.gating import Gate, RunContext, TableReport, record_rejects, reject_rows
from pipelines.steps.ingesting import Progress
from pipelines.steps.ray_workers import RayCluster, RayWorkers
from pipelines.steps.redacting import ARTICLES, RAW, Removed, redact_part
from pipelines.steps.versions import EngineVersions, engine_versions
from pipelines.steps.workers import Annotated, Failure, Slice, Workers
from pipelines.text.topics import TopicModel
from pipelines.transforms.annotations import ANNOTATED, TOPICAL, label_subjects
from pipelines.transforms.blotting import BLOT
from pipelines.transforms.topics import taxonomy_rows
from pipelines.warehouse.lake import Lake, PartRef

_LOG = logging.getLogger(__name__)


def annotate_day(
    lake: Lake,
    run: RunContext,
    workers: int | RayCluster,
    progress: Progress,
    versions: EngineVersions | None = None,
) -> list[TableReport]:
    """Annotate the articles of the run's day whose annotations are missing or stale; the rest is left as it is.

    Where only the topic model has changed, only topics and phrases are made anew. The result does not depend on
    ``workers``, which are so many processes of this machine or those of a cluster. A part is checked and published by
    itself: the reports of one that is refused say so, the others are there. An article that the engine fails on has no
    annotation, and a row in core.rejects (stage ``annotate``).

    Raises:
        ClusterUnavailable: there is work for a cluster, and it does not answer.
    """
    versions = versions or engine_versions()
    states = part_states(lake, versions, run.ingest_date)
    if all(state.is_fresh for state in states):
        return []
    making, reports = _Making(lake, run, versions, taxonomy_rows().collect()), list[TableReport]()
    if topical := [state.part for state in states if state.reading == "fresh" != state.topics]:
        model = TopicModel.load()
        for part in topical:
            reports += making.label(part, model)
    due = [state.part for state in states if state.reading != "fresh"]
    counter = _Counter(progress, sum(_to_read(lake, part).height for part in due))
    with _pool(workers, counter.total) as pool:
        for part, slices in _started(lake, due, pool):
            annotated, failures = _whole(part, counter.counted(slices))
            record_rejects(lake, run, reject_rows(failures, run.now))
            reports += making.publish(part, annotated)
    return reports


def _pool(workers: int | RayCluster, articles: int) -> Workers | RayWorkers:
    return RayWorkers(workers, articles) if isinstance(workers, RayCluster) else Workers(workers, articles)


def words_due(lake: Lake, run: RunContext) -> int:
    """Words in the articles of the day that are to be read."""
    states = part_states(lake, engine_versions(), run.ingest_date)
    due = [state.part for state in states if state.reading != "fresh"]
    return int(lake.scan(ARTICLES, due).select(pl.col("word_count").sum()).collect().item() or 0)


def _to_read(lake: Lake, part: PartRef) -> pl.DataFrame:
    """The articles of a part but for those with a name blotted out.

    Read without the name, a text may give its pronouns to somebody else.
    """
    articles = lake.scan(ARTICLES, [part]).collect()
    return articles.filter(~_is_blotted(articles))


def _is_blotted(articles: pl.DataFrame) -> pl.Series:
    """Whether the text is no longer the one from which the version got its id."""
    columns = ("article_id", "text", "title", "published_at", "version_id")
    rows = articles.select(columns).iter_rows()
    return pl.Series([BLOT in row[1] and version_id(*row[:4]) != row[4] for row in rows], dtype=pl.Boolean)


def _started(
    lake: Lake, due: Sequence[PartRef], pool: Workers | RayWorkers
) -> Iterator[tuple[PartRef, Iterator[Slice]]]:
    """The parts in order, each with what becomes of its articles; the one after it is under way already."""
    waiting = list[tuple[PartRef, Iterator[Slice]]]()
    for part in due:
        waiting.append((part, pool.start(_to_read(lake, part))))
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


def _whole(part: PartRef, slices: Iterator[Slice]) -> tuple[Annotated, list[Failure]]:
    """What becomes of all the articles of a part; the log says how long it had to be waited for."""
    frames: dict[str, list[pl.DataFrame]] = {name: [] for name in ANNOTATED}
    failures, articles, began = list[Failure](), 0, perf_counter()
    for annotated, failed, count in slices:
        failures += failed
        articles += count
        for name, frame in annotated.items():
            frames[name].append(frame)
    told = {"parts": [part.part], "articles": articles, "failed": len(failures)}
    _LOG.info("read", extra={**told, "seconds": round(perf_counter() - began, 3)})
    return {name: pl.concat(frames[name]) for name in ANNOTATED}, failures


@dataclass(frozen=True, slots=True)
class _Making:
    """Checks the tables of a part and publishes them."""

    lake: Lake
    run: RunContext
    versions: EngineVersions
    topics: pl.DataFrame

    def publish(self, part: PartRef, annotated: Annotated) -> list[TableReport]:
        """Publish a part that was read, without what is forgotten, and with what blotted articles had before."""
        before = {ARTICLES: self.lake.scan(ARTICLES, [part]).collect(), **annotated}
        changed = self._forgotten(part, before) if self.run.tombstones else {}
        after = before | changed
        kept = after[ARTICLES].filter(_is_blotted(before[ARTICLES]))["version_id"]
        for name in ANNOTATED if kept.len() else ():
            after[name] = pl.concat(
                [after[name], self._rows(name, part).filter(pl.col("version_id").is_in(kept.implode()))]
            )
        reports = self._gate(part, after, ANNOTATED)
        if all(report.published for report in reports):
            publish_articles(self.lake, part, changed)
        return reports

    def label(self, part: PartRef, model: TopicModel) -> list[TableReport]:
        """Publish topics and phrases of a part anew."""
        articles, quotes = self._rows(ARTICLES, part), self._rows("core.quotes", part)
        labelled = label_subjects(articles, quotes, model)
        return self._gate(part, {ARTICLES: articles, "core.quotes": quotes, **labelled}, TOPICAL)

    def _rows(self, name: str, like: PartRef) -> pl.DataFrame:
        """The rows of the part file of the same unit of work, none where there is no such file."""
        found = self.lake.part(name, like)
        return self.lake.scan(name, [found] if found else []).collect()

    def _forgotten(self, part: PartRef, before: Annotated) -> Annotated:
        return redact_part({**before, RAW: self._rows(RAW, part)}, self.run.tombstones, Removed())

    def _gate(self, part: PartRef, frames: Annotated, names: Sequence[str]) -> list[TableReport]:
        references = {name: frames[name] for name in (ARTICLES, "core.quotes")}
        references["core.topics"] = self.topics
        made = made_from(frames[ARTICLES], self.versions)
        gate = Gate(self.lake, self.run)
        for name in names:
            gate.add(name, part.part, frames[name], references, made[name])
        return gate.publish()
