"""What is forgotten is gone from every file, does not come back by any door, and takes nobody else with it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from functools import cache
from pathlib import Path

import polars as pl
import pytest

from pipelines.knowledge import Knowledge
from pipelines.settings import Settings
from pipelines.steps import forgetting, workers
from pipelines.steps.annotating import annotate_day
from pipelines.steps.forget_order import Order, OrderRefused, carry_out, plan_order
from pipelines.steps.freshness import part_states
from pipelines.steps.gating import RunContext
from pipelines.steps.ingesting import build_articles
from pipelines.steps.resolving import publish_entities, publish_own_topics, publish_stories
from pipelines.steps.serving import serve
from pipelines.steps.versions import EngineVersions
from pipelines.transforms.tombstones import BadTombstones, Tombstone, Tombstones, read_tombstones
from pipelines.warehouse.lake import Lake, PartRef, StagedPart
from pipelines.warehouse.query import run_query
from tests.newsroom import (
    NOW,
    StandIn,
    few_models,
    ingest,
    no_progress,
    rows,
    run_context,
    without_expectations,
    write_article,
)

TWO_VOICES = (
    "“The bridge number {number} will open in June,” said Orla Vint. “It will not,” said Emil Karsten. "
    "Vint and Emil Karsten spoke in Port Velmark on Monday."
)
SECOND = "https://courier.example/bridge-2"
NAME = b"vint"


@pytest.fixture(scope="module", autouse=True)
def cheap_engine() -> Iterator[None]:
    """A stand-in for the models, and the knowledge base loaded once."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(workers, "_loaded", [StandIn()])
        patched.setattr(Knowledge, "load", cache(Knowledge.load))
        yield


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Three articles with two voices, served; the first bears a name in title and address."""
    place = tmp_path_factory.mktemp("forgetting")
    write_article(place / "news", 1, TWO_VOICES, title="Vint opens a bridge", url="https://courier.example/orla-vint-1")
    for number in (2, 3):
        write_article(place / "news", number, TWO_VOICES)
    suites, sql = without_expectations(place / "suites"), few_models(place / "sql")
    settings = Settings(place / "data", expectations=suites, sql=sql)
    whole_run(settings, place / "news")
    serve(settings, NOW)
    return settings


@pytest.fixture
def settings(base: Settings, tmp_path: Path) -> Settings:
    """That data folder, to be changed; ``news`` beside it holds its articles."""
    shutil.copytree(base.data.parent / "news", tmp_path / "news")
    return replace(base, data=Path(shutil.copytree(base.data, tmp_path / "data")))


def whole_run(settings: Settings, *paths: Path, later: int = 0) -> None:
    """A run's steps, in order, but for serving."""
    lake = Lake(settings.lake)
    tombstones = Tombstones.of(read_tombstones(settings.forgotten))
    run = replace(run_context(settings.expectations, later), tombstones=tombstones)
    forgetting.obey(lake, run.tombstones)
    ingest(lake, run, *paths, documents=2)
    build_articles(lake, run, no_progress)
    annotate_day(lake, run, 1, no_progress)
    publish_entities(lake, run)
    publish_stories(lake, run)
    publish_own_topics(lake, run, settings.topics_file)


def forget(settings: Settings, order: Order) -> None:
    plan = plan_order(settings, order, NOW)
    carry_out(settings, plan, RunContext("forget", NOW.date(), NOW + timedelta(hours=1), settings.expectations))


def entity_of(settings: Settings, name: str) -> str:
    entities = Lake(settings.lake).scan("core.entities").filter(pl.col("name") == name).collect()
    return str(entities["entity_id"].item())


def everything(settings: Settings) -> bytes:
    """All that the data folder holds, in lower case: rows of part files and of the warehouse, and small files."""
    found = [path.read_bytes() for path in settings.data.glob("*.csv")]
    for path in sorted(settings.lake.rglob("*.parquet")):
        if path.parent.name != "topics":
            for row in pl.read_parquet(path, hive_partitioning=False).iter_rows():
                found += [value if isinstance(value, bytes) else str(value).encode() for value in row]
    if settings.warehouse.exists():
        names = "select table_schema || '.' || table_name from information_schema.tables where table_name <> 'topics'"
        for (name,) in run_query(settings.warehouse, names).rows:
            found += [str(row).encode() for row in run_query(settings.warehouse, f"from {name}").rows]
    return b"\n".join(found).lower()


def addresses(settings: Settings) -> list[str]:
    return [url.rpartition("-")[2] for url in sorted(rows(Lake(settings.lake), "core.articles")["url"])]


def test_a_forgotten_article_is_in_no_file_and_does_not_come_back(settings: Settings, tmp_path: Path) -> None:
    forget(settings, Order(urls=["http://courier.example/bridge-2?utm_source=x"], note="order 12"))
    left = everything(settings)
    assert b"number 2" not in left
    assert b"number 1" in left
    assert run_query(settings.warehouse, "select count(*) from core.quotes").rows == ((4,),)
    write_article(tmp_path / "elsewhere", 2, TWO_VOICES, title="Another headline over the same address")
    whole_run(settings, tmp_path / "news", tmp_path / "elsewhere", later=9)
    assert b"number 2" not in everything(settings)
    assert addresses(settings) == ["3", "1"]
    refused = rows(Lake(settings.lake), "core.rejects").select("stage", "reason").sort("stage").rows()
    assert refused == [("extract", "forgotten"), ("read", "forgotten")]


