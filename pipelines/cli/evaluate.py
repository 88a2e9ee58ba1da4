"""``otr evaluate``: how good the engine is on texts that somebody annotated by hand."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import click

from pipelines.cli.options import progress_bars
from pipelines.text.spans import QuoteKind

if TYPE_CHECKING:
    from pipelines.evaluation.scoring import Evaluation

KINDS: tuple[QuoteKind, ...] = get_args(QuoteKind)
PIPED_WIDTH = 110  # columns, where no terminal tells
file_there = click.Path(exists=True, dir_okay=False, path_type=Path)


def _kinds(context: click.Context, parameter: click.Parameter, given: str | None) -> frozenset[QuoteKind] | None:
    """Kinds of quote, with commas between them."""
    if given is None:
        return None
    named = given.split(",")
    if not set(named) <= set(KINDS):
        raise click.BadParameter(f"wants some of {','.join(KINDS)}, not {given!r}", context, parameter)
    return frozenset(kind for kind in KINDS if kind in named)


@click.command()
@click.argument("gold", metavar="GOLD.jsonl", type=file_there)
@click.option(
    "--predictions", metavar="FILE", type=file_there, help="What `otr annotate` wrote, instead of annotating now."
)
@click.option("--canon", metavar="CANON.jsonl", type=file_there, help="Canonical speakers by article and attribution.")
@click.option("--speech-only", is_flag=True, help="Leave gold out of account whose cue is no word of speech.")
@click.option(
    "--types", "kinds", metavar="KIND,...", callback=_kinds, help="Leave gold of other kinds out: direct,mixed."
)
@click.option(
    "--plot",
    metavar="FILE.png",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Draw confidence against the share that is right.",
)
@click.option(
    "--misses", metavar="N", type=click.IntRange(0), default=5, show_default=True, help="How many mistakes to show."
)
@click.option("--json", "as_json", is_flag=True, help="Print all figures as JSON.")
def evaluate(
    gold: Path,
    predictions: Path | None,
    canon: Path | None,
    speech_only: bool,
    kinds: frozenset[QuoteKind] | None,
    plot: Path | None,
    misses: int,
    as_json: bool,
) -> None:
    """Compare the engine with a gold annotation: how much it finds, how much of that is right, how sure it may be.

    GOLD is JSONL, also as .gz: article_id, text and attributions, each with source, cue and content as lists of
    [start, end] in characters of the text, and an id. CANON is JSONL of article_id and speakers: for each
    attribution's id its kind and names. Rates are percent. Quoted passages and speakers are counted over all gold,
    whatever is left out of account.

    Exit codes: 0 done, 1 the files cannot be compared, 2 usage.
    """
    from pipelines.evaluation.plot import NothingToPlot
    from pipelines.evaluation.records import Unscorable
    from pipelines.evaluation.scoring import plain_values
    from pipelines.evaluation.units import Choice
    from pipelines.steps.evaluating import evaluate_file
    from pipelines.text.inference import ModelDamaged
    from pipelines.text.topics import TopicModelError

    if plot and not plot.parent.is_dir():
        raise click.UsageError(f"there is no folder {plot.parent}")
    try:
        with progress_bars() as progress:
            found = evaluate_file(gold, progress, predictions, canon, Choice(speech_only, kinds))
        if plot:
            _draw(found, plot)
    except (Unscorable, ModelDamaged, TopicModelError, NothingToPlot) as error:
        raise click.ClickException(str(error)) from error
    if as_json:
        click.echo(json.dumps(plain_values(found, misses), ensure_ascii=False, indent=1))
    else:
        _show(found, misses)
        if plot:
            click.echo(f"plot: {plot}")


def _draw(found: Evaluation, path: Path) -> None:
    from pipelines.evaluation.plot import reliability_png

    articles = f"{found.articles:,} gold article{'' if found.articles == 1 else 's'}"
    path.write_bytes(reliability_png(found.reliability, f"How far can confidence be trusted? {articles}"))


def _show(found: Evaluation, misses: int) -> None:
    from rich.console import Console

    from pipelines.cli.evaluation_tables import report

    console = Console(markup=False, highlight=False, width=None if sys.stdout.isatty() else PIPED_WIDTH)
    with console.capture() as printed:
        console.print(report(found, misses))
    click.echo("\n".join(line.rstrip() for line in printed.get().splitlines()))
