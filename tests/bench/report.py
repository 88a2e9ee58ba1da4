"""The table of the bench: rows of figures, on the screen as they come, and as a page of Markdown.

Belongs here: laying out. Does not belong here: measuring.
"""

from __future__ import annotations

import os
import platform
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

_HEADER = """\
# Bench

Written by `make bench`; the parts can be run alone (`python -m tests.bench --help`).
"""


@dataclass
class Report:
    """Figures by part, in the order in which they came."""

    command: str
    rows: list[tuple[str, str, str]] = field(default_factory=list)
    part: str = ""
    version: str = field(default_factory=lambda: _commit())  # at the start: the page that is written is not of it

    def begin(self, part: str) -> None:
        """The rows that follow belong to this part."""
        self.part = part
        print(f"\n{part}", flush=True)

    def add(self, name: str, value: float, unit: str, digits: int = 1) -> None:
        """One figure."""
        shown = f"{value:,.{digits}f} {unit}"
        self.rows.append((self.part, name, shown))
        print(f"  {name:<52} {shown:>34}", flush=True)

    def markdown(self) -> str:
        """The whole page: the machine, what was run, the table."""
        lines = [
            _HEADER,
            machine(self.version),
            "",
            f"Run: `{self.command}`",
            "",
            "| part | measure | figure |",
            "|---|---|---:|",
        ]
        lines += [f"| {part} | {name} | {figure} |" for part, name, figure in self.rows]
        return "\n".join(lines) + "\n"


def machine(version: str) -> str:
    """The machine and what else it was doing, in a few lines."""
    pages = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    load = ", ".join(f"{part:.1f}" for part in os.getloadavg())
    return "\n".join(
        [
            f"- {_processor()}, {len(os.sched_getaffinity(0))} cores, {pages / 1e9:.0f} GB of memory",
            f"- {platform.system()} {platform.release().split('-')[0]}, Python {platform.python_version()}",
            f"- version {version}; load average at the end {load} (more than the cores: other work ran beside it)",
        ]
    )


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text().splitlines() if Path("/proc/cpuinfo").exists() else []
    names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def _commit() -> str:
    found = subprocess.run(["git", "describe", "--always", "--dirty"], capture_output=True, text=True, check=False)
    return found.stdout.strip() or "unknown"
