"""``python -m tests.reprints``: which reprints are found again, how many pairs are none, and how long stories take.

Over the Reuters articles of 1987 in ``--articles`` (JSON Lines, gzipped). A pair counts as right when at least 60% of
the shorter text's words stand in the longer one, in order; the least alike are printed, to be looked at.
"""

from __future__ import annotations

import argparse
import random
import sys
from pathlib import Path
from time import perf_counter, process_time

from pipelines.settings import PROJECT
from tests.reprints.synthetic import (
    CHANGES,
    LEAST_COMMON,
    Row,
    common_share,
    pairs_in_stories,
    read_articles,
    recall,
    reprints_of,
    stories_of,
)

LEAST_PRECISION, MOST_SECONDS = 0.98, 60.0


def main() -> int:
    """Measure and print; 1 when a figure is worse than it must be."""
    parser = argparse.ArgumentParser(prog="python -m tests.reprints")
    parser.add_argument("--articles", type=Path, default=PROJECT.parent / "shared" / "data" / "reuters21578.jsonl.gz")
    parser.add_argument("--reprints", type=int, default=1000)
    parser.add_argument("--pairs", type=int, default=2000, help="pairs that are judged, drawn at random")
    options = parser.parse_args()
    articles = read_articles(options.articles)
    results = [_time(articles), _precision(articles, options.pairs)]
    for name, (change, least) in CHANGES.items():
        found = recall(articles, reprints_of(articles, options.reprints, change))
        print(f"{found:8.3f}  recall, {name} (at least {least})")
        results.append(found >= least)
    return int(not all(results))


def _time(articles: list[Row]) -> bool:
    began, began_cpu = perf_counter(), process_time()
    stories_of(articles)
    seconds, cpu = perf_counter() - began, process_time() - began_cpu
    print(f"{seconds:8.1f}  seconds for {len(articles):,} articles ({cpu:.1f} of CPU)")
    return cpu < MOST_SECONDS


def _precision(articles: list[Row], count: int) -> bool:
    pairs = list(pairs_in_stories(articles))
    judged = random.Random(5).sample(pairs, min(count, len(pairs)))
    shares = sorted(((common_share(*pair), pair) for pair in judged), key=lambda item: item[0])
    right = sum(share >= LEAST_COMMON for share, _ in shares) / max(1, len(shares))
    print(f"{right:8.3f}  precision of {len(judged):,} of {len(pairs):,} pairs (at least {LEAST_PRECISION})")
    for share, (one, other) in shares[:5]:
        print(f"{share:10.2f}  {one['title']!r} / {other['title']!r}")
    return right >= LEAST_PRECISION


if __name__ == "__main__":
    sys.exit(main())
