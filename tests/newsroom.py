"""Invented articles, a stand-in for the models, and shortcuts to run a step: what tests of steps and assets share.

Belongs here: making input and running one step on it. Does not belong here: tests, rows of tables (see their folders).
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from pipelines.contracts import TABLES
from pipelines.contracts.suites import suite_path
from pipelines.ingest import Hints
from pipelines.settings import PROJECT, Settings
from pipelines.steps.gating import RunContext
from pipelines.steps.ingesting import IngestReport, PartLimits, ingest_documents
from pipelines.text.spans import Annotation, Attribution, Chain, Mention, Quote, Span, Speaker, TimeExpression
from pipelines.warehouse.lake import Lake

if TYPE_CHECKING:
    from pipelines.assets.launch import RunSummary

SUITES = PROJECT / "expectations"
DAY = date(2031, 5, 6)
NOW = datetime(2031, 5, 6, 9, 30, tzinfo=UTC)
SAID = re.compile(r"[“\"](?P<content>[^”\"]+)[”\"] (?P<cue>said) (?P<source>[A-Z]\w+ [A-Z]\w+)")
BRIDGE = "“The bridge number {number} will open in June,” said Orla Vint. The minister spoke in Port Velmark on Monday."


def no_progress(stage: str, done: int, total: int | None) -> None:
    """Shows nothing."""


def write_article(folder: Path, number: int, text: str = BRIDGE, **metadata: str) -> Path:
    """A text file with its sidecar: an article of its own for each number; ``metadata`` goes over the defaults."""
    path = folder / f"bridge-{number}.txt"
    folder.mkdir(parents=True, exist_ok=True)
    path.write_text(text.format(number=number), encoding="utf-8")
    beside = {"title": f"Bridge {number}", "publisher": "Velmark Courier", "published_at": "2031-05-05T08:00:00Z"}
    beside |= {"url": f"https://courier.example/bridge-{number}", **metadata}
    path.with_suffix(".json").write_text(json.dumps(beside), encoding="utf-8")
    return path


def write_articles(folder: Path, count: int) -> Path:
    """A folder with so many articles."""
    for number in range(1, count + 1):
        write_article(folder, number)
    return folder


def run_context(suites: Path, later: int = 0) -> RunContext:
    """The context of a run, so many minutes after the first one."""
    return RunContext(f"run-{later}", DAY, NOW + timedelta(minutes=later), suites)


def ingest(lake: Lake, run: RunContext, *paths: Path, documents: int = 100, size: int = 10**9) -> IngestReport:
    """Take documents in."""
    return ingest_documents(lake, run, list(paths), Hints(), PartLimits(documents, size), no_progress)


def run_whole_job(data: Path, *paths: Path, expectations: Path = SUITES) -> RunSummary:
    """The whole job, as `otr run` does it."""
    from pipelines.assets.launch import run_job
    from pipelines.assets.tables import Sources

    settings = Settings(data, expectations=expectations)
    return run_job(settings, Sources(paths=[str(path) for path in paths]), no_progress)


def without_expectations(folder: Path) -> Path:
    """Suites that let everything pass at once, for tests that are not about gates."""
    for declared in TABLES.values():
        path = suite_path(folder, declared)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps({"name": declared.full_name, "expectations": []}), encoding="utf-8")
    return folder


def few_models(folder: Path) -> Path:
    """The SQL folder with the two marts that others build on, for tests that are not about marts: built at once."""
    for name in ("current_articles", "speaker_quotes"):
        target = folder / "marts" / f"{name}.sql"
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(PROJECT / "sql" / "marts" / target.name, target)
    shutil.copytree(PROJECT / "sql" / "stages", folder / "stages", dirs_exist_ok=True)
    (folder / "macros").mkdir(exist_ok=True)
    return folder


def broken_suites(folder: Path, name: str = "core.quotes", column: str = "quote_kind") -> Path:
    """The project's suites, with one more expectation of the table that no row can meet."""
    shutil.copytree(SUITES, folder)
    path = suite_path(folder, TABLES[name])
    suite = json.loads(path.read_text(encoding="utf-8"))
    kwargs = {"column": column, "value_set": ["sung"]}
    suite["expectations"].append({"type": "expect_column_values_to_be_in_set", "kwargs": kwargs, **IMPOSSIBLE})
    path.write_text(json.dumps(suite), encoding="utf-8")
    return folder


IMPOSSIBLE = {
    "severity": "critical",
    "description": "everything is sung",
    "meta": {"origin": "hand", "why": "Broken on purpose, for a test.", "shows": ["quote_text"]},
}


def files(root: Path) -> dict[str, bytes]:
    """All part files below a folder, by path, with their bytes."""
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in sorted(root.rglob("part-*.parquet"))}


def rows(lake: Lake, name: str) -> pl.DataFrame:
    """All published rows of a table."""
    return lake.scan(name).collect()


@dataclass(frozen=True)
class StandIn:
    """Annotates as the real thing does, but finds only “...” said Firstname Lastname, and a date in "Monday"."""

    def annotate(
        self,
        text: str,
        title: str | None = None,
        published_on: date | None = None,
        furniture: Iterable[Span] = (),
        authors: Iterable[str] = (),
    ) -> Annotation:
        """One quote, mention and chain for each match."""
        found = list(SAID.finditer(text))
        names = list(dict.fromkeys(match["source"] for match in found))
        mentions = [Mention(_span(match, "source"), "person", "name", names.index(match["source"])) for match in found]
        chains = [Chain(number, "person", name, ("minister",)) for number, name in enumerate(names)]
        return Annotation(
            tuple(_quote(match, names.index(match["source"])) for match in found),
            tuple(mentions),
            tuple(chains),
            tuple(_dates(text, published_on)),
        )


def _span(match: re.Match[str], group: str) -> Span:
    return Span(*match.span(group))


def _quote(match: re.Match[str], chain: int) -> Quote:
    one = Attribution((_span(match, "source"),), _span(match, "cue"), (_span(match, "content"),), "direct", 0.9)
    return Quote(one, Speaker(match["source"], "person", "name", 0.9, chain), "say", None, "none", None)


def _dates(text: str, published_on: date | None) -> Iterable[TimeExpression]:
    place = text.find("Monday")
    if place >= 0 and published_on:
        day = published_on - timedelta(days=published_on.weekday())
        yield TimeExpression(Span(place, place + len("Monday")), day.isoformat(), "day", day, day)


def corrected(text: str) -> str:
    """The text of an article after its correction."""
    return text.replace("June", "July")
