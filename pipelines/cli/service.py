"""``otr up`` and ``otr doctor``: the service and its health."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from pipelines.cli.options import EXIT_REJECTED, checked_sources, data_option, settings_for


@click.command()
@data_option
def doctor(data: Path | None) -> None:
    """Check versions, model files, data folder, disk and port; say what is wrong and the mend."""
    from pipelines.steps.doctor import examine

    findings = examine(settings_for(data))
    for finding in findings:
        mark = click.style("ok  ", fg="green") if finding.is_good else click.style("BAD ", fg="red", bold=True)
        click.echo(f"{mark} {finding.subject:<18} {finding.words}")
    if not all(finding.is_good for finding in findings):
        sys.exit(EXIT_REJECTED)


@click.command()
@click.option("--port", default=3000, show_default=True)
@data_option
def up(port: int, data: Path | None) -> None:
    """Start Dagster's UI, schedule and inbox sensor on this machine only (127.0.0.1); Ctrl-C ends it.

    Files dropped into the data folder's inbox/ are taken in within a minute, and the sources of its sources.toml are
    followed.
    """
    from pipelines.assets.launch import start_ui

    settings = settings_for(data)
    checked_sources(settings)
    click.echo(f"http://127.0.0.1:{port}  data: {settings.data}  inbox: {settings.inbox}")
    start_ui(settings, port)
