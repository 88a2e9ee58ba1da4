"""What is forgotten is gone from every file, does not come back by any door, and takes nobody else with it."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import polars as pl
import pytest

from pipelines.settings import Settings
from pipelines.steps import forgetting
from pipelines.steps.annotating import annotate_day
from pipelines.steps.forget_order import Order, OrderRefused, carry_out, plan_order
from pipelines.steps.gating import RunContext
from pipelines.steps.ingesting import build_articles
from pipelines.steps.resolving import publish_entities, publish_own_topics, publish_stories, publish_topics
from pipelines.steps.serving import serve
from pipelines.transforms.tombstones import BadTombstones, Tombstones, read_tombstones
from pipelines.warehouse.lake import Lake
from pipelines.warehouse.query import run_query
from tests.newsroom import NOW, SUITES, ingest, no_progress, rows, run_context, write_article, write_articles

pytestmark = pytest.mark.usefixtures("stand_in")
TWO_VOICES = (
    "“The bridge number {number} will open in June,” said Orla Vint. “It will not,” said Emil Karsten. "
    "Vint and Emil Karsten spoke in Port Velmark on Monday."
)
VINT, KARSTEN = b"Vint", b"Karsten"


@pytest.fixture
def settings(data_lake: Lake, open_suites: Path) -> Settings:
    return Settings(data_lake.root.parent, expectations=open_suites)


def whole_run(settings: Settings, *paths: Path, later: int = 0) -> None:
    """A run's steps, in order."""
    lake = Lake(settings.lake)
    tombstones = Tombstones.of(read_tombstones(settings.forgotten))
    run = replace(run_context(settings.expectations, later), tombstones=tombstones)
    forgetting.obey(lake, run.tombstones)
    ingest(lake, run, *paths, documents=2)
    build_articles(lake, run, no_progress)
    annotate_day(lake, run, 1, no_progress)
    publish_topics(lake, run)
    publish_entities(lake, run)
    publish_own_topics(lake, run, settings.topics_file)
    publish_stories(lake, run)
    serve(settings, run.now)


def forget(settings: Settings, order: Order) -> None:
    plan = plan_order(settings, order, NOW)
    carry_out(settings, plan, RunContext("forget", NOW.date(), NOW + timedelta(hours=1), settings.expectations))


def entity_of(settings: Settings, name: str) -> str:
    entities = Lake(settings.lake).scan("core.entities").filter(pl.col("name") == name).collect()
    return str(entities["entity_id"].item())


def everything(data: Path) -> bytes:
    """All that the data folder holds, decompressed: rows of part files and of the warehouse, and small files."""
    lake = Lake(data / "lake")
    found = [path.read_bytes() for path in data.glob("*.csv")]
    for path in sorted(lake.root.rglob("*.parquet")):
        for row in pl.read_parquet(path, hive_partitioning=False).iter_rows():
            found += [value if isinstance(value, bytes) else str(value).encode() for value in row]
    names = "select table_schema || '.' || table_name from information_schema.tables"
    for (name,) in run_query(data / "warehouse.duckdb", names).rows:
        found += [str(row).encode() for row in run_query(data / "warehouse.duckdb", f"from {name}").rows]
    return b"\n".join(found)


def article_numbers(settings: Settings) -> list[str]:
    urls = run_query(settings.warehouse, "select url from core.articles order by url").rows
    return [url.rpartition("-")[2] for (url,) in urls]


def test_a_forgotten_article_is_in_no_file_and_the_others_are_as_they_were(settings: Settings, tmp_path: Path) -> None:
    folder = write_articles(tmp_path / "news", 3)
    whole_run(settings, folder)
    forget(settings, Order(urls=["http://courier.example/bridge-2?utm_source=x"], note="order 12"))
    assert article_numbers(settings) == ["1", "3"]
    assert b"number 2" not in everything(settings.data)
    assert b"number 1" in everything(settings.data)
    assert run_query(settings.warehouse, "select count(*) from core.quotes").rows == ((2,),)


