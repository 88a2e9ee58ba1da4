"""``make bench``: what reading does a CPU second on this machine, stage by stage and against spaCy.

One process, one thread; start-up and loading are timed apart. Run it alone: other work on the machine shows.
``python -m tests.bench [DATA] [--plot FILE.png]``; DATA is the folder with the measuring data, where there is one.
"""

from __future__ import annotations

import os

os.environ |= dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS"), "1")

import argparse
import platform
from pathlib import Path
from time import process_time

from pipelines.text.annotator import Annotator
from tests.bench.cost_plot import cost_png
from tests.bench.reading import bench_articles, by_length, otr_reader, peak_memory, spacy_reader, words_per_second
from tests.bench.stages import stages


def main() -> None:
    """Measure and print one table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", nargs="?", type=Path, default=Path("../shared/data"))
    parser.add_argument("--plot", type=Path, help="draw the cost of a word by the length of its article into this file")
    arguments = parser.parse_args()
    print(f"{platform.processor() or platform.machine()}, Python {platform.python_version()}")
    articles = bench_articles(arguments.data)
    began = process_time()
    annotator = Annotator.load()
    _row("load the models", process_time() - began, "seconds")
    for name, stage in stages(annotator).items():
        _row(name, words_per_second(stage, articles), "words a CPU second")
    ours = words_per_second(otr_reader(annotator), articles)
    _row(f"otr annotate, {len(articles)} articles", ours, "words a CPU second")
    costs = by_length(annotator, articles)
    for length, cost in costs:
        _row(f"a word of {length:,}", cost, "microseconds of CPU")
    _row("peak memory so far", peak_memory(), "MB")
    theirs = words_per_second(spacy_reader(), articles)
    _row("spaCy en_core_web_sm", theirs, "words a CPU second")
    _row("otr annotate to spaCy", ours / theirs, "times")
    if arguments.plot:
        arguments.plot.write_bytes(cost_png(costs))


def _row(name: str, value: float, unit: str) -> None:
    print(f"{name:<28} {value:>12,.1f} {unit}", flush=True)


if __name__ == "__main__":
    main()
