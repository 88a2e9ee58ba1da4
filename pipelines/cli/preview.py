"""``otr run --dry-run``: what would be read, as a table by format, and what would be rejected."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipelines.cli.options import progress_bars
from pipelines.settings import Settings

if TYPE_CHECKING:
    from pipelines.ingest import Hints, Rejected
    from pipelines.steps.previewing import Preview, Tally

SHOWN = 20  # refusals; the count of each reason tells of the others
DETAIL = 100  # characters of one


def show_preview(settings: Settings, paths: Sequence[Path], hints: Hints) -> int:
    """Print the preview of a run; the number of refusals. Nothing is written."""
    from pipelines.steps.previewing import preview
    from pipelines.warehouse.lake import Lake

    with progress_bars() as progress:
        found = preview(paths, hints, Lake(settings.lake), datetime.now(UTC), progress)
    for line in (*_table(found), *_refusals(found.rejects)):
        click.echo(line)
    return len(found.rejects)


def _table(found: Preview) -> list[str]:
    head = f"{'format':<10}{'documents':>11}{'articles':>10}{'duplicates':>12}{'rejected':>10}"
    rows = [_row(name, tally) for name, tally in sorted(found.tallies.items())]
    return [head, "-" * len(head), *rows, "-" * len(head), _row("all", found.total), "Nothing was written."]


def _row(name: str, tally: Tally) -> str:
    counts = f"{tally.documents:>11,}{tally.articles:>10,}{tally.duplicates:>12,}{tally.rejected:>10,}"
    return f"{name:<10}{counts}"


def _refusals(rejects: Sequence[Rejected]) -> list[str]:
    if not rejects:
        return []
    reasons = Counter(one.reason for one in rejects)
    lines = ["", "rejected: " + ", ".join(f"{count:,} {reason}" for reason, count in sorted(reasons.items()))]
    lines += [f"  {one.source_uri}  {one.reason}: {one.detail[:DETAIL]}" for one in rejects[:SHOWN]]
    return [*lines, f"  and {len(rejects) - SHOWN:,} more"] if len(rejects) > SHOWN else lines
