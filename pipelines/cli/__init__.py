"""``otr``: the command line. A thin shell: options in, words out; what it calls stands in the layers below.

One module a group of commands; a new command is added to `COMMANDS`.
"""

from __future__ import annotations

import click

from pipelines.cli.annotate import annotate
from pipelines.cli.ask import sql
from pipelines.cli.evaluate import evaluate
from pipelines.cli.fetch import fetch
from pipelines.cli.forget import forget
from pipelines.cli.original import original
from pipelines.cli.report import report
from pipelines.cli.run import demo, run
from pipelines.cli.runs import runs
from pipelines.cli.service import doctor, up
from pipelines.cli.status import status
from pipelines.cli.who import merge, resolve, split, who

COMMANDS = (
    run, fetch, status, runs, sql, report, original, who, merge, split, resolve, forget,
    annotate, evaluate, doctor, up, demo,
)  # fmt: skip


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="ontherecord")
def main() -> None:
    """On the Record: who said what, about which topic, when and where, in SQL.

    \b
    otr run their-folder                    take articles in and publish the warehouse
    otr sql "from quotes_by('Ilva Tarnow')" ask it
    otr report --speaker "Ilva Tarnow"      a page with charts and quotes, as one file
    otr doctor                              is everything in order?
    """


for command in COMMANDS:
    main.add_command(command)
