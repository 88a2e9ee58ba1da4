"""``otr``: the command line. A thin shell: options in, words out; what it calls stands in the layers below."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipelines.settings import Settings

if TYPE_CHECKING:
    from pipelines.assets.launch import RunSummary
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


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="ontherecord")
def main() -> None:
    """On the Record: who said what, about which topic, when and where, in SQL.

    \b
    otr run their-folder                    take articles in and publish the warehouse
    otr sql "from quotes_by('Ilva Tarnow')" ask it
    otr doctor                              is everything in order?
    """


@main.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@data_option
@click.option("--published-at", metavar="DATE", help="Date of publication, for files that do not say.")
@click.option("--publisher", metavar="NAME", help="Outlet, for files that do not say.")
@click.option("--url", metavar="URL", help="Address of the article, for a file that does not say.")
@click.option(
    "--map", "mapped", metavar="OURS=THEIRS", multiple=True, help="A field's name in the input: title=headline."
)
@click.option("--strict", is_flag=True, help="Exit with 1 when any input was rejected.")
def run(
    paths: tuple[Path, ...],
    data: Path | None,
    published_at: str | None,
    publisher: str | None,
    url: str | None,
    mapped: tuple[str, ...],
    strict: bool,
) -> None:
    """Take articles in (files or folders) and publish the warehouse.

    Reads .txt, .html, .json, .jsonl, .ndjson, .csv, .tsv and .parquet, each also as .gz. What cannot be read is
    listed in core.rejects with the reason. Running again changes nothing that is already right.

    Exit codes: 0 done, 1 some input was rejected (--strict), 2 usage, 3 not published: a check failed.
    """
    from pipelines.assets.launch import Busy, run_job
    from pipelines.assets.tables import Sources

    if missing := [str(path) for path in paths if not path.exists()]:
        raise click.UsageError(f"there is no {', '.join(missing)}")
    if url and (len(paths) > 1 or paths[0].is_dir()):
        raise click.UsageError("--url is for one file; in a folder each article needs an address of its own")
    sources = Sources(
        paths=[str(path) for path in paths],
        published_at=_date(published_at),
        publisher=publisher or "",
        url=url or "",
        field_map=_field_map(mapped),
    )
    settings = settings_for(data)
    with progress_bars() as progress:
        try:
            summary = run_job(settings, sources, progress)
        except Busy as error:
            raise click.ClickException(f"{error}; wait for it to end, then run this again") from error
    _show(settings, summary)
    if not summary.succeeded:
        sys.exit(EXIT_NOT_PUBLISHED)
    if strict and summary.rejected:
        sys.exit(EXIT_REJECTED)


@main.command()
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


@main.command()
@click.argument("source", metavar="IN.jsonl", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--output", required=True, metavar="OUT.jsonl", type=click.Path(dir_okay=False, path_type=Path))
def annotate(source: Path, output: Path) -> None:
    """Annotate articles without a data folder: one JSON article a line in, its annotation a line out.

    An article has article_id and text, and may have title, published_at and publisher. Offsets count characters of
    the given text; lines come out in input order.
    """
    from pipelines.steps.annotate_file import BadLine, annotate_file
    from pipelines.text.inference import ModelDamaged
    from pipelines.text.topics import TopicModelError

    if not output.parent.is_dir():
        raise click.UsageError(f"there is no folder {output.parent}")
    with progress_bars() as progress:
        try:
            count = annotate_file(source, output, progress)
        except (BadLine, ModelDamaged, TopicModelError) as error:
            raise click.ClickException(str(error)) from error
    click.echo(f"{count} articles annotated: {output}")


@main.command()
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


@main.command()
@click.option("--port", default=3000, show_default=True)
@data_option
def up(port: int, data: Path | None) -> None:
    """Start Dagster's UI, schedule and inbox sensor on this machine only (127.0.0.1); Ctrl-C ends it.

    Files dropped into the data folder's inbox/ are taken in within a minute.
    """
    from pipelines.assets.launch import start_ui

    settings = settings_for(data)
    click.echo(f"http://127.0.0.1:{port}  data: {settings.data}  inbox: {settings.inbox}")
    start_ui(settings, port)


@main.command()
@data_option
@click.pass_context
def demo(context: click.Context, data: Path | None) -> None:
    """Run the bundled sample (an invented country's news) and ask it three questions."""
    from pipelines.demo import articles_folder

    context.invoke(run, paths=(articles_folder(),), data=data, mapped=())
    settings = settings_for(data)
    for name in ("most_quoted_speakers", "largest_topic_by_month", "latest_quotes_of_top_speaker"):
        query = settings.sql / "queries" / f"{name}.sql"
        question = query.read_text(encoding="utf-8").splitlines()[0].removeprefix("--").strip()
        click.secho(f"\n{question}", bold=True)
        context.invoke(sql, query=str(query), style="table", data=data)
    shown = f" --data {data}" if data else ""
    click.echo(
        f"""
Next:
  .venv/bin/otr sql "from quotes_by('Ilva Tarnow')"{shown}
        every quote of a speaker
  .venv/bin/otr up{shown}
        lineage, checks and schedule, on http://127.0.0.1:3000
  .venv/bin/otr run YOUR-FOLDER
        your own articles, apart from these invented ones
  less sql/README.md
        every table, column and macro"""
    )


@contextmanager
def progress_bars() -> Iterator[Progress]:
    """Bars on standard error, one for each thing that is going on."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description:<12}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bars:
        tasks: dict[str, TaskID] = {}

        def report(stage: str, done: int, total: int | None) -> None:
            if stage not in tasks:
                tasks[stage] = bars.add_task(stage)
            bars.update(tasks[stage], completed=done, total=total)

        yield report


def _show(settings: Settings, summary: RunSummary) -> None:
    from pipelines.steps.totals import totals

    reasons = ", ".join(f"{count} {reason}" for reason, count in sorted(summary.rejected.items()))
    rows = [
        ("documents read", f"{summary.documents_read:,}"),
        ("new", f"{summary.documents_new:,}"),
        ("rejected", f"{sum(summary.rejected.values()):,}" + (f" ({reasons})" if reasons else "")),
        ("articles", f"{summary.articles_new:,} new"),
        *totals(settings),
        ("checks", f"{summary.checks_passed} passed, {len(summary.checks_failed)} not"),
        ("seconds", f"{summary.seconds:.1f}"),
    ]
    for name, value in rows:
        click.echo(f"{name:<16} {value}")
    for name in summary.checks_failed:
        click.echo(f"{'':<16} not met: {name}")
    if summary.failure:
        click.secho(f"\nFailed. {summary.failure}", fg="red", err=True)
        click.echo("What was published before still answers. See core.rejects and core.check_results.", err=True)
    else:
        click.echo(f"{'warehouse':<16} {settings.warehouse}")


def _date(given: str | None) -> str:
    from datetime import datetime

    if not given:
        return ""
    try:
        datetime.fromisoformat(given)
    except ValueError as error:
        raise click.UsageError(f"--published-at wants a date such as 2022-01-13, not {given!r}") from error
    return given


def _field_map(mapped: tuple[str, ...]) -> dict[str, str]:
    from pipelines.ingest.fields import OUR_NAMES

    pairs = [one.split("=", 1) for one in mapped]
    if any(len(pair) != 2 or not all(pair) for pair in pairs):
        raise click.UsageError("--map wants OURS=THEIRS, such as --map title=headline")
    if unknown := [ours for ours, _ in pairs if ours not in OUR_NAMES]:
        raise click.UsageError(f"--map knows no field {', '.join(unknown)}; there are {', '.join(OUR_NAMES)}")
    return dict(pairs)


if __name__ == "__main__":
    main()
