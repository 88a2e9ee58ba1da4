"""``otr run`` and ``otr demo``: articles in, a published warehouse out."""

from __future__ import annotations

import shutil
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipelines.cli.ask import sql
from pipelines.cli.options import (
    EXIT_NOT_PUBLISHED,
    EXIT_REJECTED,
    checked_sources,
    data_option,
    progress_bars,
    settings_for,
)
from pipelines.cli.preview import show_preview
from pipelines.settings import ENGINES, Settings

if TYPE_CHECKING:
    from pipelines.assets.launch import RunSummary
    from pipelines.assets.tables import Sources


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@data_option
@click.option("--published-at", metavar="DATE", help="Date of publication, for files that do not say.")
@click.option("--publisher", metavar="NAME", help="Outlet, for files that do not say.")
@click.option("--url", metavar="URL", help="Address of the article, for a file that does not say.")
@click.option(
    "--map", "mapped", metavar="OURS=THEIRS", multiple=True, help="A field's name in the input: title=headline."
)
@click.option(
    "--format", "format_name", metavar="NAME", help="Format of standard input or of files without a known name."
)
@click.option(
    "--kb",
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="CSV of people whom the knowledge base lacks: name, aliases, role, body, start_on, end_on, wikidata_id. "
    "It is kept in the data folder for later runs.",
)
@click.option(
    "--engine",
    type=click.Choice(ENGINES),
    help="Who reads the articles: processes of this machine, or a Ray cluster. Default: $OTR_ENGINE, else local.",
)
@click.option(
    "--address",
    metavar="HOST:PORT",
    help="Head node of the Ray cluster. Default: $OTR_RAY_ADDRESS, else the cluster that this machine belongs to.",
)
@click.option("--strict", is_flag=True, help="Exit with 1 when any input was rejected.")
@click.option(
    "--dry-run", is_flag=True, help="Show what would be read, by format, with what is rejected; write nothing."
)
def run(
    paths: tuple[Path, ...],
    data: Path | None,
    published_at: str | None,
    publisher: str | None,
    url: str | None,
    mapped: tuple[str, ...],
    format_name: str | None = None,
    kb: Path | None = None,
    engine: str | None = None,
    address: str | None = None,
    strict: bool = False,
    dry_run: bool = False,
) -> None:
    """Take articles in (files, folders, or - for standard input) and publish the warehouse.

    Reads text, HTML, JSON, JSON lines, CSV, Parquet, RSS, Atom, JSON Feed, NITF, NewsML-G2, ninjs and WARC, alone or
    in zip and tar archives, also compressed (.gz, .bz2, .zst). What cannot be read is listed in core.rejects with the
    reason. Running again changes nothing that is already right.

    Exit codes: 0 done, 1 some input was rejected (--strict), 2 usage, 3 not published: a check failed.
    """
    from pipelines.assets.tables import Sources
    from pipelines.ingest.reading import STANDARD_INPUT

    if missing := [str(path) for path in paths if str(path) != STANDARD_INPUT and not path.exists()]:
        raise click.UsageError(f"there is no {', '.join(missing)}")
    if url and (len(paths) > 1 or paths[0].is_dir()):
        raise click.UsageError("--url is for one file; in a folder each article needs an address of its own")
    sources = Sources(
        paths=[str(path) for path in paths],
        published_at=_date(published_at),
        publisher=publisher or "",
        url=url or "",
        field_map=_field_map(mapped),
        format=_format(format_name),
    )
    settings = _with_engine(settings_for(data), engine, address)
    if dry_run:
        rejected = show_preview(settings, paths, sources.hints())
        sys.exit(EXIT_REJECTED if strict and rejected else 0)
    check_files(settings)
    if kb:
        _take_in_people(kb, settings)
    summary = take_in(settings, sources)
    if not summary.succeeded:
        sys.exit(EXIT_NOT_PUBLISHED)
    if strict and summary.rejected:
        sys.exit(EXIT_REJECTED)


def _with_engine(settings: Settings, engine: str | None, address: str | None) -> Settings:
    found = replace(settings, engine=engine or settings.engine, ray_address=address or settings.ray_address)
    if address and found.engine != "ray":
        raise click.UsageError("--address is of a Ray cluster: add --engine ray")
    return found