def test_a_fresh_lake_beside_the_tombstones_does_not_bring_back_what_is_forgotten(
    settings: Settings, tmp_path: Path
) -> None:
    settings.warehouse.unlink()
    forget(settings, Order(urls=[SECOND], entity_ids=[entity_of(settings, "Orla Vint")]))
    shutil.rmtree(settings.lake)
    whole_run(settings, tmp_path / "news", later=9)
    left = everything(settings)
    assert b"number 2" not in left
    assert NAME not in left
    assert b"karsten" in left


def test_of_a_forgotten_person_no_name_is_left_and_others_keep_their_quotes(settings: Settings, tmp_path: Path) -> None:
    forget(settings, Order(entity_ids=[entity_of(settings, "Orla Vint")]))
    left = everything(settings)
    assert NAME not in left
    assert "said ████ ████. “it will not,” said emil karsten. ████ and".encode() in left
    assert run_query(settings.warehouse, "select distinct speaker_name, quote_text from core.quotes").rows == (
        ("Emil Karsten", "It will not,"),
    )
    unproven = "cue_text <> text[cue_start + 1:cue_end] or source_text <> text[source_start + 1:source_end]"
    both = "from core.quotes inner join core.articles using (version_id)"
    assert run_query(settings.warehouse, f"select count(*) {both} where {unproven}").rows == ((0,),)
    assert {line.kind for line in read_tombstones(settings.forgotten)} == {"entity", "name", "name_in_article"}
    whole_run(settings, write_article(tmp_path / "new", 7, TWO_VOICES), later=9)
    assert addresses(settings) == ["2", "3", "7", "1"]
    assert NAME not in everything(settings)
    assert set(rows(Lake(settings.lake), "core.quotes")["speaker_name"]) == {"Emil Karsten"}


def test_a_blotted_article_keeps_its_annotations_when_the_engine_changes(settings: Settings) -> None:
    settings.warehouse.unlink()
    forget(settings, Order(entity_ids=[entity_of(settings, "Orla Vint")]))
    lake = Lake(settings.lake)
    before = rows(lake, "core.quotes")
    other = EngineVersions("another reading", "other topics")
    annotate_day(lake, run_context(settings.expectations, 9), 1, no_progress, other)
    assert rows(lake, "core.quotes").equals(before)
    assert all(state.is_fresh for state in part_states(lake, other))


def test_a_plan_changes_nothing_and_says_what_would_go(settings: Settings) -> None:
    before = everything(settings)
    plan = plan_order(settings, Order(urls=[SECOND, "https://x.example/none"]), NOW)
    assert everything(settings) == before
    counts = {name: plan.removed.rows[name] for name in ("raw.documents", "core.articles", "core.quotes")}
    assert counts == {"raw.documents": 1, "core.articles": 1, "core.quotes": 2}
    assert plan.absent == ("https://x.example/none",)
    assert [Path(source).name for source in plan.removed.sources] == ["bridge-2.txt"]


def test_the_same_order_again_finds_nothing_to_do(settings: Settings) -> None:
    order = Order(urls=[SECOND], entity_ids=[entity_of(settings, "Orla Vint")])
    settings.warehouse.unlink()
    forget(settings, order)
    before = settings.forgotten.read_bytes()
    plan = plan_order(settings, order, NOW)
    assert (plan.lines, bool(plan.removed)) == ((), False)
    carry_out(settings, plan, run_context(settings.expectations, 9))
    assert settings.forgotten.read_bytes() == before


@pytest.mark.parametrize("done", [2, 6, 9])
def test_a_crash_after_the_tombstones_is_made_good_by_the_next_run(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, done: int
) -> None:
    order = Order(entity_ids=[entity_of(settings, "Orla Vint")])
    published: list[StagedPart] = []
    real = StagedPart.publish

    def crash(staged: StagedPart) -> PartRef:
        if len(published) == done:
            raise KeyboardInterrupt
        published.append(staged)
        return real(staged)

    with monkeypatch.context() as patched:
        patched.setattr(StagedPart, "publish", crash)
        with pytest.raises(KeyboardInterrupt):
            forget(settings, order)
    settings.warehouse.unlink()
    whole_run(settings, tmp_path / "news", later=9)
    assert NAME not in everything(settings)


def test_samples_of_failed_checks_forget_too(settings: Settings) -> None:
    lake = Lake(settings.lake)
    article = rows(lake, "core.articles").filter(pl.col("url") == SECOND).row(0, named=True)
    sample = f'[{{"version_id": "{article["version_id"]}", "quote_text": "words of it"}}]'
    row = {"run_id": "r", "table_name": "core.quotes", "partition": "all", "expectation": "e", "severity": "warning",
           "success": False, "unexpected_count": 1, "sample": sample, "checked_at": NOW}  # fmt: skip
    schema = rows(lake, "core.check_results").schema
    lake.stage("core.check_results", NOW.date(), "0" * 16, pl.DataFrame([row], schema=schema)).publish()
    forgetting.obey(lake, Tombstones.of([Tombstone("", "article", article["article_id"])]))
    assert "words of it" not in str(rows(lake, "core.check_results")["sample"].to_list())


def test_an_order_for_nobody_is_refused(base: Settings) -> None:
    for order in (Order(urls=["bridge"]), Order(article_ids=["0" * 16]), Order(entity_ids=["0" * 16])):
        with pytest.raises(OrderRefused):
            plan_order(base, order, NOW)


def test_a_run_does_not_start_over_tombstones_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "forgotten.csv").write_text("kind,key\narticle,bridge\n", encoding="utf-8")
    with pytest.raises(BadTombstones, match=r"forgotten.csv, line 2: key is 'bridge'"):
        read_tombstones(tmp_path / "forgotten.csv")
