"""The whole job, from a file of articles to the published warehouse, in a data folder that is new each time."""

from __future__ import annotations

import math
import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from pipelines.settings import PROJECT, Settings
from pipelines.warehouse.query import run_query
from tests.bench.corpus import SEED, write_articles
from tests.bench.measured import Cost, run_module
from tests.bench.report import Report

Model = dict[str, Any]
_STAGES = """
    select stage, seconds from core.run_stages
    where run_id = (select arg_max(run_id, started_at) from core.run_stages)
    order by started_at
"""


def end_to_end(report: Report, counts: Sequence[int], models: Sequence[Model], paragraphs: int | None = None) -> None:
    """Seconds, words and memory of runs over so many articles, and how seconds grow with articles."""
    report.begin("end to end, all cores")
    seconds = list[float]()
    for count in counts:
        with _data_folder() as data:
            cost = _take_in(data, count, models, paragraphs=paragraphs)
            words = _sum(data, "select sum(word_count) from core.articles")
        seconds.append(cost.seconds)
        report.add(f"{count:,} articles", cost.seconds, "s")
        report.add(f"{count:,} articles, {words:,.0f} words", words / cost.cpu, "words a CPU second", 0)
        report.add(f"{count:,} articles, peak memory of all processes", cost.peak, "MB", 0)
    for (few, less), (many, more) in zip(
        zip(counts, seconds, strict=True), zip(counts[1:], seconds[1:], strict=True), strict=False
    ):
        slope = math.log(more / less) / math.log(many / few)
        report.add(f"slope from {few:,} to {many:,} (1 is linear)", slope, "", 2)
        report.add(f"each article from {few:,} to {many:,}", 1000 * (more - less) / (many - few), "ms", 1)


def reuters(report: Report, source: Path) -> None:
    """A run over the news of Reuters-21578, its stages, and how many times its annotation the whole takes.

    Nothing is measured where that file is not there.
    """
    if not source.exists():
        return
    report.begin("Reuters, 21,578 articles, all cores")
    with _data_folder() as data:
        cost = run_module("pipelines.cli", "run", source, environment={"OTR_DATA": str(data)})
        stages = dict(run_query(Settings(data).warehouse, _STAGES).rows)
        words = _sum(data, "select sum(word_count) from core.articles")
    for stage, seconds in stages.items():
        report.add(stage, seconds, "s")
    report.add("whole run", cost.seconds, "s")
    report.add(f"whole run, {words:,.0f} words", words / cost.cpu, "words a CPU second", 0)
    report.add("whole run, peak memory of all processes", cost.peak, "MB", 0)
    report.add("whole run to annotations", cost.seconds / stages["annotations"], "times", 2)


def workers(report: Report, count: int, models: Sequence[Model]) -> None:
    """Seconds of annotating with one and two processes, and how many times faster two are."""
    report.begin(f"workers, {count:,} articles")
    seconds = list[float]()
    for number in (1, 2):
        with _data_folder() as data:
            cost = _take_in(data, count, models, workers=number)
            seconds.append(_sum(data, "select sum(seconds) from core.run_stages where stage = 'annotations'"))
        report.add(f"annotating with {number}", seconds[-1], "s")
        report.add(f"peak memory with {number}", cost.peak, "MB", 0)
    report.add("two against one", seconds[0] / seconds[1], "times", 2)


def one_day(report: Report, quotes: int, count: int, models: Sequence[Model], folder: Path | None) -> None:
    """What a day of so many articles costs in an empty lake, and in one that has so many quotes already.

    In both something was published before, so that only the day itself is new. The large lake is made once and kept.
    """
    report.begin(f"a day of {count:,} articles")
    place = (folder or PROJECT / ".cache" / "million") / str(quotes)
    run_module("tests.million", "--quotes", quotes, "--folder", place, "--json", "--only", "lake")
    costs = list[Cost]()
    for lake, words in ((None, "an empty lake"), (place / "lake", f"a lake of {quotes:,} quotes")):
        with _data_folder(place) as data:
            if lake:
                shutil.copytree(
                    lake, data / "lake", copy_function=os.link
                )  # part files are never changed, only replaced
            _take_in(data, 1, models, seed=SEED + 1)
            costs.append(_take_in(data, count, models))
            for stage, seconds in run_query(Settings(data).warehouse, _STAGES).rows:
                report.add(f"in {words}: {stage}", seconds, "s")
        report.add(f"in {words}", costs[-1].seconds, "s")
        report.add(f"in {words}, CPU", costs[-1].cpu, "s")
        report.add(f"in {words}, peak memory", costs[-1].peak, "MB", 0)
    report.add("large lake to empty lake", costs[1].seconds / costs[0].seconds, "times", 2)
    report.add("large lake to empty lake, CPU", costs[1].cpu / costs[0].cpu, "times", 2)


def _take_in(
    data: Path,
    count: int,
    models: Sequence[Model],
    seed: int = SEED,
    workers: int | None = None,
    paragraphs: int | None = None,
) -> Cost:
    source = data.parent / "articles.jsonl"
    write_articles(source, count, models, seed, paragraphs)
    environment = {"OTR_DATA": str(data)} | ({} if workers is None else {"OTR_WORKERS": str(workers)})
    return run_module("pipelines.cli", "run", source, environment=environment)


@contextmanager
def _data_folder(beside: Path | None = None) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="bench-", dir=beside) as place:
        yield Path(place) / "data"


def _sum(data: Path, sql: str) -> float:
    return float(run_query(Settings(data).warehouse, sql).rows[0][0] or 0)
