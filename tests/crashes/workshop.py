"""A data folder before and after a run, and the run itself, in a process that may be killed.

Belongs here: the steps of a run in a process of its own, and comparing what it leaves. Does not belong here: killing.
The steps are those of `otr run`, in its order and under its lock, without Dagster, which writes none of these files.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache, partial
from pathlib import Path

from pipelines.assets.lock import hold
from pipelines.contracts import TABLES
from pipelines.knowledge import Knowledge
from pipelines.settings import Settings
from pipelines.steps import workers
from pipelines.steps.annotating import annotate_day
from pipelines.steps.compacting import compact, end_joining
from pipelines.steps.forgetting import obey
from pipelines.steps.freshness import unfinished_days
from pipelines.steps.ingesting import build_articles
from pipelines.steps.resolving import publish_entities, publish_own_topics, publish_stories, publish_topics
from pipelines.steps.serving import serve
from pipelines.steps.step_inputs import STEPS
from pipelines.steps.versions import EngineVersions, code_version, engine_versions
from pipelines.text.spans import Annotation, Span
from pipelines.text.subjects import find_subjects
from pipelines.text.topics import TopicModel
from pipelines.transforms.tombstones import Tombstones, read_tombstones
from pipelines.warehouse.damage import remove_damaged
from pipelines.warehouse.lake import Lake
from pipelines.warehouse.query import run_query
from tests.newsroom import (
    DAY,
    StandIn,
    few_models,
    ingest,
    no_progress,
    run_context,
    without_expectations,
    write_articles,
)

V1 = EngineVersions("reading 1", "topics 1")
BEFORE, AFTER = 4, 9  # articles that are served before the run that is killed, and after it
PER_PART = 3
YESTERDAY = DAY - timedelta(days=1)
_OF_A_RUN = ("ingested_at", "sequence")  # columns that tell of the run that a row came in with
SERVED = """
    select (select count(*) from core.articles), (select count(*) from core.quotes),
        (select count(distinct version_id) from core.quotes),
        (select count(*) from core.quote_speakers), (select count(*) from core.stories),
        (select count(*) from marts.speaker_quotes),
        (select row_count from main.builds where table_name = 'core.articles')
