"""The assets: one shell a step, each naming the tables that the step makes and those that it reads."""

import gc
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import Any

import dagster as dg
import polars as pl

from pipelines.assets.catalogue import RETRIES, asset_key, asset_spec, check_specs
from pipelines.assets.lock import alone
from pipelines.assets.results import Done, Result, results
from pipelines.assets.run_log import logged
from pipelines.contracts import table
from pipelines.ingest import Hints, end_workers
from pipelines.settings import Settings
from pipelines.steps.annotating import annotate_day, words_due
from pipelines.steps.compacting import end_joining
from pipelines.steps.fetched_files import mark_taken, record_refusals, untaken_folders
from pipelines.steps.forgetting import obey
from pipelines.steps.gating import RunContext, TableReport
from pipelines.steps.ingesting import IngestReport, PartLimits, Progress, build_articles, ingest_documents
from pipelines.steps.ray_workers import RayCluster, cluster_of
from pipelines.steps.resolving import publish_entities, publish_own_topics, publish_stories, publish_topics
from pipelines.steps.run_records import record_stage
from pipelines.steps.serving import serve
from pipelines.transforms.annotations import ANNOTATED
from pipelines.transforms.tombstones import Tombstones, read_tombstones
from pipelines.warehouse.lake import Lake

ANNOTATIONS = {
    **dict.fromkeys(ANNOTATED, ("core.articles",)),
    "core.article_topics": ("core.articles", "core.topics"),
    "core.quote_topics": ("core.articles", "core.topics"),
}
RESOLVED = {
    "core.entities": ("core.mentions", "core.quotes", "core.articles"),
    "core.mention_entities": ("core.mentions", "core.entities"),
    "core.quote_speakers": ("core.quotes", "core.entities"),
}
OWN_TOPICS = {
    "core.own_topics": (),
    "core.article_own_topics": ("core.articles", "core.mention_entities", "core.own_topics"),
    "core.quote_own_topics": ("core.quotes", "core.mention_entities", "core.own_topics"),
}
OPERATIONS = {
    "core.rejects": ("raw.documents", "core.articles"),
    "core.check_results": ("core.quotes", "core.entities", "core.stories"),
    "core.run_stages": ("core.quotes", "core.entities", "core.stories"),
}
Reads = Mapping[str, Sequence[str]]  # the tables of a step, each with those that it reads


class Sources(dg.Config):
    """What a run takes in.

    Without paths it takes the inbox and what was fetched, unless it only finishes what an earlier run began.
    """

    paths: list[str] = []  # noqa: RUF012 (pydantic copies defaults)
    take_inbox: bool = True
    published_at: str = ""
    publisher: str = ""
    url: str = ""
    field_map: dict[str, str] = {}  # noqa: RUF012
    format: str = ""

    def hints(self) -> Hints:
        """The caller's knowledge about the sources."""
        return Hints(
            published_at=self.published_at or None,
            publisher=self.publisher or None,
            url=self.url or None,
            field_map=self.field_map,
            format=self.format or None,
        )


@dataclass(frozen=True)
class Workplace:
    """What every asset needs: settings, where progress is shown, and the ingest days that there are."""

    settings: Settings
    progress: Progress
    days: dg.DailyPartitionsDefinition

    @property
    def lake(self) -> Lake:
        """The lake of the data folder."""
        return Lake(self.settings.lake)

    @property
    def tombstones(self) -> Tombstones:
        """What is forgotten. Raises BadTombstones where the file cannot be used: then nothing may be taken in."""
        return Tombstones.of(read_tombstones(self.settings.forgotten))

    @property
    def workers(self) -> int | RayCluster:
        """What annotates: so many processes of this machine, or a cluster."""
        return cluster_of(self.settings) or self.settings.workers

    def begin(self, context: dg.AssetExecutionContext) -> RunContext:
        """Begin a step: the run as it sees it. The clock is read here and nowhere below.

        What a crash cut off is ended before anything else: joining part files, and taking out what is forgotten. The
        frames of the step before are let go: checking leaves them in circles of objects.
        """
        gc.collect()
        now = datetime.now(UTC)
        day = date.fromisoformat(context.partition_key) if context.has_partition_key else now.date()
        run = RunContext(context.run_id, day, now, self.settings.expectations, self.tombstones)
        end_joining(self.lake)
        obey(self.lake, run.tombstones)
        return run

    def conclude(
        self,
        run: RunContext,
        stage: str,
        tables: Sequence[str],
        reports: Sequence[TableReport],
        began: float,
        **metadata: Any,
    ) -> Iterator[Result]:
        """Report a step. Where the gate refused, serve the refusals first, so that SQL can ask for them."""
        seconds = perf_counter() - began
        record_stage(self.lake, run, stage, seconds, reports, metadata.get("rejected", 0))
        if any(report.failed for report in reports):
            serve(self.settings, run.now)
        parts = {name: self.lake.parts(name, run.ingest_date if table(name).partitioned else None) for name in tables}
        done = Done(tables, reports, seconds, metadata, run.tombstones)
        yield from results(self.settings, done, parts)


