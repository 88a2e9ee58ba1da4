"""Annotation: one pass over each text, once, with the same result however many processes share the work."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines.steps import workers
from pipelines.steps.annotating import annotate_day
from pipelines.steps.gating import RunContext
from pipelines.steps.ingesting import build_articles
from pipelines.transforms.annotations import ANNOTATED
from pipelines.warehouse.lake import Lake
from tests.newsroom import SUITES, files, ingest, no_progress, rows, run_context, write_articles


@pytest.fixture
def run(open_suites: Path) -> RunContext:
    return run_context(open_suites)


def fill(lake: Lake, run: RunContext, folder: Path, count: int, documents: int = 100) -> None:
    """Articles in the lake, not annotated yet."""
    ingest(lake, run, write_articles(folder, count), documents=documents)
    build_articles(lake, run, no_progress)


@pytest.mark.usefixtures("stand_in")
def test_every_span_of_an_annotated_part_passes_the_gate(data_lake: Lake, tmp_path: Path) -> None:
    run = run_context(SUITES)
    fill(data_lake, run, tmp_path / "news", 3)
    reports = annotate_day(data_lake, run, 1, no_progress)
    assert [(report.table.full_name, report.published) for report in reports] == [(name, True) for name in ANNOTATED]
    assert [failed.expectation for report in reports for failed in report.failed] == []
    quotes = rows(data_lake, "core.quotes")
    assert sorted(quotes["quote_text"]) == [f"The bridge number {number} will open in June," for number in (1, 2, 3)]
    assert set(quotes["speaker_name"]) == {"Orla Vint"}
    assert set(rows(data_lake, "core.dates")["value"]) == {"2031-05-05"}


@pytest.mark.usefixtures("stand_in")
def test_what_is_annotated_is_not_annotated_again(data_lake: Lake, run: RunContext, tmp_path: Path) -> None:
    fill(data_lake, run, tmp_path / "news", 2)
    annotate_day(data_lake, run, 1, no_progress)
    before = files(data_lake.root)
    assert annotate_day(data_lake, run, 1, no_progress) == []
    assert files(data_lake.root) == before


@pytest.mark.usefixtures("stand_in")
def test_a_part_that_a_crash_left_half_published_is_annotated_again(
    data_lake: Lake, run: RunContext, tmp_path: Path
) -> None:
    fill(data_lake, run, tmp_path / "news", 4, documents=2)
    annotate_day(data_lake, run, 1, no_progress)
    whole = files(data_lake.root)
    data_lake.parts("core.dates")[0].path.unlink()
    assert len(data_lake.complete_parts()) == 1
    annotate_day(data_lake, run, 1, no_progress)
    assert len(data_lake.complete_parts()) == 2
    assert files(data_lake.root) == whole


@pytest.mark.usefixtures("stand_in")
def test_progress_counts_up_to_all_articles(
    data_lake: Lake, run: RunContext, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers, "SLICE_ROWS", 2)
    fill(data_lake, run, tmp_path / "news", 5, documents=3)
    told: list[tuple[str, int, int | None]] = []
    annotate_day(data_lake, run, 1, lambda *step: told.append(step))
    assert [done for _, done, _ in told] == sorted({done for _, done, _ in told})
    assert told[-1] == ("annotations", 5, 5)


def test_two_processes_give_what_one_gives(
    data_lake: Lake, run: RunContext, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers, "SLICE_ROWS", 1)
    monkeypatch.setattr(workers, "LEAST_SHARED", 1)
    other = Lake(tmp_path / "other" / "lake")
    for lake, processes in ((data_lake, 1), (other, 2)):
        fill(lake, run, tmp_path / "news", 6, documents=4)
        annotate_day(lake, run, processes, no_progress)
    assert rows(data_lake, "core.quotes").height > 0
    assert files(other.root) == files(data_lake.root)


@pytest.mark.usefixtures("stand_in")
def test_a_day_without_articles_is_no_trouble(data_lake: Lake, run: RunContext) -> None:
    assert annotate_day(data_lake, run, 2, no_progress) == []
