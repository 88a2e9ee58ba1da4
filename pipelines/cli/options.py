"""What several commands share: the data folder, the settings, progress bars."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipelines.settings import Settings

if TYPE_CHECKING:
    from rich.console import Console

    from pipelines.fetching import SourceList
    from pipelines.steps.ingesting import Progress

EXIT_REJECTED, EXIT_NOT_PUBLISHED = 1, 3
data_option = click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    help="The data folder. Default: $OTR_DATA, else ./data.",
)


def settings_for(data: Path | None) -> Settings:
    """Settings from the environment, with the data folder that the caller named."""
    try:
        found = Settings.from_env()
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    return replace(found, data=data.absolute()) if data else found


def checked_sources(settings: Settings) -> SourceList:
    """The sources of the data folder's sources.toml; a mistake in it ends the command."""
    from pipelines.fetching.source_list import SourcesFileError, read_source_list

    try:
        return read_source_list(settings.sources_file)
    except SourcesFileError as error:
        raise click.UsageError(str(error)) from error


@contextmanager
def progress_bars() -> Iterator[Progress]:
    """Bars on standard error, one for each thing that is going on, and above them what reading warns of."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description:<12}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True) as bars, _warnings_to(console):
        tasks: dict[str, TaskID] = {}

        def report(stage: str, done: int, total: int | None) -> None:
            if stage not in tasks:
                tasks[stage] = bars.add_task(stage)
            bars.update(tasks[stage], completed=done, total=total)

        yield report


@contextmanager
def _warnings_to(console: Console) -> Iterator[None]:
    reading, handler = logging.getLogger("pipelines.ingest"), _ToConsole(console)
    reading.addHandler(handler)
    try:
        yield
    finally:
        reading.removeHandler(handler)


class _ToConsole(logging.Handler):
    def __init__(self, console: Console) -> None:
        super().__init__(logging.WARNING)
        self._console = console

    def emit(self, record: logging.LogRecord) -> None:
        self._console.print(f"warning: {record.getMessage()}", markup=False, highlight=False, soft_wrap=True)
