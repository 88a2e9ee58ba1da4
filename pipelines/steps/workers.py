"""Processes that annotate: each loads the models once and takes slices of articles, of one part after another.

Belongs here: the pool, and one slice of work. Does not belong here: which parts are due (see ``annotating``), other
machines (see ``ray_workers``).
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor

import polars as pl

from pipelines.text.annotator import Annotator
from pipelines.transforms.annotations import annotate_articles

Annotated = dict[str, pl.DataFrame]
Failure = tuple[str, str, str, str]  # source_uri, stage, reason, detail
Slice = tuple[Annotated, list[Failure], int]  # with the number of its articles
SLICE_ROWS = 8  # articles that a worker takes at a time: few, so that all end together
LEAST_SHARED = 128  # articles that are worth starting other processes, with some seconds of work for each


class Workers:
    """A process pool, or this process where one worker is allowed or the work is too little to share."""

    def __init__(self, workers: int, articles: int) -> None:
        self._pool: Executor | None = None
        if workers > 1 and is_worth_sharing(articles):
            spawned = multiprocessing.get_context("spawn")
            self._pool = ProcessPoolExecutor(workers, mp_context=spawned, initializer=_load_annotator)

    def __enter__(self) -> Workers:
        return self

    def __exit__(self, *_: object) -> None:
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)

    def start(self, articles: pl.DataFrame) -> Iterator[Slice]:
        """The annotated tables of each slice of the articles, in order, and what failed in it.

        A pool sets to work at once, on later parts while an earlier one is checked and published; without a pool a
        slice is annotated when it is asked for.
        """
        run: Callable[..., Iterator[Slice]] = map if self._pool is None else self._pool.map
        return run(annotate_slice, slices_of(articles))


def is_worth_sharing(articles: int) -> bool:
    """Whether so many articles are worth starting other processes."""
    return articles > LEAST_SHARED


def slices_of(articles: pl.DataFrame) -> list[pl.DataFrame]:
    """The articles as a worker takes them, in order; one slice without rows where there are none."""
    return list(articles.iter_slices(SLICE_ROWS)) or [articles]


_loaded: list[Annotator] = []  # the models of this process, loaded once


def _load_annotator() -> None:
    if not _loaded:
        _loaded.append(Annotator.load())


def annotate_slice(articles: pl.DataFrame) -> Slice:
    """The annotated tables of some articles, and what failed: article by article where the slice as a whole fails."""
    _load_annotator()
    try:
        return annotate_articles(articles.lazy(), _loaded[0]), [], articles.height
    except Exception:
        return _one_by_one(articles)


def _one_by_one(articles: pl.DataFrame) -> Slice:
    sound, failures = list[pl.DataFrame](), list[Failure]()
    for article in articles.iter_slices(1):
        try:
            annotate_articles(article.lazy(), _loaded[0])
            sound.append(article)
        except Exception as error:  # whatever one article brings up, the others are annotated
            failures.append((article["source_uri"].item(), "annotate", *failure(error)))
    whole = pl.concat([articles.clear(), *sound])
    return annotate_articles(whole.lazy(), _loaded[0]), failures, articles.height


def failure(error: Exception) -> tuple[str, str]:
    """An article that the engine failed on, as a reason of core.rejects and words."""
    return "failed", f"the engine failed on this article ({type(error).__name__}: {str(error)[:200]}); please report it"
