"""``otr annotate``: the engine alone, file in, file out."""

from __future__ import annotations

from pathlib import Path

import click

from pipelines.cli.options import progress_bars


@click.command()
@click.argument("source", metavar="IN.jsonl", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--output", required=True, metavar="OUT.jsonl", type=click.Path(dir_okay=False, path_type=Path))
def annotate(source: Path, output: Path) -> None:
    """Annotate articles without a data folder: one JSON article a line in, its annotation a line out.

    An article has article_id and text, and may have title, published_at, publisher and authors (a list). Offsets
    count characters of the given text; lines come out in input order. The line of an article that is refused says
    why in "rejected".
    """
    from pipelines.steps.annotate_file import BadLine, annotate_file
    from pipelines.text.inference import ModelDamaged
    from pipelines.text.topics import TopicModelError

    if not output.parent.is_dir():
        raise click.UsageError(f"there is no folder {output.parent}")
    with progress_bars() as progress:
        try:
            report = annotate_file(source, output, progress)
        except (BadLine, ModelDamaged, TopicModelError) as error:
            raise click.ClickException(str(error)) from error
    rejected = ", ".join(f"{count} {reason}" for reason, count in sorted(report.rejected.items()))
    annotated = report.articles - report.rejected.total()
    click.echo(f"{annotated} articles annotated{f', rejected: {rejected}' if rejected else ''}: {output}")
