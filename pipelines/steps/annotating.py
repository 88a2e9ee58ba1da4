"""core.articles to quotes, mentions, dates, topics and phrases: one pass over each text, in several processes."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor

import polars as pl

from pipelines.steps.gating import Gate, RunContext, TableReport, record_rejects, reject_rows
from pipelines.steps.ingesting import Progress
from pipelines.text.annotator import Annotator
from pipelines.transforms.annotations import ANNOTATED, annotate_articles
from pipelines.transforms.topics import taxonomy_rows
from pipelines.warehouse.lake import Lake, PartRef

Annotated = dict[str, pl.DataFrame]
Failure = tuple[str, str, str, str]  # source_uri, stage, reason, detail
SLICE_ROWS = 32  # articles that a worker takes at a time: small enough for an even load and a lively progress bar


def annotate_day(lake: Lake, run: RunContext, workers: int, progress: Progress) -> list[TableReport]:
    """Annotate the articles of the run's day that are not annotated yet; the result does not depend on ``workers``.

    An article that the engine fails on has no annotation, and a row in core.rejects (stage ``annotate``).
    """
    due = [part for part in lake.parts("core.articles", run.ingest_date) if not _annotated(lake, part)]
    gate = Gate(lake, run)
    topics = taxonomy_rows().collect()
    total = sum(lake.scan("core.articles", [part]).select(pl.len()).collect().item() for part in due)
    done, failures = 0, list[Failure]()
    with _Workers(workers, total) as pool:
        for part in due:
            articles = lake.scan("core.articles", [part]).collect()
            frames: dict[str, list[pl.DataFrame]] = {name: [] for name in ANNOTATED}
            for annotated, failed in pool.annotate(_slices(articles)):
                failures.extend(failed)
                for name, frame in annotated.items():
                    frames[name].append(frame)
                done = min(total, done + SLICE_ROWS)
                progress("annotations", done, total)
            whole = {name: pl.concat(frames[name]) for name in ANNOTATED}
            references = {"core.articles": articles, "core.topics": topics, "core.quotes": whole["core.quotes"]}
            for name, frame in whole.items():
                gate.add(name, part.part, frame, references)
    record_rejects(lake, run, reject_rows(failures, run.now))
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

    def annotate(self, slices: Sequence[pl.DataFrame]) -> Iterator[tuple[Annotated, list[Failure]]]:
        """The annotated tables of each slice, in order, and what failed in it."""
        return map(_annotate_slice, slices) if self._pool is None else self._pool.map(_annotate_slice, slices)


_loaded: list[Annotator] = []  # the models of this process, loaded once


def _load_annotator() -> None:
    if not _loaded:
        _loaded.append(Annotator.load())


def _annotate_slice(articles: pl.DataFrame) -> tuple[Annotated, list[Failure]]:
    """Article by article where the slice as a whole fails."""
    _load_annotator()
    try:
        return annotate_articles(articles.lazy(), _loaded[0]), []
    except Exception:
        sound, failures = list[pl.DataFrame](), list[Failure]()
        for article in articles.iter_slices(1):
            try:
                annotate_articles(article.lazy(), _loaded[0])
                sound.append(article)
            except Exception as error:  # whatever one article brings up, the others are annotated
                failures.append((article["source_uri"].item(), "annotate", *failure(error)))
        whole = pl.concat([articles.clear(), *sound])
        return annotate_articles(whole.lazy(), _loaded[0]), failures


def failure(error: Exception) -> tuple[str, str]:
    """An article that the engine failed on, as a reason of core.rejects and words."""
    return "failed", f"the engine failed on this article ({type(error).__name__}: {str(error)[:200]}); please report it"
