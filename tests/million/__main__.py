"""``python -m tests.million``: a warehouse of so many invented quotes, and how long each worked question takes in it.

The lake and the warehouse stay in ``--folder`` and are made anew only when they are missing; the lake also when the
models or rules changed since, so that a run would have work to do in it. Each question is asked
``--repeats`` times, after once for what has to be read from disk. CPU seconds are those of all threads: on a busy
machine they tell more. Exits with 1 when a question's p95 is longer than ``--limit`` seconds.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
from datetime import UTC, datetime
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter, process_time

from pipelines.settings import PROJECT
from pipelines.steps.freshness import unfinished_days
from pipelines.steps.serving import limits_for
from pipelines.steps.versions import engine_versions
from pipelines.warehouse.lake import Lake
from pipelines.warehouse.query import connect
from pipelines.warehouse.serving import build_warehouse
from tests.million.corpus import fill_lake

SQL = PROJECT / "sql"
PARTS = ("lake", "build", "ask")


def main() -> int:
    """Make what is missing, ask every question, print the times."""
    parser = argparse.ArgumentParser(prog="python -m tests.million")
    parser.add_argument("--quotes", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=20310506)
    parser.add_argument("--folder", type=Path, help="default: .cache/million/QUOTES")
    parser.add_argument("--limit", type=float, default=0.5, help="seconds that a question may take, 19 times in 20")
    parser.add_argument("--repeats", type=int, default=20)
    parser.add_argument("--only", choices=PARTS, help="lake: make it; build: build the warehouse anew; ask: questions")
    parser.add_argument("--json", action="store_true", help="print one line of JSON in place of the table")
    options = parser.parse_args()
    folder = options.folder or PROJECT / ".cache" / "million" / str(options.quotes)
    lake, warehouse = Lake(folder / "lake"), folder / "warehouse.duckdb"
    found: dict[str, float] = {}
    if not lake.root.exists() or unfinished_days(lake, engine_versions()):
        shutil.rmtree(lake.root, ignore_errors=True)
        began = perf_counter()
        fill_lake(lake, options.quotes, options.seed)
        found["lake seconds"] = perf_counter() - began
    if options.only == "build" or (options.only is None and not warehouse.exists()):
        found |= _build(lake, warehouse)
    times = _ask(warehouse, options.repeats) if options.only in ("ask", None) else {}
    print(json.dumps(found | {"questions": times}) if options.json else _table(found, times, options.limit))
    return int(any(taken[1] > options.limit for taken in times.values()))


def _build(lake: Lake, warehouse: Path) -> dict[str, float]:
    began = process_time()
    report = build_warehouse(lake, SQL, warehouse, datetime.now(UTC), limits=limits_for(lake))
    return {"seconds": report.seconds, "CPU seconds": process_time() - began, "bytes": report.bytes}


def _ask(warehouse: Path, repeats: int) -> dict[str, tuple[float, float, float]]:
    """The middle time, the 95th percentile, and the middle CPU time of all threads, in seconds, for each question."""
    times = {}
    with connect(warehouse) as connection:
        for path in sorted((SQL / "queries").glob("*.sql")):
            taken, cpu = [], []
            for _ in range(repeats + 1):
                began, began_cpu = perf_counter(), process_time()
                connection.execute(path.read_text("utf-8")).fetchall()
                taken.append(perf_counter() - began)
                cpu.append(process_time() - began_cpu)
            warm = taken[1:]
            last = quantiles(warm, n=20, method="inclusive")[-1] if len(warm) > 1 else warm[0]
            times[path.stem] = median(warm), last, median(cpu[1:])
    return times


def _table(found: dict[str, float], times: dict[str, tuple[float, float, float]], limit: float) -> str:
    lines = [f"{value:16,.1f} {name}" for name, value in found.items()]
    if times:
        lines.append("     p50      p95      CPU")
    for name, (half, most, cpu) in sorted(times.items(), key=lambda item: -item[1][1]):
        lines.append(f"{half:8.3f} {most:8.3f} {cpu:8.3f} s  {name}{'  TOO LONG' if most > limit else ''}")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