def take_in(settings: Settings, sources: Sources) -> RunSummary:
    """Run the job over the sources and show what it did."""
    from pipelines.assets.launch import Busy, ClusterUnavailable, DamagedPart, run_job
    from pipelines.transforms.tombstones import BadTombstones

    with progress_bars() as progress:
        try:
            summary = run_job(settings, sources, progress)
        except Busy as error:
            raise click.ClickException(f"{error}; wait for it to end, then run this again") from error
        except (ClusterUnavailable, DamagedPart, BadTombstones) as error:
            raise click.ClickException(str(error)) from error
    _show(settings, summary)
    return summary


@click.command()
@data_option
@click.pass_context
def demo(context: click.Context, data: Path | None) -> None:
    """Run the bundled sample (an invented country's news) and ask it three questions."""
    from pipelines.demo import articles_folder

    settings = settings_for(data)
    place_topics(settings)
    context.invoke(run, paths=(articles_folder(),), data=data, mapped=())
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
  .venv/bin/otr sql "from own_topic('Interest rates')"{shown}
        what was said on a topic of your own, as {settings.topics_file} defines it
  .venv/bin/otr up{shown}
        lineage, checks and schedule, on http://127.0.0.1:3000
  .venv/bin/otr run YOUR-FOLDER
        your own articles, apart from these invented ones
  less sql/README.md
        every table, column and macro"""
    )


def place_topics(settings: Settings) -> None:
    """Put the sample's own topics into the data folder, unless it has a topics.toml."""
    from pipelines.demo import topics_file

    if not settings.topics_file.exists():
        settings.data.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(topics_file(), settings.topics_file)


def _show(settings: Settings, summary: RunSummary) -> None:
    from pipelines.steps.totals import totals

    reasons = ", ".join(f"{count} {reason}" for reason, count in sorted(summary.rejected.items()))
    rows = [
        ("documents read", f"{summary.documents_read:,}"),
        ("new", f"{summary.documents_new:,}"),
        ("duplicates", f"{summary.duplicates:,}"),
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


def check_files(settings: Settings) -> None:
    """Refuse to start with a topics.toml or sources.toml that would stop the run halfway."""
    from pipelines.transforms.own_topic_file import TopicsFileError, read_own_topics

    try:
        read_own_topics(settings.topics_file)
    except TopicsFileError as error:
        raise click.UsageError(str(error)) from error
    checked_sources(settings)


def _take_in_people(file: Path, settings: Settings) -> None:
    from pipelines.knowledge import BadKnowledge
    from pipelines.steps.knowledge_file import take_in_people

    try:
        count = take_in_people(file, settings.knowledge)
    except BadKnowledge as error:
        raise click.UsageError(f"--kb: {error}") from error
    click.echo(f"{'people of yours':<16} {count:,} (kept in {settings.knowledge})")


def _date(given: str | None) -> str:
    from datetime import datetime

    if not given:
        return ""
    try:
        datetime.fromisoformat(given)
    except ValueError as error:
        raise click.UsageError(f"--published-at wants a date such as 2022-01-13, not {given!r}") from error
    return given


def _format(given: str | None) -> str:
    from pipelines.ingest.formats.registry import FORMATS, format_named

    if given and format_named(given) is None:
        names = ", ".join(known.name for known in FORMATS)
        raise click.UsageError(f"--format knows no {given!r}; there are {names}")
    return given or ""


def _field_map(mapped: tuple[str, ...]) -> dict[str, str]:
    from pipelines.ingest.fields import OUR_NAMES

    pairs = [one.split("=", 1) for one in mapped]
    if any(len(pair) != 2 or not all(pair) for pair in pairs):
        raise click.UsageError("--map wants OURS=THEIRS, such as --map title=headline")
    if unknown := [ours for ours, _ in pairs if ours not in OUR_NAMES]:
        raise click.UsageError(f"--map knows no field {', '.join(unknown)}; there are {', '.join(OUR_NAMES)}")
    return dict(pairs)