def test_the_same_source_again_does_not_bring_an_article_back(settings: Settings, tmp_path: Path) -> None:
    folder = write_articles(tmp_path / "news", 3)
    whole_run(settings, folder)
    forget(settings, Order(urls=["https://courier.example/bridge-2"]))
    write_article(tmp_path / "elsewhere", 2, title="Another headline over the same address")
    whole_run(settings, folder, tmp_path / "elsewhere", later=9)
    assert article_numbers(settings) == ["1", "3"]
    assert b"number 2" not in everything(settings.data)
    refused = rows(Lake(settings.lake), "core.rejects").select("stage", "reason").sort("stage").rows()
    assert refused == [("extract", "forgotten"), ("read", "forgotten")]


@pytest.mark.parametrize("kind", ["article", "person"])
def test_a_fresh_lake_beside_the_tombstones_never_serves_it(settings: Settings, tmp_path: Path, kind: str) -> None:
    folder = tmp_path / "news"
    for number in (1, 2):
        write_article(folder, number, TWO_VOICES)
    whole_run(settings, folder)
    if kind == "article":
        forget(settings, Order(urls=["https://courier.example/bridge-2"]))
    else:
        forget(settings, Order(entity_ids=[entity_of(settings, "Orla Vint")]))
    shutil.rmtree(settings.lake)
    settings.warehouse.unlink()
    whole_run(settings, folder, later=9)
    left = everything(settings.data)
    assert (b"number 2" if kind == "article" else VINT) not in left
    assert KARSTEN in left


def test_of_a_forgotten_person_no_name_is_left_and_others_keep_their_quotes(
    settings: Settings, tmp_path: Path
) -> None:
    settings = replace(settings, expectations=SUITES)
    folder = tmp_path / "news"
    write_article(folder, 1, TWO_VOICES, title="Vint opens a bridge", url="https://courier.example/orla-vint-1")
    whole_run(settings, folder)
    forget(settings, Order(entity_ids=[entity_of(settings, "Orla Vint")]))
    left = everything(settings.data)
    assert VINT.lower() not in left.lower()
    assert b"said \xe2\x96\x88\xe2\x96\x88\xe2\x96\x88\xe2\x96\x88 " in left
    assert run_query(settings.warehouse, "select speaker_name, quote_text from core.quotes").rows == (
        ("Emil Karsten", "It will not,"),
    )
    unproven = "cue_text <> text[cue_start + 1:cue_end] or source_text <> text[source_start + 1:source_end]"
    both = "from core.quotes inner join core.articles using (version_id)"
    assert run_query(settings.warehouse, f"select count(*) {both} where {unproven}").rows == ((0,),)


def test_a_person_stays_forgotten_in_articles_to_come(settings: Settings, tmp_path: Path) -> None:
    whole_run(settings, write_article(tmp_path / "old", 1, TWO_VOICES))
    forget(settings, Order(entity_ids=[entity_of(settings, "Orla Vint")]))
    whole_run(settings, write_article(tmp_path / "new", 7, TWO_VOICES), later=9)
    assert article_numbers(settings) == ["1", "7"]
    assert VINT not in everything(settings.data)
    assert run_query(settings.warehouse, "select count(*), count(distinct speaker_name) from core.quotes").rows == (
        (2, 1),
    )


def test_of_two_of_one_surname_the_other_keeps_it(settings: Settings, tmp_path: Path) -> None:
    text = "“The bridge will open,” said Odile Karsten. “It will not,” said Emil Karsten. Emil Karsten laughed."
    whole_run(settings, write_article(tmp_path / "news", 1, text))
    forget(settings, Order(entity_ids=[entity_of(settings, "Odile Karsten")]))
    assert b"Odile" not in everything(settings.data)
    assert run_query(settings.warehouse, "select text like '%said Emil Karsten%' from core.articles").rows == ((True,),)


