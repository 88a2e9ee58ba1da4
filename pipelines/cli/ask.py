"""``otr sql``: questions to the warehouse."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import click

from pipelines.cli.options import data_option, settings_for


@click.command()
@click.argument("query")
@click.option(
    "--format", "style", type=click.Choice(["table", "csv", "json", "markdown"]), default="table", show_default=True
)
@data_option
def sql(query: str, style: str, data: Path | None) -> None:
    """Ask the warehouse. Read-only, cut off from files and network.

    QUERY is SQL, a file that ends in .sql, or - for standard input.
    """
    from pipelines.warehouse.formats import format_result
    from pipelines.warehouse.query import QueryError, run_query

    if query == "-":
        query = sys.stdin.read()
    elif query.endswith(".sql") and Path(query).is_file():
        query = Path(query).read_text(encoding="utf-8")
    try:
        result = run_query(settings_for(data).warehouse, query)
    except QueryError as error:
        raise click.ClickException(str(error)) from error
    click.echo(format_result(result, style, shutil.get_terminal_size((120, 40)).columns), nl=False)  # type: ignore[arg-type]