"""


@dataclass(frozen=True)
class Workshop:
    """``base`` is the data folder before the run, ``sources`` what the run takes in."""

    place: Path
    sources: Path
    suites: Path
    sql: Path
    base: Path

    @classmethod
    def build(cls, place: Path) -> Workshop:
        """Articles, and a data folder in which the first of them are served; of yesterday and in small parts."""
        _warm_up()
        suites = without_expectations(place / "suites")
        shop = cls(place, place / "news", suites, few_models(place / "sql"), place / "base")
        first = write_articles(place / "first", BEFORE)
        for numbers in ((1, 2), (3, 4)):
            some = Path(shutil.copytree(first, place / f"first-{numbers[0]}", ignore=_all_but(numbers)))
            in_child(partial(shop.run, shop.base, some, is_yesterday=True)).answer()
        write_articles(shop.sources, AFTER)
        (shop.sources / "notes.xyz").write_bytes(b"\x00")
        return shop

    def run(self, data: Path, sources: Path | None = None, *, is_yesterday: bool = False) -> None:
        """All steps of a run, in this process."""
        settings = Settings(data, part_documents=100, sql=self.sql, expectations=self.suites)
        lake = Lake(settings.lake)
        with hold(settings, wait=False):
            run = run_context(self.suites, 0 if is_yesterday else 1440)
            day = YESTERDAY if is_yesterday else DAY
            run = replace(run, ingest_date=day, tombstones=Tombstones.of(read_tombstones(settings.forgotten)))
            lake.clean_staging()
            remove_damaged(lake)
            end_joining(lake)
            obey(lake, run.tombstones)
            compact(lake, V1, day, settings.part_documents)
            for old in unfinished_days(lake, V1):
                annotate_day(lake, replace(run, ingest_date=old), 1, no_progress, V1)
            ingest(lake, run, sources or self.sources, documents=PER_PART)
            build_articles(lake, run, no_progress)
            annotate_day(lake, run, 1, no_progress, V1)
            publish_topics(lake, run)
            publish_entities(lake, run)
            publish_own_topics(lake, run, settings.topics_file)
            publish_stories(lake, run)
            serve(settings, run.now)

    def copy(self, name: str) -> Path:
        """A data folder as it is before the run."""
        target = self.place / name
        shutil.rmtree(target, ignore_errors=True)
        return Path(shutil.copytree(self.base, target))


@dataclass(frozen=True)
class Engine:
    """A stand-in that costs little, with topics and phrases as the real engine has them."""

    model: TopicModel

    def annotate(
        self,
        text: str,
        title: str | None,
        published_on: date | None,
        furniture: Sequence[Span],
        authors: Sequence[str] = (),
    ) -> Annotation:
        """What the stand-in finds, and what that is about."""
        found = StandIn().annotate(text, title, published_on, furniture)
        reported = [" ".join(text[span.start : span.end] for span in one.attribution.content) for one in found.quotes]
        subjects = find_subjects(self.model, title, text, reported)
        quotes = (replace(one, topics=scores) for one, scores in zip(found.quotes, subjects.of_quotes, strict=True))
        return replace(found, quotes=tuple(quotes), topics=subjects.topics, phrases=subjects.phrases)


def _warm_up() -> None:
    """Have what every run would work out anew, without using a library that starts threads."""
    TopicModel.load = cache(TopicModel.load)  # type: ignore[method-assign]
    workers._loaded[:] = [Engine(TopicModel.load())]  # type: ignore[list-item]
    Knowledge.load = cache(Knowledge.load)  # type: ignore[method-assign]
    Knowledge.load(None)
    for step in STEPS:
        code_version([step.module])
    code_version(["pipelines.warehouse.serving"], without=["pipelines.contracts"])
    engine_versions()


def _all_but(numbers: Sequence[int]) -> Callable[[str, list[str]], list[str]]:
    wanted = {f"bridge-{number}" for number in numbers}
    return lambda _, names: [name for name in names if Path(name).stem not in wanted]


@dataclass(frozen=True)
class Child:
    """A process, and the pipe through which it says what it has to say."""

    pid: int
    said: int

    def end(self) -> tuple[int, str]:
        """Exit code (negative: the signal) and words of the process, when it has ended."""
        with os.fdopen(self.said, encoding="utf-8") as pipe:
            words = pipe.read()
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1]), words

    def answer(self) -> str:
        """What a process that must not fail says."""
        code, words = self.end()
        assert code == 0, words
        return words


def in_child(do: Callable[[], object]) -> Child:
    """Start a process that does it, and says what comes of it, or what went wrong.

    This process has imported what a run needs, but has never used it: threads do not survive a fork.
    """
    told, tell = os.pipe()
    pid = os.fork()
    if pid:
        os.close(tell)
        return Child(pid, told)
    code = 0
    try:
        words = str(do() or "")
    except BaseException as error:
        code, words = 1, f"{type(error).__name__}: {error}"
    os.write(tell, words.encode()[:60_000])
    os._exit(code)


def contents(data: Path) -> str:
    """What the lake and the warehouse hold, as JSON: a digest of the rows of each table, and their number.

    Rows count in the order of their keys, without what tells of the run that they came in with.
    """
    lake, found = Lake(data / "lake"), dict[str, object]()
    for name, declared in TABLES.items():
        if name != "core.check_results":
            frame = lake.scan(name).collect().sort(declared.primary_key).drop(_OF_A_RUN, strict=False)
            found[name] = [frame.height, hashlib.sha256(repr(frame.rows()).encode()).hexdigest()]
    counts = run_query(data / "warehouse.duckdb", "select table_name, row_count from main.builds order by table_name")
    return json.dumps(found | {f"served {name}": count for name, count in counts.rows if name != "core.check_results"})


def is_whole(warehouse: Path) -> bool:
    """Whether a reader sees all of one version: as many articles as before or after, each with its one quote."""
    (counts,) = run_query(warehouse, SERVED).rows
    return set(counts) in ({BEFORE}, {AFTER})
