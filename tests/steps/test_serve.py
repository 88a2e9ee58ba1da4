"""The file that answers SQL is built anew exactly when what it shows has changed."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from pipelines.settings import Settings
from pipelines.steps import serving
from pipelines.steps.annotating import annotate_day
from pipelines.steps.ingesting import build_articles
from pipelines.steps.serving import limits_for, serve
from pipelines.steps.totals import totals
from pipelines.warehouse import extending
from pipelines.warehouse.lake import Lake
from pipelines.warehouse.memory import MEMORY_STEPS
from pipelines.warehouse.models import ModelError
from pipelines.warehouse.query import run_query
from tests.newsroom import BRIDGE, NOW, corrected, few_models, ingest, no_progress, run_context, write_article

pytestmark = pytest.mark.usefixtures("stand_in")
VERSIONS = "select text like '%July%' as is_corrected, is_current from core.articles order by is_corrected"


@pytest.fixture
def settings(data_lake: Lake, open_suites: Path) -> Settings:
    return Settings(data_lake.root.parent, expectations=open_suites)


def take_in(settings: Settings, *paths: Path, later: int = 0) -> None:
    lake, run = Lake(settings.lake), run_context(settings.expectations, later)
    ingest(lake, run, *paths)
    build_articles(lake, run, no_progress)
    annotate_day(lake, run, 1, no_progress)


def test_nothing_new_leaves_the_file_as_it_is(settings: Settings, tmp_path: Path) -> None:
    take_in(settings, write_article(tmp_path, 1))
    report = serve(settings, NOW)
    assert report is not None
    assert (report.tables["core.articles"], report.tables["core.quotes"]) == (1, 1)
    before = settings.warehouse.stat()
    assert serve(settings, NOW + timedelta(hours=1)) is None
    assert settings.warehouse.stat() == before


def test_a_new_article_a_lost_file_and_a_changed_model_are_reasons_to_build(settings: Settings, tmp_path: Path) -> None:
    take_in(settings, write_article(tmp_path, 1))
    serve(settings, NOW)
    take_in(settings, write_article(tmp_path, 2), later=5)
    assert serve(settings, NOW) is not None
    settings.warehouse.unlink()
    assert serve(settings, NOW) is not None
    shutil.copytree(settings.sql, tmp_path / "sql")
    changed = replace(settings, sql=tmp_path / "sql")
    assert serve(changed, NOW) is None
    model = changed.sql / "marts" / "current_articles.sql"
    model.write_text(model.read_text(encoding="utf-8") + "-- changed\n", encoding="utf-8")
    assert serve(changed, NOW) is not None


def test_articles_are_added_to_the_file_unless_anything_else_changed(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(extending, "MOST_ADDED", 1.0)
    settings = replace(settings, sql=few_models(tmp_path / "sql"))

    def is_extended(number: int) -> bool:
        take_in(settings, write_article(tmp_path, number), later=number)
        report = serve(settings, NOW)
        assert report is not None and report.tables["core.articles"] == number
        return report.is_extended

    assert [is_extended(number) for number in (1, 2, 3)] == [False, True, True]
    settings.forgotten.write_text("[]", encoding="utf-8")  # what is forgotten lies on in what was dropped from a file
    assert not is_extended(4)
    monkeypatch.setattr(serving, "code_version", lambda *_, **__: "other code")
    assert not is_extended(5)
    with settings.warehouse.open("ab") as file:
        file.write(b"\0")  # somebody else wrote to it
    assert not is_extended(6)
    assert is_extended(7)


def test_a_model_that_cannot_be_built_leaves_the_old_file_answering(settings: Settings, tmp_path: Path) -> None:
    take_in(settings, write_article(tmp_path, 1))
    serve(settings, NOW)
    shutil.copytree(settings.sql, tmp_path / "sql")
    model = tmp_path / "sql" / "marts" / "current_articles.sql"
    model.write_text(model.read_text(encoding="utf-8").replace("core.articles", "core.artcles"), encoding="utf-8")
    with pytest.raises(ModelError, match="artcles"):
        serve(replace(settings, sql=tmp_path / "sql"), NOW)
    assert run_query(settings.warehouse, "select count(*) from core.articles").rows == ((1,),)


@pytest.mark.parametrize("order", [("old", "new"), ("new", "old")])
def test_the_later_version_is_current_whichever_came_in_first(
    settings: Settings, tmp_path: Path, order: tuple[str, str]
) -> None:
    paths = {
        "old": write_article(tmp_path / "old", 1),
        "new": write_article(tmp_path / "new", 1, corrected(BRIDGE), modified_at="2031-05-05T18:00:00Z"),
    }
    for later, which in enumerate(order):
        take_in(settings, paths[which], later=later)
    serve(settings, NOW)
    assert run_query(settings.warehouse, VERSIONS).rows == ((False, False), (True, True))


def test_totals_count_what_is_current(settings: Settings, tmp_path: Path) -> None:
    assert totals(settings) == []
    take_in(settings, write_article(tmp_path / "old", 1), write_article(tmp_path / "old", 2))
    take_in(settings, write_article(tmp_path / "new", 1, corrected(BRIDGE)), later=5)
    serve(settings, NOW)
    assert totals(settings)[:2] == [("in all", "2 articles"), ("quotes", "2 (2 direct)")]


def test_a_larger_lake_is_given_more_memory(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    take_in(settings, write_article(tmp_path, 1))
    assert limits_for(Lake(settings.lake)).memory == MEMORY_STEPS[0]
    monkeypatch.setattr(serving, "LAKE_QUOTES", (0, 1, 2))
    assert limits_for(Lake(settings.lake)).memory == MEMORY_STEPS[1]
    take_in(settings, write_article(tmp_path, 2))
    assert limits_for(Lake(settings.lake)).memory == MEMORY_STEPS[2]
