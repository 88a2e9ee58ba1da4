"""``otr forget``: articles and people removed everywhere, for good."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipelines.cli.options import EXIT_NOT_PUBLISHED, data_option, settings_for
from pipelines.settings import Settings

if TYPE_CHECKING:
    from pipelines.steps.forget_order import Order, Plan


@click.command()
@click.option("--url", "urls", multiple=True, metavar="URL", help="The article at this address, in all its versions.")
@click.option("--article-id", "article_ids", multiple=True, metavar="ARTICLE_ID", help="The article of this id.")
@click.option("--entity", "entity_ids", multiple=True, metavar="ENTITY_ID", help="The person; `otr who` shows the id.")
@click.option("--note", default="", metavar="WORDS", help="Why, such as the order's number; kept in forgotten.csv.")
@click.option("--yes", is_flag=True, help="Do it. Without this it is only told what would go.")
@data_option
def forget(
    urls: tuple[str, ...],
    article_ids: tuple[str, ...],
    entity_ids: tuple[str, ...],
    note: str,
    yes: bool,
    data: Path | None,
) -> None:
    """Remove an article or a person from the lake, the stored documents and the warehouse, for good.

    An article goes with all its rows. Of a person go the quotes and mentions, and the name is blotted out of the text
    of the articles that stay. forgotten.csv in the data folder, which holds no name, keeps later runs from
    bringing it back.

    Exit codes: 0 done, or told what would be; 1 refused, 2 usage, 3 removed from the lake, but the warehouse still
    shows it: a check failed.
    """
    from pipelines.assets.launch import hold
    from pipelines.assets.lock import Busy
    from pipelines.steps.forget_order import Order, OrderRefused, plan_order
    from pipelines.transforms.tombstones import BadTombstones

    if not (urls or article_ids or entity_ids):
        raise click.UsageError("say what to forget: --url, --article-id or --entity")
    settings, order = settings_for(data), Order(urls, article_ids, entity_ids, note)
    if not settings.lake.exists():
        raise click.ClickException(f"there is no lake in {settings.data}; name the data folder with --data")
    try:
        with hold(settings, wait=False):
            plan = plan_order(settings, order, datetime.now(UTC))
            _tell(settings, order, plan)
            if yes:
                _carry_out(settings, plan)
    except Busy as error:
        raise click.ClickException(f"{error}; wait for it to end, then run this again") from error
    except (OrderRefused, BadTombstones) as error:
        raise click.ClickException(str(error)) from error
    if not yes:
        click.echo("\nNothing is removed yet. Do it with --yes; it cannot be undone.")


def _carry_out(settings: Settings, plan: Plan) -> None:
    from pipelines.assets.history import delete_history
    from pipelines.steps.fetched_files import erase
    from pipelines.steps.forget_order import carry_out
    from pipelines.steps.gating import RunContext
    from pipelines.warehouse.lake import Lake

    now = datetime.now(UTC)
    Lake(settings.lake).clean_staging()
    run = RunContext(f"forget-{now:%Y%m%dT%H%M%S}", now.date(), now, settings.expectations)
    failed = [
        f"{one.table.full_name}: {check.expectation}" for one in carry_out(settings, plan, run) for check in one.failed
    ]
    erase(settings.fetched, plan.removed.sources)
    runs = delete_history(settings)
    deleted = f"{runs} run{'s' * (runs != 1)} deleted from Dagster's record, which held samples of rows"
    click.echo(f"{'run history':<24} {deleted}")
    if failed:
        click.secho(f"\nRemoved from the lake, but a check failed: {'; '.join(failed)}", fg="red", err=True)
        click.echo(f"{settings.warehouse} still shows what was there. Delete it until that is mended.", err=True)
        sys.exit(EXIT_NOT_PUBLISHED)
    click.echo(f"\nForgotten. {settings.forgotten} keeps it from coming back: keep that file.")


def _tell(settings: Settings, order: Order, plan: Plan) -> None:
    """What goes, and what only the reader can remove."""
    removed = plan.removed
    for name, count in sorted(removed.rows.items()):
        click.echo(f"{name:<24} {count:,} row{'s' * (count != 1)} removed")
    if removed.blotted:
        click.echo(f"{'core.articles':<24} name blotted out in {len(removed.blotted):,} of them")
    if removed.emptied:
        click.echo(f"{'raw.documents':<24} {removed.emptied:,} emptied of their bytes")
    if not removed:
        click.echo("Nothing of it is in the lake." + ("" if plan.lines else " It has been forgotten already."))
    for url in plan.absent:
        click.echo(f"not here yet, and kept out from now on: {url}")
    for name in plan.names:
        click.echo(f"hidden in every article to come: {name}")
    for name in plan.shared:
        click.echo(f"{name} is also what somebody else is called: hidden only in the articles that are here")
    _tell_of_files(settings, order, plan)


def _tell_of_files(settings: Settings, order: Order, plan: Plan) -> None:
    fetched = settings.fetched.absolute()
    sources = sorted(one for one in plan.removed.sources if not Path(one).absolute().is_relative_to(fetched))
    if stored := len(plan.removed.sources) - len(sources):
        click.echo(f"{settings.fetched.name + '/':<24} {stored:,} stored, deleted with the feeds that they stood in")
    if sources:
        click.echo("\nYours to remove (outside lake and fetched/ nothing is touched):")
    for source in sources:
        click.echo(f"  {source}")
    for file in (settings.curation, settings.knowledge, settings.topics_file):
        words = file.read_text(encoding="utf-8", errors="replace") if file.exists() else ""
        if any(one in words for one in (*order.entity_ids, *order.article_ids, *plan.names, *plan.shared)):
            click.echo(f"  {file} names it too; delete the line there")
