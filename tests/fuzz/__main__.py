"""``python -m tests.fuzz [COUNT]``: damaged files of every format through readers and extraction; what came of them.

Every file must give at least one outcome, every document an article or a refusal, and no process may die or hang.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from pipelines.ingest import Rejected
from pipelines.ingest.extraction import extract_article_apart
from pipelines.ingest.reading import read_sources_apart
from tests.fuzz.mutations import mutated, seeds

COUNT = 10_000
BROKEN = ("failed", "timed_out")


def run(count: int) -> int:
    """Run so many mutations; the number of files that were lost or broke a process."""
    files, fates, bad = seeds(), Counter[str](), 0
    began, slowest = time.perf_counter(), (0.0, "")
    with tempfile.TemporaryDirectory() as folder:
        for number in range(count):
            name, content = mutated(files, number)
            path = Path(folder) / name
            path.write_bytes(content)
            at = time.perf_counter()
            found = _fates(path)
            slowest = max(slowest, (time.perf_counter() - at, f"mutation {number}, {name}"))
            path.unlink()
            fates.update(found)
            if not found or set(BROKEN) & set(found):
                bad += 1
                print(f"mutation {number} of {name}: {found or 'lost'}")
    seconds = time.perf_counter() - began
    print(f"{count:,} mutations of {len(files)} files in {seconds:.0f} s; {bad} crashed, hung or were lost")
    print(f"{sum(fates.values()):,} outcomes: " + ", ".join(f"{many:,} {fate}" for fate, many in fates.most_common()))
    print(f"slowest {slowest[0]:.1f} s: {slowest[1]}")
    return bad


def _fates(path: Path) -> list[str]:
    if not path.stat().st_size:
        return ["no bytes"]
    outcomes = [one if isinstance(one, Rejected) else extract_article_apart(one) for one in read_sources_apart([path])]
    return [one.reason if isinstance(one, Rejected) else "article" for one in outcomes]


if __name__ == "__main__":
    sys.exit(1 if run(int(sys.argv[1]) if len(sys.argv) > 1 else COUNT) else 0)