def test_a_plan_changes_nothing_and_says_what_would_go(settings: Settings, tmp_path: Path) -> None:
    whole_run(settings, write_articles(tmp_path / "news", 3))
    before = everything(settings.data)
    plan = plan_order(settings, Order(urls=["https://courier.example/bridge-2", "https://x.example/none"]), NOW)
    assert everything(settings.data) == before
    counts = {name: plan.removed.rows[name] for name in ("raw.documents", "core.articles", "core.quotes")}
    assert counts == {"raw.documents": 1, "core.articles": 1, "core.quotes": 1}
    assert plan.absent == ("https://x.example/none",)
    assert [Path(source).name for source in plan.removed.sources] == ["bridge-2.txt"]


def test_the_same_order_again_finds_nothing_to_do(settings: Settings, tmp_path: Path) -> None:
    whole_run(settings, write_articles(tmp_path / "news", 2))
    person = entity_of(settings, "Orla Vint")
    for order in (Order(urls=["https://courier.example/bridge-1"]), Order(entity_ids=[person])):
        forget(settings, order)
        before = settings.forgotten.read_bytes()
        plan = plan_order(settings, order, NOW)
        assert (plan.lines, bool(plan.removed)) == ((), False)
        forget(settings, order)
        assert settings.forgotten.read_bytes() == before


def test_a_crash_after_the_tombstones_is_made_good_by_the_next_run(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "news"
    for number in (1, 2, 3):
        write_article(folder, number, TWO_VOICES)
    whole_run(settings, folder)
    order = Order(entity_ids=[entity_of(settings, "Orla Vint")])
    published: list[object] = []
    real = forgetting.publish_changed

    def crash(*args: object) -> None:
        if published:
            raise KeyboardInterrupt
        published.append(args)
        real(*args)  # type: ignore[arg-type]

    with monkeypatch.context() as patched:
        patched.setattr(forgetting, "publish_changed", crash)
        with pytest.raises(KeyboardInterrupt):
            forget(settings, order)
    whole_run(settings, folder, later=9)
    assert VINT not in everything(settings.data)


def test_samples_of_failed_checks_forget_too(settings: Settings, tmp_path: Path) -> None:
    whole_run(settings, write_articles(tmp_path / "news", 2))
    lake = Lake(settings.lake)
    version = rows(lake, "core.articles").filter(pl.col("url").str.ends_with("1"))["version_id"].item()
    results = rows(lake, "core.check_results").clear()
    row = {"run_id": "r", "table_name": "core.quotes", "partition": "all", "expectation": "e", "severity": "warning",
           "success": False, "unexpected_count": 1, "sample": f'[{{"version_id": "{version}", "quote_text": "zzwords"}}]',
           "checked_at": NOW}  # fmt: skip
    lake.stage("core.check_results", NOW.date(), "0" * 16, pl.DataFrame([row], schema=results.schema)).publish()
    forget(settings, Order(urls=["https://courier.example/bridge-1"]))
    assert b"zzwords" not in everything(settings.data)


def test_an_order_for_nobody_is_refused(settings: Settings, tmp_path: Path) -> None:
    whole_run(settings, write_article(tmp_path / "news", 1))
    for order in (Order(urls=["bridge"]), Order(article_ids=["0" * 16]), Order(entity_ids=["0" * 16])):
        with pytest.raises(OrderRefused):
            plan_order(settings, order, NOW)


def test_a_run_does_not_start_over_tombstones_that_cannot_be_read(settings: Settings) -> None:
    settings.data.mkdir()
    settings.forgotten.write_text("kind,key\narticle,bridge\n", encoding="utf-8")
    with pytest.raises(BadTombstones, match=r"forgotten.csv, line 2: key is 'bridge'"):
        read_tombstones(settings.forgotten)


def test_the_file_of_tombstones_names_nobody(settings: Settings, tmp_path: Path) -> None:
    whole_run(settings, write_article(tmp_path / "news", 1))
    forget(settings, Order(entity_ids=[entity_of(settings, "Orla Vint")]))
    written = settings.forgotten.read_text(encoding="utf-8")
    assert "Vint" not in written
    assert {line.kind for line in read_tombstones(settings.forgotten)} == {"entity", "name", "name_in_article"}
