"""Publishing: a warehouse of so many quotes built from its lake, and how long each worked question takes in it."""

from __future__ import annotations

import json
from pathlib import Path

from pipelines.settings import PROJECT
from tests.bench.measured import run_module
from tests.bench.report import Report


def publish_and_ask(report: Report, quotes: int, folder: Path | None, repeats: int) -> None:
    """Rows on the build, then on every question. The lake is made first when it is missing, and kept."""
    place = folder or PROJECT / ".cache" / "million"
    given = ("--quotes", quotes, "--folder", place / str(quotes), "--json", "--only")
    run_module("tests.million", *given, "lake")
    built = run_module("tests.million", *given, "build")
    found = json.loads(built.said)
    report.begin(f"publish {quotes:,} quotes")
    report.add("seconds", found["seconds"], "s")
    report.add("CPU seconds", found["CPU seconds"], "s")
    report.add("file", found["bytes"] / 1e6, "MB", 0)
    report.add("peak memory of the building process", built.peak, "MB", 0)
    # exit code 1 only says that a question took long
    asked = run_module("tests.million", *given, "ask", "--repeats", repeats, "--limit", "inf")
    report.begin(f"questions at {quotes:,} quotes (p50, p95 of {repeats})")
    questions: dict[str, tuple[float, float, float]] = json.loads(asked.said)["questions"]
    for name, (half, most, _) in sorted(questions.items(), key=lambda item: -item[1][1]):
        report.add(name, most, f"s p95 ({half:.3f} p50)", 3)
    report.add("slowest question", max(most for _, most, _ in questions.values()), "s p95", 3)
    report.add("peak memory of the asking process", asked.peak, "MB", 0)
