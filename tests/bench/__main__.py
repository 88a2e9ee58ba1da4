"""``make bench``: what this machine does with this project, in one table, also written to ``bench.md``.

``python -m tests.bench [DATA] --only PART``: parts can be run alone. Reading and ingesting are measured in this
process, on one thread; everything else in processes of its own, with all their memory. Run it alone: other work shows.
DATA is the folder with the measuring data, where there is one; without it the bundled sample is read over and over.
"""

from __future__ import annotations

import os

os.environ |= dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS"), "1")

import argparse
import shlex
import sys
from collections.abc import Sequence
from pathlib import Path
from time import process_time

from pipelines.text.annotator import Annotator
from tests.bench import whole
from tests.bench.cost_plot import cost_png
from tests.bench.ingesting import pages_per_second
from tests.bench.publishing import publish_and_ask
from tests.bench.reading import (
    Article,
    bench_articles,
    by_length,
    otr_reader,
    peak_memory,
    spacy_reader,
    words_per_second,
    words_per_second_in_turns,
)
from tests.bench.report import Report
from tests.bench.stages import stages

PARTS = ("reading", "ingest", "whole", "reuters", "workers", "publish", "day")
IN_PROCESS = ("reading", "ingest")  # on one thread
THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS")


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure the parts that are asked for, print one table and write it."""
    options = _options().parse_args(arguments)
    given = sys.argv[1:] if arguments is None else arguments
    report = Report(shlex.join(["python", "-m", "tests.bench", *given]))
    articles = bench_articles(options.data)
    for part in [part for part in PARTS if part in (options.only or PARTS)]:
        if part not in IN_PROCESS:
            for name in THREADS:  # these may use every core
                os.environ.pop(name, None)
        _measure(report, part, options, articles)
        options.output.write_text(report.markdown(), encoding="utf-8")


def _measure(report: Report, part: str, options: argparse.Namespace, articles: Sequence[Article]) -> None:
    match part:
        case "reading":
            _reading(report, articles, options.plot)
        case "ingest":
            _ingest(report, options.data)
        case "whole":
            whole.end_to_end(report, options.articles, articles, options.paragraphs or None)
        case "reuters":
            whole.reuters(report, options.data / "reuters21578.jsonl.gz")
        case "workers":
            whole.workers(report, min(options.articles), articles)
        case "publish":
            for quotes in options.quotes:
                publish_and_ask(report, quotes, options.folder, options.repeats)
        case _:
            whole.one_day(report, min(options.quotes), 500, articles, options.folder)


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("data", nargs="?", type=Path, default=Path("../shared/data"))
    parser.add_argument("--only", choices=PARTS, action="append", help="this part, and others that are named so")
    parser.add_argument("--articles", type=int, nargs="+", default=[1000, 10_000, 100_000], help="sizes of whole runs")
    parser.add_argument(
        "--paragraphs", type=int, default=2, help="most paragraphs of an article in whole runs; 0: any number"
    )
    parser.add_argument("--quotes", type=int, nargs="+", default=[1_000_000, 10_000_000], help="sizes of warehouses")
    parser.add_argument("--repeats", type=int, default=20, help="how often each question is asked")
    parser.add_argument("--folder", type=Path, help="where invented lakes are kept; default: .cache/million")
    parser.add_argument("--output", type=Path, default=Path("bench.md"))
    parser.add_argument("--plot", type=Path, help="draw the cost of a word by the length of its article into this file")
    return parser


def _reading(report: Report, articles: Sequence[Article], plot: Path | None) -> None:
    report.begin("reading, one thread")
    began = process_time()
    annotator = Annotator.load()
    report.add("load the models", process_time() - began, "CPU seconds")
    for name, stage in stages(annotator).items():
        report.add(name, words_per_second(stage, articles), "words a CPU second", 0)
    costs = by_length(annotator, articles)
    for length, cost in costs:
        report.add(f"a word in an article of {length:,}", cost, "microseconds of CPU", 0)
    report.add("peak memory", peak_memory(), "MB", 0)
    ours, theirs = words_per_second_in_turns([otr_reader(annotator), spacy_reader()], articles)
    report.add(f"otr annotate, {len(articles)} articles", ours, "words a CPU second", 0)
    report.add("spaCy en_core_web_sm, all of it", theirs, "words a CPU second", 0)
    report.add("otr annotate to spaCy", ours / theirs, "times", 2)
    if plot:
        plot.write_bytes(cost_png(costs))


def _ingest(report: Report, data: Path) -> None:
    report.begin("ingest, one thread")
    speed, count = pages_per_second(data)
    report.add(f"web pages, {count} different ones", speed, "pages a CPU second")


if __name__ == "__main__":
    main()
