"""Many small part files of old days become few, with every row as it was, also where a crash cuts the joining off."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import polars as pl
import pytest

from pipelines.contracts import TABLES
from pipelines.steps import compacting
from pipelines.steps.annotating import annotate_day
from pipelines.steps.compacting import compact, end_joining
from pipelines.steps.freshness import part_states
from pipelines.steps.ingesting import build_articles
from pipelines.steps.versions import EngineVersions
from pipelines.warehouse.lake import Lake, StagedPart
from tests.newsroom import DAY, ingest, no_progress, rows, run_context, write_article

V1 = EngineVersions("reading 1", "topics 1")
LATER = DAY + timedelta(days=1)
PER_ARTICLE = [name for name, found in TABLES.items() if found.per_article]
pytestmark = pytest.mark.usefixtures("stand_in")


@pytest.fixture
def lake(data_lake: Lake, open_suites: Path, tmp_path: Path) -> Lake:
    """Four articles that came one by one."""
    for number in range(1, 5):
        run = run_context(open_suites, number)
        ingest(data_lake, run, write_article(tmp_path / "news", number))
        build_articles(data_lake, run, no_progress)
        annotate_day(data_lake, run, 1, no_progress, V1)
    return data_lake


def content(lake: Lake) -> dict[str, pl.DataFrame]:
    found = {name: rows(lake, name) for name in PER_ARTICLE}
    return {name: frame.sort(TABLES[name].primary_key) for name, frame in found.items()}


def same(before: dict[str, pl.DataFrame], after: dict[str, pl.DataFrame]) -> bool:
    return all(frame.equals(after[name]) for name, frame in before.items())


def test_small_parts_of_an_old_day_are_joined_and_every_row_stays(lake: Lake) -> None:
    before = content(lake)
    assert compact(lake, V1, LATER, part_documents=100) > 3 * len(PER_ARTICLE)
    assert [len(lake.parts(name)) for name in PER_ARTICLE] == [1] * len(PER_ARTICLE)
    assert len(lake.parts("core.check_results")) == 1
    assert same(before, content(lake))
    assert [state.is_fresh for state in part_states(lake, V1)] == [True]
    assert compact(lake, V1, LATER, part_documents=100) == 0


def test_a_joined_part_holds_no_more_than_it_may_and_large_parts_stay(
    lake: Lake, monkeypatch: pytest.MonkeyPatch
) -> None:
    compact(lake, V1, LATER, part_documents=4)
    assert len(lake.parts("raw.documents")) == 4  # one document of four is not small
    monkeypatch.setattr(compacting, "SMALL_SHARE", 1)
    compact(lake, V1, LATER, part_documents=3)
    heights = [lake.scan("raw.documents", [part]).collect().height for part in lake.parts("raw.documents")]
    assert sorted(heights) == [1, 3]


def test_the_day_that_is_going_on_and_stale_parts_are_left_alone(lake: Lake) -> None:
    assert compact(lake, V1, DAY, part_documents=100) == 0
    compact(lake, replace(V1, reading="reading 2"), LATER, part_documents=100)
    assert len(lake.parts("core.quotes")) == 4


@pytest.mark.parametrize("published", [0, 3, len(PER_ARTICLE)])
def test_a_crash_while_joining_loses_and_doubles_no_row(
    lake: Lake, monkeypatch: pytest.MonkeyPatch, published: int
) -> None:
    before, real, count = content(lake), StagedPart.publish, 0

    def crash(staged: StagedPart) -> object:
        nonlocal count
        if count == published:
            raise KeyboardInterrupt
        count += 1
        return real(staged)

    with monkeypatch.context() as patched:
        patched.setattr(StagedPart, "publish", crash)
        if published == len(PER_ARTICLE):
            patched.setattr(compacting, "end_joining", _crash_at_second_call())
        with pytest.raises(KeyboardInterrupt):
            compact(lake, V1, LATER, part_documents=100)
    end_joining(lake)
    assert same(before, content(lake))


def _crash_at_second_call() -> object:
    calls = []

    def end(lake: Lake) -> int:
        calls.append(lake)
        if len(calls) > 1:
            raise KeyboardInterrupt
        return end_joining(lake)

    return end
