"""core.articles to quotes, mentions, dates and topics: one pass over each text, in as many processes as are allowed."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor

import polars as pl

from pipelines.steps.gating import Gate, RunContext, TableReport
from pipelines.steps.ingesting import Progress
from pipelines.text.annotator import Annotator
from pipelines.transforms.annotations import ANNOTATED, annotate_articles
from pipelines.transforms.topics import taxonomy_rows
from pipelines.warehouse.lake import Lake, PartRef

SLICE_ROWS = 32  # articles that a worker takes at a time: small enough for an even load and a lively progress bar


def annotate_day(lake: Lake, run: RunContext, workers: int, progress: Progress) -> list[TableReport]:
    """Annotate the articles of the run's day that are not annotated yet; the result does not depend on ``workers``."""
    due = [part for part in lake.parts("core.articles", run.ingest_date) if not _annotated(lake, part)]
    gate = Gate(lake, run)
    topics = taxonomy_rows().collect()
    total = sum(lake.scan("core.articles", [part]).select(pl.len()).collect().item() for part in due)
    done = 0
    with _Workers(workers, total) as pool:
        for part in due:
            articles = lake.scan("core.articles", [part]).collect()
            frames: dict[str, list[pl.DataFrame]] = {name: [] for name in ANNOTATED}
            for annotated in pool.annotate(_slices(articles)):
                for name, frame in annotated.items():
                    frames[name].append(frame)
                done = min(total, done + SLICE_ROWS)
                progress("annotations", done, total)
            references = {"core.articles": articles, "core.topics": topics}
            for name in ANNOTATED:
                gate.add(name, part.part, pl.concat(frames[name]), references)
    return gate.publish()


def _annotated(lake: Lake, part: PartRef) -> bool:
    return all(lake.part_path(name, part.ingest_date, part.part).exists() for name in ANNOTATED)


def _slices(articles: pl.DataFrame) -> list[pl.DataFrame]:
    return list(articles.iter_slices(SLICE_ROWS)) or [articles]


class _Workers:
    """A process pool, or this process where one worker is allowed or the work is too little to share."""

    def __init__(self, workers: int, articles: int) -> None:
        self._pool: Executor | None = None
        if workers > 1 and articles > 4 * SLICE_ROWS:
            spawned = multiprocessing.get_context("spawn")
            self._pool = ProcessPoolExecutor(workers, mp_context=spawned, initializer=_load_annotator)
        elif articles:
            _load_annotator()

    def __enter__(self) -> _Workers:
        return self

    def __exit__(self, *_: object) -> None:
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)

    def annotate(self, slices: Sequence[pl.DataFrame]) -> Iterator[dict[str, pl.DataFrame]]:
        """The annotated tables of each slice, in order."""
        return map(_annotate_slice, slices) if self._pool is None else self._pool.map(_annotate_slice, slices)


_loaded: list[Annotator] = []  # the models of this process, loaded once


def _load_annotator() -> None:
    if not _loaded:
        _loaded.append(Annotator.load())


def _annotate_slice(articles: pl.DataFrame) -> dict[str, pl.DataFrame]:
    _load_annotator()
    return annotate_articles(articles.lazy(), _loaded[0])
