"""``python -m tests.memory [--pages 20000]``: a long WARC.gz through a whole `otr run`, and the memory that it takes.

Prints, for each stage, its seconds and the most that the run's processes held together meanwhile (RSS added up, so
that what they share counts several times), and what came of the documents. Exits with 1 when more than ``--limit``
megabytes were held, or when a document was lost.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from pathlib import Path

import polars as pl

from pipelines.settings import PROJECT, Settings
from pipelines.warehouse.lake import Lake
from tests.memory.archive import write_archive
from tests.memory.process_tree import Sample, Watch

MEGABYTE = 1_000_000
PAGES = PROJECT.parent / "shared" / "data" / "html_pages"


def main() -> int:
    """Make the archive unless it is there, run, print."""
    parser = argparse.ArgumentParser(prog="python -m tests.memory")
    parser.add_argument("--pages", type=int, default=20_000)
    parser.add_argument("--limit", type=float, default=1_500, help="megabytes that all processes may hold together")
    parser.add_argument("--folder", type=Path, default=PROJECT / ".cache" / "memory")
    parser.add_argument("--originals", type=Path, default=PAGES, help="the folder of *.html.gz to repeat")
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    archive = options.folder / f"pages-{options.pages}.warc.gz"
    if not archive.exists():
        write_archive(options.originals, options.pages, archive)
    data = options.folder / f"run-{options.pages}-{int(time.time())}"
    code, samples = _run(archive, data)
    _print_stages(data, samples)
    peak = max(samples, key=lambda one: one.total)
    held = ", ".join(f"{size / MEGABYTE:,.0f}" for size in sorted(peak.held.values(), reverse=True))
    print(f"at most {peak.total / MEGABYTE:,.0f} MB (processes: {held}); data in {data}")
    lost = _lost(data, options.pages)
    return int(bool(code or lost or peak.total > options.limit * MEGABYTE))


def _run(archive: Path, data: Path) -> tuple[int, list[Sample]]:
    """Exit code of the run, and what it held."""
    command = [sys.executable, "-m", "pipelines.cli", "run", str(archive), "--data", str(data)]
    run = subprocess.Popen(command, cwd=PROJECT, env=os.environ | {"PYTHONPATH": str(PROJECT)})
    watch = Watch(run.pid)
    code = run.wait()
    return code, watch.end()


def _print_stages(data: Path, samples: list[Sample]) -> None:
    stages = Lake(Settings(data).lake).scan("core.run_stages").sort("started_at").collect()
    for stage, started, seconds, rows in stages.select("stage", "started_at", "seconds", "row_count").iter_rows():
        first = started.timestamp()
        held = [one.total for one in samples if first <= one.at <= first + seconds]
        print(f"{stage:12} {seconds:8.1f} s {max(held, default=0) / MEGABYTE:8,.0f} MB {rows:10,} rows")


def _lost(data: Path, pages: int) -> int:
    """Documents that are neither an article nor refused; prints what they became."""
    lake = Lake(Settings(data).lake)
    articles = lake.scan("core.articles").select(pl.len()).collect().item()
    rejects = lake.scan("core.rejects").select(pl.len()).collect().item()
    print(f"{pages:,} pages: {articles:,} articles, {rejects:,} refused")
    return pages - articles - rejects


if __name__ == "__main__":
    sys.exit(main())
