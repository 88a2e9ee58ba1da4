"""``otr original``: a quote in the document that it was read from."""

from __future__ import annotations

from pathlib import Path

import click

from pipelines.cli.options import data_option, settings_for


@click.command()
@click.argument("quote_id")
@data_option
def original(quote_id: str, data: Path | None) -> None:
    """Show a quote in its original: the page, record or feed item as it came, with markup and escapes.

    QUOTE_ID is quote_id of core.quotes. Offsets count characters of the decoded document.
    """
    from pipelines.ingest.sources import printable
    from pipelines.steps.showing import NoSuchQuote, show_original
    from pipelines.warehouse.lake import Lake

    try:
        uri, segments = show_original(Lake(settings_for(data).lake), quote_id)
    except NoSuchQuote as error:
        raise click.ClickException(str(error)) from error
    click.echo(uri)
    for one in segments:
        if one.start is None:
            click.echo(f"\n{printable(one.segment)}\n  has no place in the original: it was mended or put together")
            continue
        click.echo(f"\n{one.start:,} to {one.end:,}")
        words = click.style(printable(one.words), bold=True)
        click.echo(f"… {printable(one.before)}{words}{printable(one.after)} …")
