"""``python -m pipelines.contracts``: write the files that follow from the declarations, or check that they are fresh.

Belongs here: the list of derived files. Does not belong here: what stands in them (see ``suites``, ``dictionary``).
"""

from __future__ import annotations

import argparse
import difflib
import sys
from collections.abc import Sequence
from pathlib import Path

from pipelines.contracts.dictionary import dictionary, read_headers
from pipelines.contracts.registry import TABLES
from pipelines.contracts.suites import hand_written, suite_path, suite_text

PROJECT = Path(__file__).resolve().parents[2]


def derived_files(project: Path) -> dict[Path, str]:
    """Every derived file of a project folder, with the text that it should hold."""
    files = {}
    for table in TABLES.values():
        path = suite_path(project / "expectations", table)
        by_hand = hand_written(path.read_text(encoding="utf-8")) if path.exists() else []
        files[path] = suite_text(table, by_hand)
    sql = project / "sql"
    files[sql / "README.md"] = dictionary(TABLES.values(), read_headers(sql / "marts"), read_headers(sql / "macros"))
    return files


def stale_files(project: Path) -> dict[Path, str]:
    """The derived files that do not hold what they should, each with a unified diff."""
    stale = {}
    for path, wanted in derived_files(project).items():
        present = path.read_text(encoding="utf-8") if path.exists() else ""
        if present != wanted:
            name = path.relative_to(project).as_posix()
            lines = difflib.unified_diff(
                present.splitlines(keepends=True), wanted.splitlines(keepends=True), name, f"{name} (derived)"
            )
            stale[path] = "".join(lines)
    return stale


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the derived files; with ``--check`` only show which are stale, and return 1 when any is."""
    parser = argparse.ArgumentParser(prog="python -m pipelines.contracts", description="Write the derived files.")
    parser.add_argument("--check", action="store_true", help="write nothing; exit with 1 when a derived file is stale")
    parser.add_argument("--project", type=Path, default=PROJECT, help="project folder")
    options = parser.parse_args(arguments)
    stale = stale_files(options.project)
    if options.check:
        sys.stdout.writelines(stale.values())
        return 1 if stale else 0
    wanted = derived_files(options.project)
    for path in stale:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(wanted[path], encoding="utf-8")
        print(f"written: {path.relative_to(options.project).as_posix()}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
