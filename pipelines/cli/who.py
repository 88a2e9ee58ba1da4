"""``otr who``, ``otr merge``, ``otr split``, ``otr resolve``: what is known of a name, and decisions on who is who."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from pipelines.cli.options import EXIT_NOT_PUBLISHED, EXIT_REJECTED, data_option, settings_for
from pipelines.settings import Settings

if TYPE_CHECKING:
    from pipelines.cli.cards import Row
    from pipelines.steps.curating import Proposal

SIMILAR = 8
T = TypeVar("T")
note_option = click.option("--note", default="", metavar="WORDS", help="Why; kept beside the decision.")


@click.command()
@click.argument("name")
@click.option("--format", "style", type=click.Choice(["table", "json"]), default="table", show_default=True)
@data_option
def who(name: str, style: str, data: Path | None) -> None:
    """Tell what the warehouse knows of a name: who bears it, since when, in which roles, how sure it is.

    NAME is a whole name, in any case and with or without accents, an entity_id or a Wikidata id. Names much like it
    are listed too. Exit code 1: nobody bears the name. In SQL: who(name) and who_else(name).
    """
    settings = settings_for(data)
    found = _rows(settings, "select * from who(?)", name)
    similar = _rows(settings, f"select * from who_else(?) limit {SIMILAR}", name)
    if style == "json":
        answer = {"asked": name, "matches": found, "similar": similar}
        click.echo(json.dumps(answer, ensure_ascii=False, indent=1))
    else:
        _show(name, found, similar)
    if not found:
        sys.exit(EXIT_REJECTED)


@click.command()
@click.argument("entity_id")
@click.argument("into_entity_id")
@note_option
@data_option
def merge(entity_id: str, into_entity_id: str, note: str, data: Path | None) -> None:
    """Decide that two entities are one: all of ENTITY_ID is INTO_ENTITY_ID, now and in later runs.

    `otr who NAME` shows the ids. The decision is a line in curation.csv in the data folder. To undo it, delete the
    line, then `otr resolve`.

    Exit codes: 0 done, 1 refused, 2 usage, 3 not published: a check failed, and nothing is written down.
    """
    from pipelines.steps.curating import propose_merge

    settings = settings_for(data)
    _decide(settings, lambda now: propose_merge(settings, entity_id, into_entity_id, note, now))


@click.command()
@click.argument("entity_id")
@click.option("--article", "article_id", required=True, metavar="ARTICLE_ID", help="The article with somebody else.")
@click.option("--into", "other_id", default="", metavar="ENTITY_ID", help="Who it is there. Default: a new entity.")
@click.option("--as", "other_name", default="", metavar="NAME", help="Name of the new entity: one for several splits.")
@note_option
@data_option
def split(entity_id: str, article_id: str, other_id: str, other_name: str, note: str, data: Path | None) -> None:
    """Decide that one entity is two: ENTITY_ID in this article is somebody else, now and in later runs.

    article_id stands in every mart of quotes. The decision is a line in curation.csv in the data folder. To undo it,
    delete the line, then `otr resolve`.

    Exit codes: 0 done, 1 refused, 2 usage, 3 not published: a check failed, and nothing is written down.
    """
    from pipelines.steps.curating import propose_split

    if other_id and other_name:
        raise click.UsageError("--into is an entity that is there, --as the name of a new one; give one of them")
    settings = settings_for(data)
    _decide(settings, lambda now: propose_split(settings, entity_id, article_id, (other_id, other_name), note, now))


@click.command()
@data_option
def resolve(data: Path | None) -> None:
    """Work out anew who is who, after curation.csv in the data folder was edited by hand; articles stay as read.

    Exit codes: 0 done, 1 the file has a mistake, 3 not published: a check failed.
    """
    from pipelines.transforms.curation import read_curation

    settings = settings_for(data)
    _rows(settings, "select 1")
    decisions = _in_words(lambda: read_curation(settings.curation))
    _resolve(settings)
    click.echo(f"{settings.curation}: {len(decisions)} decisions read. What one cannot change stands in core.rejects.")


def _decide(settings: Settings, propose: Callable[[datetime], Proposal]) -> None:
    """Show a decision, write it down, and publish what follows from it; where that fails, write nothing down."""
    from pipelines.assets.launch import hold
    from pipelines.cli.cards import proposal_words
    from pipelines.steps.curation_file import put_back, write_decision

    _rows(settings, "select 1")

    def take() -> Proposal:
        with hold(settings, wait=False):
            proposal = propose(datetime.now(UTC))
            click.echo(proposal_words(proposal))
            if proposal.known:
                _resolve(settings)
                return proposal
            before = write_decision(settings.curation, proposal.decision)
            try:
                _resolve(settings)
            except BaseException:
                put_back(settings.curation, before)
                raise
            return proposal

    decision = _in_words(take).decision
    _show_after(settings, decision.target_id, *([decision.entity_id] if decision.action == "split" else []))


def _resolve(settings: Settings) -> None:
    from pipelines.assets.launch import resolve_again

    summary = _in_words(lambda: resolve_again(settings))
    if not summary.succeeded:
        click.secho(f"\nFailed. {summary.failure}", fg="red", err=True)
        click.echo("What was published before still answers. See core.check_results.", err=True)
        sys.exit(EXIT_NOT_PUBLISHED)


def _show_after(settings: Settings, *entity_ids: str) -> None:
    from pipelines.cli.cards import card

    for entity_id in entity_ids:
        for row in _rows(settings, "select * from who(?)", entity_id):
            click.echo(f"\n{card(row, _width())}")
    click.echo(f"\nWritten to {settings.curation}; to undo it, delete its line there, then `otr resolve`.")


def _show(name: str, found: list[Row], similar: list[Row]) -> None:
    from pipelines.cli.cards import card, similar_words

    click.echo("\n\n".join(card(row, _width()) for row in found), nl=bool(found))
    if not found:
        click.echo(f"Nobody and nothing in the warehouse is called {name!r}.", err=True)
    if similar:
        click.echo("\nNames much like it, of other entities:" if found else "Did you mean:")
        click.echo(similar_words(similar))
    if found and len(found) + len(similar) > 1:
        click.echo("\nTwo that are one? otr merge ENTITY_ID INTO_ENTITY_ID")


def _rows(settings: Settings, sql: str, *parameters: str) -> list[Row]:
    """Rows of an answer, values as JSON has them."""
    from pipelines.warehouse.formats import format_result
    from pipelines.warehouse.query import run_query

    result = _in_words(lambda: run_query(settings.warehouse, sql, list(parameters)))
    rows: list[Row] = json.loads(format_result(result, "json"))
    return rows


def _in_words(do: Callable[[], T]) -> T:
    """Do it; what can go wrong is said in words rather than shown as a traceback."""
    from pipelines.assets.lock import Busy
    from pipelines.steps.curating import Refused
    from pipelines.transforms.curation import BadCuration
    from pipelines.warehouse.query import QueryError

    try:
        return do()
    except Busy as error:
        raise click.ClickException(f"{error}; wait for it to end, then try again") from error
    except (Refused, BadCuration, QueryError) as error:
        raise click.ClickException(str(error)) from error


def _width() -> int:
    return shutil.get_terminal_size((120, 40)).columns
