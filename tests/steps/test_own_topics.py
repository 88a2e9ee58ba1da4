"""Own topics: a changed topics.toml labels the past anew, without annotating anything again."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines.steps.annotating import annotate_day
from pipelines.steps.ingesting import build_articles
from pipelines.steps.resolving import publish_entities, publish_own_topics
from pipelines.transforms.own_topic_file import TopicsFileError
from pipelines.warehouse.lake import Lake
from tests.newsroom import SUITES, files, ingest, no_progress, rows, run_context, write_article

pytestmark = pytest.mark.usefixtures("stand_in")
BRIDGES = '[[topic]]\nname = "Bridges"\nany_of = { phrases = ["bridges"] }\n'
VINT = '[[topic]]\nname = "Vint"\nall_of = { entities = ["orla vint"], phrases = ["open"] }\n'


@pytest.fixture
def filled(data_lake: Lake, open_suites: Path, tmp_path: Path) -> Lake:
    """A lake with two articles whose entities are resolved."""
    run = run_context(open_suites)
    ingest(data_lake, run, write_article(tmp_path, 1), write_article(tmp_path, 2, text="Rain fell.", title="Rain"))
    build_articles(data_lake, run, no_progress)
    annotate_day(data_lake, run, 1, no_progress)
    publish_entities(data_lake, run)
    return data_lake


def untouched(lake: Lake) -> dict[str, bytes]:
    """Every part file but those of own topics and of the record of checks."""
    ours = ("own_topics", "check_results")
    return {name: content for name, content in files(lake.root).items() if not any(part in name for part in ours)}


def test_a_new_topic_labels_the_past_and_touches_nothing_else(filled: Lake, tmp_path: Path) -> None:
    file = tmp_path / "topics.toml"
    assert all(report.published for report in publish_own_topics(filled, run_context(SUITES), file))
    assert rows(filled, "core.own_topics").is_empty()
    before = untouched(filled)
    file.write_text(BRIDGES, encoding="utf-8")
    reports = publish_own_topics(filled, run_context(SUITES, later=5), file)
    assert [(report.published, report.failed) for report in reports] == [(True, ())] * 3
    assert rows(filled, "core.article_own_topics")["topic_id"].to_list() == ["own:bridges"]
    file.write_text(BRIDGES + VINT, encoding="utf-8")
    publish_own_topics(filled, run_context(SUITES, later=9), file)
    assert sorted(rows(filled, "core.quote_own_topics").select("topic_id", "matched_in").rows()) == [
        ("own:bridges", "words"),
        ("own:vint", "words"),
    ]
    assert untouched(filled) == before


def test_the_same_file_and_articles_are_not_labelled_again(filled: Lake, open_suites: Path, tmp_path: Path) -> None:
    file = tmp_path / "topics.toml"
    file.write_text(BRIDGES, encoding="utf-8")
    assert publish_own_topics(filled, run_context(open_suites), file) != []
    assert publish_own_topics(filled, run_context(open_suites, later=5), file) == []
    file.unlink()
    assert publish_own_topics(filled, run_context(open_suites, later=9), file) != []
    assert rows(filled, "core.article_own_topics").is_empty()


def test_a_broken_file_stops_the_step_and_leaves_the_tables(filled: Lake, open_suites: Path, tmp_path: Path) -> None:
    file = tmp_path / "topics.toml"
    file.write_text(BRIDGES, encoding="utf-8")
    publish_own_topics(filled, run_context(open_suites), file)
    before = files(filled.root)
    file.write_text(BRIDGES + "[[topic]]\n", encoding="utf-8")
    with pytest.raises(TopicsFileError, match="line 4: topic 2: name must be"):
        publish_own_topics(filled, run_context(open_suites, later=5), file)
    assert files(filled.root) == before
