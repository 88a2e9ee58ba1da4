"""What is fresh is left alone; what is stale is made again, no more than that; and it is told why."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from pipelines.steps import annotating, versions
from pipelines.steps.annotating import annotate_day
from pipelines.steps.freshness import article_content, part_states
from pipelines.steps.gating import RunContext
from pipelines.steps.ingesting import build_articles
from pipelines.steps.versions import EngineVersions
from pipelines.text.topics import TopicModel
from pipelines.transforms.annotations import ANNOTATED, READING, TOPICAL, annotate_articles, label_subjects
from pipelines.warehouse.lake import CONTENT, Lake
from tests.newsroom import files, ingest, no_progress, rows, run_context, write_articles

V1 = EngineVersions("reading 1", "topics 1")


@pytest.fixture
def run(open_suites: Path) -> RunContext:
    return run_context(open_suites)


@pytest.fixture
def lake(data_lake: Lake, run: RunContext, tmp_path: Path, stand_in: None) -> Lake:
    """Three articles in two parts, annotated by version 1 of the engine."""
    ingest(data_lake, run, write_articles(tmp_path / "news", 3), documents=2)
    build_articles(data_lake, run, no_progress)
    annotate_day(data_lake, run, 1, no_progress, V1)
    return data_lake


def written(lake: Lake, before: dict[str, bytes]) -> set[str]:
    """The tables of which a part file has changed."""
    changed = {path for path, content in files(lake.root).items() if before.get(path) != content}
    return {".".join(path.split("/")[:2]) for path in changed} - {"core.check_results"}


def states(lake: Lake, current: EngineVersions) -> list[tuple[str, str, str]]:
    return [(state.reading, state.topics, state.reason) for state in part_states(lake, current)]


def test_an_unchanged_lake_is_fresh_and_nothing_is_annotated(
    lake: Lake, run: RunContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert states(lake, V1) == [("fresh", "fresh", "")] * 2
    monkeypatch.setattr("pipelines.steps.workers.annotate_slice", None)
    before = files(lake.root)
    assert annotate_day(lake, run, 1, no_progress, V1) == []
    assert files(lake.root) == before


def test_another_topic_model_makes_topics_anew_and_nothing_else(lake: Lake, run: RunContext) -> None:
    other = replace(V1, topics="topics 2")
    assert states(lake, other) == [("fresh", "stale", "topics by another version of the model")] * 2
    before = files(lake.root)
    annotate_day(lake, run, 1, no_progress, other)
    assert written(lake, before) == set(TOPICAL)
    assert states(lake, other) == [("fresh", "fresh", "")] * 2
    assert rows(lake, "core.article_topics").height > 0


def test_another_engine_makes_all_annotations_anew(lake: Lake, run: RunContext) -> None:
    other = replace(V1, reading="reading 2")
    assert states(lake, other)[0] == ("stale", "stale", "read by another version of the engine")
    before = files(lake.root)
    annotate_day(lake, run, 1, no_progress, other)
    assert written(lake, before) == set(ANNOTATED)
    assert states(lake, other) == [("fresh", "fresh", "")] * 2


def test_a_part_with_other_articles_or_a_lost_file_is_told_and_made_good(lake: Lake, run: RunContext) -> None:
    before = files(lake.root)
    first, second = lake.parts("core.articles")
    articles = lake.scan("core.articles", [first]).collect().with_columns(text_sha256="text")
    made = {CONTENT: article_content(articles)}
    lake.stage("core.articles", first.ingest_date, first.part, articles, made).publish()
    lake.parts("core.dates")[1].path.unlink()
    assert [reason for _, _, reason in states(lake, V1)] == ["its articles have changed", "core.dates is not there"]
    assert [part.part for part in lake.complete_parts()] == []
    annotate_day(lake, run, 1, no_progress, V1)
    assert states(lake, V1) == [("fresh", "fresh", "")] * 2
    same = {path: content for path, content in files(lake.root).items() if second.part in path}
    assert same == {path: content for path, content in before.items() if second.part in path}


def test_files_of_a_part_from_two_makings_are_not_served_together(lake: Lake, run: RunContext) -> None:
    part = lake.parts("core.quotes")[0]
    frame = lake.scan("core.quotes", [part]).collect()
    made = {**lake.made(part), "reading": "reading 2"}
    lake.stage("core.quotes", part.ingest_date, part.part, frame, made).publish()
    assert [found.part for found in lake.complete_parts()] == [lake.parts("core.quotes")[1].part]


def test_topics_made_alone_are_those_of_the_whole_pass(lake: Lake, tmp_path: Path) -> None:
    from pipelines.text.annotator import Annotator

    articles = lake.scan("core.articles").collect()
    whole = annotate_articles(articles.lazy(), Annotator.load())
    alone = label_subjects(articles, whole["core.quotes"], TopicModel.load())
    assert whole["core.quote_topics"].height > 0
    for name in TOPICAL:
        assert alone[name].equals(whole[name]), name


def test_words_about_code_do_not_change_its_version_but_code_does(tmp_path: Path) -> None:
    texts = [
        '"""Doc."""\nX = 1\ndef f(a: int) -> int:\n    """Doc."""\n    return a + X  # why\n',
        "X = 1\n\n\ndef f(a: int) -> int:\n    return a + X\n",
        "X = 1\ndef f(a: int) -> int:\n    return a - X\n",
    ]
    digests = []
    for number, text in enumerate(texts):
        path = tmp_path / f"{number}.py"
        path.write_text(text, encoding="utf-8")
        digests.append(versions._read_module(path)[0])
    assert digests[0] == digests[1] != digests[2]


def test_the_topic_model_is_no_part_of_what_reads_a_text() -> None:
    topics = {"pipelines.text.topics", "pipelines.text.phrases", "pipelines.text.subjects"}
    reading = versions.code_version(["pipelines.text.annotator"], without=topics)
    assert reading != versions.code_version(["pipelines.text.annotator"])
    assert annotating.engine_versions().reading != annotating.engine_versions().topics
    assert set(READING).isdisjoint(TOPICAL)
