"""``otr runs``: the last runs, from the warehouse."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import click

from pipelines.cli.options import EXIT_REJECTED, data_option, settings_for


@click.command()
@click.argument("run_id", required=False)
@click.option("--last", default=10, show_default=True, type=click.IntRange(1), help="How many runs.")
@click.option(
    "--format", "style", type=click.Choice(["table", "csv", "json", "markdown"]), default="table", show_default=True
)
@data_option
def runs(run_id: str | None, last: int, style: str, data: Path | None) -> None:
    """List the last runs that changed something: duration, rows, refusals, checks. With RUN_ID, the stages of one.

    The first characters of a RUN_ID are enough. A run that had nothing to do leaves no trace here.
    """
    from pipelines.steps import run_records
    from pipelines.warehouse.formats import format_result
    from pipelines.warehouse.query import QueryError

    warehouse = settings_for(data).warehouse
    try:
        found = run_records.stages(warehouse, run_id) if run_id else run_records.runs(warehouse, last)
    except QueryError as error:
        raise click.ClickException(str(error)) from error
    width = shutil.get_terminal_size((160, 40)).columns
    click.echo(format_result(found, style, width), nl=False)  # type: ignore[arg-type]
    if run_id and not found.rows:
        click.echo(f"The warehouse knows of no run {run_id!r}.", err=True)
        sys.exit(EXIT_REJECTED)
