"""``python -m tests.million``: a warehouse of a million invented quotes, and how long each worked question takes in it.

The lake and the warehouse stay in ``--folder`` and are made anew only when they are missing. Each question is asked
three times; the middle time counts. CPU seconds are those of all threads: on a busy machine they tell more. Exits
with 1 when a question takes longer than ``--limit`` seconds.
"""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

from pipelines.settings import PROJECT
from pipelines.warehouse.lake import Lake
from pipelines.warehouse.query import connect
from pipelines.warehouse.serving import build_warehouse
from tests.million.corpus import fill_lake

SQL = PROJECT / "sql"
REPEATS = 3


def main() -> int:
    """Make what is missing, ask every question, print the times."""
    parser = argparse.ArgumentParser(prog="python -m tests.million")
    parser.add_argument("--quotes", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=20310506)
    parser.add_argument("--folder", type=Path, default=PROJECT / ".cache" / "million")
    parser.add_argument("--limit", type=float, default=0.5, help="seconds that a question may take")
    parser.add_argument("--rebuild", action="store_true", help="build the warehouse anew from the lake")
    options = parser.parse_args()
    warehouse = options.folder / "warehouse.duckdb"
    _make(options, warehouse)
    times = _ask(warehouse)
    print("   asked      CPU")
    for name, (seconds, cpu) in sorted(times.items(), key=lambda item: -item[1][0]):
        print(f"{seconds:8.3f} {cpu:8.3f} s  {name}{'  TOO LONG' if seconds > options.limit else ''}")
    return int(max(times.values())[0] > options.limit)


def _make(options: argparse.Namespace, warehouse: Path) -> None:
    lake = Lake(options.folder / "lake")
    if not lake.root.exists():
        began = perf_counter()
        fill_lake(lake, options.quotes, options.seed)
        print(f"{perf_counter() - began:8.1f} s  lake of {options.quotes:,} quotes")
    if options.rebuild or not warehouse.exists():
        report = build_warehouse(lake, SQL, warehouse, datetime.now(UTC))
        print(f"{report.seconds:8.1f} s  warehouse of {report.bytes / 1e6:,.0f} MB")
        for name, rows in report.tables.items():
            print(f"{rows:12,}  {name}")


def _ask(warehouse: Path) -> dict[str, tuple[float, float]]:
    """The middle of three times, and of CPU times of all threads, in seconds, for each file of ``sql/queries``."""
    times = {}
    with connect(warehouse) as connection:
        for path in sorted((SQL / "queries").glob("*.sql")):
            taken, cpu = [], []
            for _ in range(REPEATS):
                began, began_cpu = perf_counter(), process_time()
                connection.execute(path.read_text("utf-8")).fetchall()
                taken.append(perf_counter() - began)
                cpu.append(process_time() - began_cpu)
            times[path.stem] = median(taken), median(cpu)
    return times


if __name__ == "__main__":
    sys.exit(main())
