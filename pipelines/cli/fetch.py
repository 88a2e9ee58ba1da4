"""``otr fetch``: the sources of sources.toml, polled once by hand."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipelines.cli.options import EXIT_NOT_PUBLISHED, EXIT_REJECTED, checked_sources, data_option, settings_for
from pipelines.cli.run import check_files, take_in

if TYPE_CHECKING:
    from pipelines.fetching import FileSource, Poll, SourceList, WebSource
    from pipelines.settings import Settings

PATIENCE = 60.0  # seconds that a person waits for a turn at a host


@click.command()
@click.argument("names", nargs=-1, metavar="[NAME]...")
@click.option(
    "--seconds", type=click.IntRange(1), default=600, show_default=True, help="The longest time for one source."
)
@click.option("--no-run", is_flag=True, help="Only fetch; a later run takes in what came.")
@data_option
def fetch(names: tuple[str, ...], seconds: int, no_run: bool, data: Path | None) -> None:
    """Poll the sources of sources.toml once (all, or those named), and take in what came.

    Feeds and sitemaps are asked even before their interval is over; pauses that a site asks for are kept. Folders and
    patterns are read as `otr run` reads them. The raw bytes stay in the data folder's fetched/.

    Exit codes: 0 done, 1 a feed or sitemap could not be read, 2 usage, 3 not published: a check failed.
    """
    settings = settings_for(data)
    check_files(settings)
    found = checked_sources(settings)
    web, files = _chosen(found, names)
    polls = [_poll(settings, found, source, seconds) for source in web]
    if not no_run:
        _take_in(settings, files, fetched=bool(web))
    if any(poll is None or poll.is_list_failed for poll in polls):
        sys.exit(EXIT_REJECTED)


def _chosen(found: SourceList, names: tuple[str, ...]) -> tuple[list[WebSource], list[FileSource]]:
    known = [source.name for source in found.sources]
    if not known:
        raise click.UsageError("there is no source: write a sources.toml into the data folder (see the README)")
    if unknown := [name for name in names if name not in known]:
        raise click.UsageError(f"sources.toml has no source {', '.join(unknown)}; there are {', '.join(known)}")
    wanted = names or known
    return [one for one in found.web if one.name in wanted], [one for one in found.files if one.name in wanted]


def _poll(settings: Settings, found: SourceList, source: WebSource, seconds: int) -> Poll | None:
    """Poll one source and say how it went; None where another process polls it."""
    from pipelines.assets.polls import in_words, open_poller
    from pipelines.fetching import SourceBusy
    from pipelines.transforms.tombstones import BadTombstones

    try:
        with open_poller(settings, found.contact, PATIENCE) as poller:
            poll = poller.poll(source, seconds, at_once=True)
    except SourceBusy as error:
        click.echo(f"{source.name:<16} {error}", err=True)
        return None
    except BadTombstones as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"{source.name:<16} {in_words(poll)}")
    for problem in poll.problems:
        click.echo(f"{'':<16} {problem}")
    return poll


def _take_in(settings: Settings, files: list[FileSource], *, fetched: bool) -> None:
    from pipelines.assets.tables import Sources

    due = [Sources(paths=[str(path) for path in one.paths()], publisher=one.publisher or "") for one in files]
    runs = [Sources()] * fetched + [one for one in due if one.paths]
    done = [take_in(settings, sources) for sources in runs]
    if not all(summary.succeeded for summary in done):
        sys.exit(EXIT_NOT_PUBLISHED)
