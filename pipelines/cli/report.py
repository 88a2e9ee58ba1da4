"""``otr report``: what the warehouse tells of a speaker or a topic, as a page."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import click

from pipelines.cli.options import data_option, settings_for


def _day(context: click.Context, parameter: click.Parameter, given: str | None) -> date | None:
    """A day in ISO 8601."""
    if given is None:
        return None
    try:
        return datetime.strptime(given, "%Y-%m-%d").date()
    except ValueError as error:
        raise click.BadParameter(f"wants a day such as 2024-03-05, not {given!r}", context, parameter) from error


def _name(context: click.Context, parameter: click.Parameter, given: str | None) -> str | None:
    """A name, which must be text."""
    if given is not None and (not given.strip() or any("\ud800" <= sign <= "\udfff" for sign in given)):
        raise click.BadParameter(f"wants a name, not {given!r}", context, parameter)
    return given


@click.command()
@click.option(
    "--speaker", metavar="NAME", callback=_name, help="Name, entity_id or Wikidata id. Default: the most quoted ones."
)
@click.option("--topic", metavar="NAME", callback=_name, help="An IPTC topic and all below it, or one of topics.toml.")
@click.option("--from", "first_on", metavar="DAY", callback=_day, help="First day, such as 2024-03-05.")
@click.option("--to", "last_on", metavar="DAY", callback=_day, help="Last day.")
@click.option(
    "--output",
    metavar="FILE.html",
    type=click.Path(dir_okay=False, path_type=Path),
    default=Path("report.html"),
    show_default=True,
)
@data_option
def report(
    speaker: str | None,
    topic: str | None,
    first_on: date | None,
    last_on: date | None,
    output: Path,
    data: Path | None,
) -> None:
    """Write a page with charts: a speaker through time, share of voice, topic trends, top quotes in their paragraphs.

    The page is one file that needs no network: open it from disk, or mail it. It says which filters were set, of when
    the data are, and how their quality checks came out. Under filters that nothing meets it says that.

    Exit codes: 0 done, 1 no such speaker or topic (near names are told) or no warehouse, 2 usage.
    """
    from pipelines.report.page import report_page
    from pipelines.report.words import count_of
    from pipelines.steps.reporting import UnknownName, Wanted, make_report
    from pipelines.warehouse.query import QueryError

    if first_on and last_on and first_on > last_on:
        raise click.UsageError(f"--from {first_on} is later than --to {last_on}")
    if not output.parent.is_dir():
        raise click.UsageError(f"there is no folder {output.parent}")
    try:
        found = make_report(settings_for(data), Wanted(speaker, topic, first_on, last_on))
    except (UnknownName, QueryError) as error:
        raise click.ClickException(str(error)) from error
    _write(output, report_page(found))
    totals = found.found
    counted = f"{count_of(totals.quotes, 'quote')} in {count_of(totals.articles, 'article')}"
    click.echo(f"{output}: {counted if totals.quotes else 'no quote meets these filters; the page says so'}")


def _write(output: Path, page: str) -> None:
    """Write the page aside, then put it in place: whoever opens it never sees a half."""
    aside = output.with_name(f".{output.name}.part")
    try:
        aside.write_text(page, encoding="utf-8")
        aside.replace(output)
    except OSError as error:
        aside.unlink(missing_ok=True)
        raise click.ClickException(f"{output} cannot be written: {error.strerror}") from error
