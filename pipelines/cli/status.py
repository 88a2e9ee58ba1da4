"""``otr status``: what is fresh, stale or missing, and why."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path

import click

from pipelines.cli.options import EXIT_REJECTED, data_option, settings_for

COLOURS = {"fresh": "green", "stale": "yellow", "missing": "red"}


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print every figure as JSON.")
@click.option("--strict", is_flag=True, help="Exit with 1 when anything is not fresh.")
@data_option
def status(as_json: bool, strict: bool, data: Path | None) -> None:
    """Tell what is fresh, stale or missing in the data folder, and why: what the next run would do.

    Part files are counted by what they hold. Nothing is changed, and no article is read.
    """
    from pipelines.steps.status import articles_to_read, parts_to_compact, standings
    from pipelines.transforms.tombstones import BadTombstones
    from pipelines.warehouse.lake import Lake

    settings = settings_for(data)
    lake = Lake(settings.lake)
    try:
        found = standings(settings)
    except BadTombstones as error:
        raise click.ClickException(str(error)) from error
    due, small = articles_to_read(lake), parts_to_compact(lake, settings)
    if as_json:
        answer = {"standings": [asdict(one) for one in found], "articles_to_read": due, "parts_to_join": small}
        click.echo(json.dumps(answer, indent=1))
    else:
        for one in found:
            click.echo(f"{click.style(f'{one.state:<8}', fg=COLOURS[one.state])} {one.fresh:>7,} fresh  {one.subject}")
            for reason, count in one.reasons.items():
                click.echo(f"{'':<8} {count:>7,} {reason}")
        click.echo(
            f"\nThe next run reads {due:,} articles anew" + (f" and joins {small:,} small parts." if small else ".")
        )
    if strict and any(one.state != "fresh" for one in found):
        sys.exit(EXIT_REJECTED)