def build_assets(workplace: Workplace) -> list[dg.AssetsDefinition]:
    """Every asset from raw.documents to the served core tables; the marts are in `marts`."""
    return [
        _documents(workplace),
        _articles(workplace),
        _annotations(workplace),
        _resolution(workplace, "topics", {"core.topics": ()}, publish_topics),
        _resolution(
            workplace,
            "entities",
            RESOLVED,
            partial(publish_entities, people=workplace.settings.knowledge, curation=workplace.settings.curation),
        ),
        _resolution(
            workplace,
            "own_topics",
            OWN_TOPICS,
            partial(publish_own_topics, topics_file=workplace.settings.topics_file),
        ),
        _resolution(workplace, "stories", {"core.stories": ("core.articles",)}, publish_stories),
        _operations(workplace),
    ]


def _documents(workplace: Workplace) -> dg.AssetsDefinition:
    @_step(workplace, "documents", {"raw.documents": ()})
    def documents(context: dg.AssetExecutionContext, config: Sources) -> Iterator[Result]:
        began, run, settings = perf_counter(), workplace.begin(context), workplace.settings
        settings.inbox.mkdir(parents=True, exist_ok=True)
        waits = config.take_inbox and not config.paths
        fetched = untaken_folders(settings.fetched) if waits else []
        paths = [Path(path) for path in config.paths] or [settings.inbox, *fetched] * waits
        limits = PartLimits(settings.part_documents, settings.part_bytes)
        report = ingest_documents(workplace.lake, run, paths, config.hints(), limits, workplace.progress)
        refused = record_refusals(workplace.lake, run, settings.fetched) if waits else 0
        counts = _counts(report) | {"not_fetched": refused}
        yield from workplace.conclude(run, "documents", ["raw.documents"], report.reports, began, **counts)
        mark_taken(fetched, run.ingest_date)

    return documents


def _articles(workplace: Workplace) -> dg.AssetsDefinition:
    @_step(workplace, "articles", {"core.articles": ("raw.documents",)})
    def articles(context: dg.AssetExecutionContext) -> Iterator[Result]:
        began, run = perf_counter(), workplace.begin(context)
        report = build_articles(workplace.lake, run, workplace.progress)
        yield from workplace.conclude(run, "articles", ["core.articles"], report.reports, began, **_counts(report))

    return articles


def _counts(report: IngestReport) -> dict[str, Any]:
    return {
        "documents_read": report.documents_read,
        "documents_new": report.documents_new,
        "duplicates": report.duplicates,
        "rejected": len(report.rejects),
        "reasons": dict(Counter(one.reason for one in report.rejects)),
    }


def _annotations(workplace: Workplace) -> dg.AssetsDefinition:
    @_step(workplace, "annotations", ANNOTATIONS)
    def annotations(context: dg.AssetExecutionContext) -> Iterator[Result]:
        began, run = perf_counter(), workplace.begin(context)
        end_workers()  # reading is done
        words = words_due(workplace.lake, run)
        reports = annotate_day(workplace.lake, run, workplace.workers, workplace.progress)
        speed = round(words / (perf_counter() - began))
        speeds = {"words": words, "words_per_second": speed}
        yield from workplace.conclude(run, "annotations", tuple(ANNOTATIONS), reports, began, **speeds)

    return annotations


def _resolution(
    workplace: Workplace, name: str, tables: Reads, publish: Callable[[Lake, RunContext], list[TableReport]]
) -> dg.AssetsDefinition:
    @_step(workplace, name, tables)
    def resolution(context: dg.AssetExecutionContext) -> Iterator[Result]:
        began, run = perf_counter(), workplace.begin(context)
        yield from workplace.conclude(run, name, tuple(tables), publish(workplace.lake, run), began)

    return resolution


def _operations(workplace: Workplace) -> dg.AssetsDefinition:
    @dg.multi_asset(
        name="operations",
        specs=[asset_spec(name, reads, workplace.days) for name, reads in OPERATIONS.items()],
        partitions_def=workplace.days,
        retry_policy=RETRIES,
    )
    def operations(context: dg.AssetExecutionContext) -> Iterator[Result]:
        run, lake = workplace.begin(context), workplace.lake
        for name in OPERATIONS:
            rows = lake.scan(name, lake.parts(name, run.ingest_date)).select(pl.len()).collect().item()
            yield dg.MaterializeResult(asset_key=asset_key(name), metadata={"dagster/row_count": rows})

    return operations


def _step(workplace: Workplace, name: str, tables: Reads) -> Callable[..., dg.AssetsDefinition]:
    """The decorator of a step that makes ``tables``."""
    made = dg.multi_asset(
        name=name,
        specs=[asset_spec(full_name, reads, workplace.days) for full_name, reads in tables.items()],
        check_specs=check_specs(tables, workplace.settings.expectations),
        partitions_def=workplace.days if all(table(full_name).partitioned for full_name in tables) else None,
        retry_policy=RETRIES,
    )
    return lambda step: made(alone(workplace.settings)(logged(workplace.settings, name)(step)))
