"""What spans all articles is made anew exactly when its inputs changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines.steps.annotating import annotate_day
from pipelines.steps.gating import RunContext
from pipelines.steps.ingesting import build_articles
from pipelines.steps.resolving import publish_entities, publish_stories, publish_topics
from pipelines.warehouse.lake import Lake
from tests.newsroom import SUITES, broken_suites, files, ingest, no_progress, rows, run_context, write_article

pytestmark = pytest.mark.usefixtures("stand_in")
PUBLISH = (publish_topics, publish_entities, publish_stories)


def annotate(lake: Lake, run: RunContext, *paths: Path) -> None:
    ingest(lake, run, *paths)
    build_articles(lake, run, no_progress)
    annotate_day(lake, run, 1, no_progress)


def test_entities_speakers_and_stories_pass_their_gates(data_lake: Lake, tmp_path: Path) -> None:
    run = run_context(SUITES)
    annotate(data_lake, run, write_article(tmp_path, 1), write_article(tmp_path, 2))
    reports = [report for publish in PUBLISH for report in publish(data_lake, run)]
    assert all(report.published for report in reports)
    assert [report.table.name for report in reports if report.failed] == []
    (entity,) = rows(data_lake, "core.entities").to_dicts()
    assert (entity["name"], entity["mention_count"], entity["article_count"]) == ("Orla Vint", 2, 2)
    assert set(rows(data_lake, "core.quote_speakers")["entity_id"]) == {entity["entity_id"]}
    assert rows(data_lake, "core.stories").height == 2
    assert not rows(data_lake, "core.topics").is_empty()


def test_the_same_inputs_are_not_resolved_again(data_lake: Lake, open_suites: Path, tmp_path: Path) -> None:
    annotate(data_lake, run_context(open_suites), write_article(tmp_path, 1))
    for publish in PUBLISH:
        assert publish(data_lake, run_context(open_suites)) != []
    before = files(data_lake.root)
    for publish in PUBLISH:
        assert publish(data_lake, run_context(open_suites, later=9)) == []
    assert files(data_lake.root) == before


def test_a_new_article_and_a_lost_file_are_reasons_to_resolve_again(
    data_lake: Lake, open_suites: Path, tmp_path: Path
) -> None:
    run, later = run_context(open_suites), run_context(open_suites, later=9)
    annotate(data_lake, run, write_article(tmp_path, 1))
    publish_entities(data_lake, run)
    annotate(data_lake, later, write_article(tmp_path, 2))
    assert publish_entities(data_lake, later) != []
    assert rows(data_lake, "core.entities")["article_count"].to_list() == [2]
    whole = files(data_lake.root)
    data_lake.part_path("core.entities", None, "all").unlink()
    assert publish_entities(data_lake, later) != []
    assert files(data_lake.root) == whole


def test_what_the_gate_refused_is_tried_again_and_the_old_table_stays(
    data_lake: Lake, open_suites: Path, tmp_path: Path
) -> None:
    run = run_context(open_suites)
    annotate(data_lake, run, write_article(tmp_path, 1))
    publish_entities(data_lake, run)
    old = files(data_lake.root / "core" / "entities")
    annotate(data_lake, run_context(open_suites, later=5), write_article(tmp_path, 2))
    broken = run_context(broken_suites(tmp_path / "broken", "core.entities", "entity_kind"), later=9)
    for _ in range(2):
        assert [report.published for report in publish_entities(data_lake, broken)] == [False] * 3
    assert files(data_lake.root / "core" / "entities") == old
    assert all(report.published for report in publish_entities(data_lake, run_context(open_suites, later=20)))
    assert files(data_lake.root / "core" / "entities") != old
