"""Marts: golden rows, and recounts that do not share a line with the models."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from pipelines.warehouse.lake import Lake
from pipelines.warehouse.models import MART_LAYER, Model, read_layers
from pipelines.warehouse.query import run_query
from pipelines.warehouse.serving import build_warehouse
from tests.warehouse.rows import BUILT_AT, PROJECT, SQL, publish

GOLDEN = PROJECT / "tests" / "golden" / "marts"
ALL_MODELS = read_layers(SQL)
MARTS = [model for model in ALL_MODELS if model.layer == MART_LAYER]
# Most tables have their order; of views, and of quote_reach, the test says it.
ORDERS = {
    "quote_reach": "order by publisher_count desc, occurrence_count desc, first_published_at nulls last, "
    "first_quote_id",
    "outlet_speakers_monthly": "order by publisher, published_month_on, outlet_rank, speaker_name, entity_id",
    "speaker_pairs_monthly": "order by first_speaker_name, second_speaker_name, published_month_on, "
    "first_entity_id, second_entity_id",
    "share_of_voice_weekly": "order by topic_id, published_week_on, voice_rank, speaker_name, entity_id",
    "speaker_topics_monthly": "order by speaker_name, entity_id, said_month_on, topic_id",
    "who_mentions_whom_monthly": "order by speaker_name, entity_id, said_month_on, quote_count desc, "
    "pronoun_or_nominal_count desc, mentioned_name, mentioned_entity_id",
    "speaker_positions": "order by speaker_name, entity_id, topic_id, position_number",
}


def golden_cases() -> list[Any]:
    cases = [
        (path.stem, case) for path in sorted(GOLDEN.glob("*.json")) for case in json.loads(path.read_text("utf-8"))
    ]
    return [pytest.param(mart, case, id=f"{mart}: {case['case']}") for mart, case in cases]


def revive(value: Any, name: str = "") -> Any:
    """JSON with its dates and instants: by the ending of the name."""
    if isinstance(value, list):
        return [revive(item) for item in value]
    if isinstance(value, dict):
        return {key: revive(item, key) for key, item in value.items()}
    if isinstance(value, str) and name.endswith("_on"):
        return date.fromisoformat(value)
    return datetime.fromisoformat(value) if isinstance(value, str) and name.endswith("_at") else value


def rows_of(warehouse: Path, sql: str) -> list[dict[str, Any]]:
    result = run_query(warehouse, sql)
    return [dict(zip(result.columns, row, strict=True)) for row in result.rows]


def only_what_it_reads(mart: str, folder: Path) -> Path:
    """A folder of models with the mart and those that it is made of: a build of all takes longer."""
    by_name = {model.full_name: model for model in ALL_MODELS}
    wanted, found = [f"marts.{mart}"], set()
    while wanted:
        if (name := wanted.pop()) in by_name and name not in found:
            found.add(name)
            wanted.extend(by_name[name].reads)
    for name in found:
        (folder / by_name[name].layer).mkdir(parents=True, exist_ok=True)
        shutil.copy(by_name[name].path, folder / by_name[name].layer)
    return folder


@pytest.mark.parametrize(("mart", "case"), golden_cases())
def test_a_mart_gives_the_golden_rows(mart: str, case: dict[str, Any], tmp_path: Path) -> None:
    lake = Lake(tmp_path / "lake")
    publish(lake, revive(case["rows"]))
    build_warehouse(lake, only_what_it_reads(mart, tmp_path / "sql"), tmp_path / "warehouse.duckdb", BUILT_AT)
    found = rows_of(tmp_path / "warehouse.duckdb", f"select * from marts.{mart} {ORDERS.get(mart, '')}")
    expected = revive(case["expected"])
    cut = [{key: row[key] for key in wanted} for row, wanted in zip(found, expected, strict=False)]
    assert cut == expected
    assert len(found) == len(expected)


@pytest.mark.parametrize("model", MARTS, ids=lambda model: model.name)
def test_every_mart_has_golden_rows_for_every_column(model: Model) -> None:
    columns = {name for name, _ in model.header.fields}
    cases = json.loads((GOLDEN / f"{model.name}.json").read_text("utf-8"))
    assert columns == {key for case in cases for row in case["expected"] for key in row}


def counted(warehouse: Path) -> list[dict[str, Any]]:
    """The quotes of current articles with a speaker, joined by hand from the core tables."""
    articles = {
        row["version_id"]: row for row in rows_of(warehouse, "select * from core.articles") if row["is_current"]
    }
    speakers = {row["quote_id"]: row for row in rows_of(warehouse, "select * from core.quote_speakers")}
    stories = {row["version_id"]: row["story_id"] for row in rows_of(warehouse, "select * from core.stories")}
    quotes = []
    for row in rows_of(warehouse, "select * from core.quotes"):
        if row["version_id"] in articles and speakers[row["quote_id"]]["speaker_kind"] != "none":
            name = speakers[row["quote_id"]]["speaker_name"]
            story = stories[row["version_id"]]
            quotes.append(row | articles[row["version_id"]] | {"speaker": name, "story": (story, row["quote_text"])})
    return quotes


def test_speaker_quotes_are_the_quotes_of_current_articles(small_warehouse: Path) -> None:
    quotes = counted(small_warehouse)
    found = rows_of(small_warehouse, "select * from marts.speaker_quotes")
    assert sorted(row["quote_id"] for row in found) == sorted(row["quote_id"] for row in quotes)
    assert sum(row["is_first_in_story"] for row in found) == len({row["story"] for row in quotes})


def test_occurrences_of_a_speaker_agree_in_every_mart(small_warehouse: Path) -> None:
    quotes = Counter(row["speaker"] for row in counted(small_warehouse) if row["speaker"])
    for mart in ("speakers", "speaker_topics_monthly", "outlet_speakers_monthly"):
        sums = f"select speaker_name, sum(occurrence_count) as total from marts.{mart} group by speaker_name"
        assert {row["speaker_name"]: row["total"] for row in rows_of(small_warehouse, sums)} == quotes, mart


def test_each_quote_counts_once_a_story_in_every_mart(small_warehouse: Path) -> None:
    stories = {row["story"] for row in counted(small_warehouse) if row["speaker"]}
    for mart in ("speakers", "speaker_topics_monthly", "outlet_speakers_monthly"):
        (row,) = rows_of(small_warehouse, f"select sum(quote_count) as total from marts.{mart}")
        assert row["total"] == len(stories), mart


SUMS = {
    "named occurrences": (
        "select count(*) from marts.speaker_quotes where is_named and {dated}",
        {
            "select sum(occurrence_count) from marts.speaker_topics_daily": "said",
            "select sum(occurrence_count) from marts.speaker_topics_monthly": "said",
            "select sum(occurrence_count) from marts.share_of_voice_weekly": "published",
            "select sum(occurrence_count) from marts.outlet_speakers_monthly": "published",
            "select sum(occurrence_count - unnamed_count) from marts.topic_volume_weekly": "published",
            "select sum(occurrence_count - unnamed_count) from marts.calendar": "published",
            "select sum(occurrence_count - unnamed_count) from marts.outlet_mix_monthly": "published",
            "select sum(occurrence_count) from marts.speakers": "any",
            "select sum(occurrence_count) from marts.speaker_profiles": "any",
            "select sum(occurrence_count) from marts.speaker_topics": "any",
            "select sum(occurrence_count) from marts.quote_reach": "any",
        },
    ),
    "occurrences that name the speaker of the first": (
        "select count(*) from marts.speaker_quotes inner join (select quote_id as first_quote_id, speaker_name, "
        "speaker_kind from marts.speaker_quotes where is_named and {dated}) "
        "using (first_quote_id, speaker_name, speaker_kind)",
        {"select sum(occurrence_count) from marts.speaker_positions": "said"},
    ),
    "named quotes": (
        "select count(*) from marts.speaker_quotes where is_named and is_first_in_story and {dated}",
        {
            "select sum(quote_count) from marts.speaker_topics_daily": "said",
            "select sum(quote_count) from marts.speaker_topics_monthly": "said",
            "select count(*) from marts.speaker_positions": "said",
            "select sum(quote_count) from marts.share_of_voice_weekly": "published",
            "select sum(quote_count) from marts.outlet_speakers_monthly": "published",
            "select sum(quote_count) from marts.speakers": "any",
            "select sum(quote_count) from marts.speaker_topics": "any",
            "select sum(own_topic_count) from marts.speaker_topics": "said",
        },
    ),
    "all occurrences": (
        "select count(*) from marts.speaker_quotes where {dated}",
        {
            "select sum(occurrence_count) from marts.topic_volume_weekly": "published",
            "select sum(occurrence_count) from marts.topic_trends_weekly": "published",
            "select sum(occurrence_count) from marts.calendar": "published",
            "select sum(occurrence_count) from marts.outlet_mix_monthly": "published",
            "select sum(direct_count + mixed_count + indirect_count) from marts.outlet_mix_monthly": "published",
        },
    ),
    "occurrences that another outlet had first": (
        "select count(*) from marts.speaker_quotes as later inner join marts.speaker_quotes as earlier "
        "on later.first_quote_id = earlier.quote_id where later.publisher is distinct from earlier.publisher",
        {"select sum(occurrence_count) from marts.outlet_reprints": "any"},
    ),
    "unnamed occurrences": (
        "select count(*) from marts.speaker_quotes where not is_named and {dated}",
        {
            "select sum(unnamed_count) from marts.outlet_mix_monthly": "published",
            "select sum(unnamed_count) from marts.calendar": "published",
            "select sum(occurrence_count) from marts.unnamed_sources_monthly where is_total": "published",
            "select sum(occurrence_count) from marts.unnamed_sources_monthly where not is_total": "published",
        },
    ),
    "articles": (
        "select count(*) from marts.current_articles where {dated}",
        {
            "select sum(article_count) from marts.topic_volume_weekly": "published",
            "select sum(article_count) from marts.calendar": "published",
            "select sum(article_count) from marts.outlet_mix_monthly": "published",
        },
    ),
    "stories": (
        "select count(*) from marts.current_articles where is_first_in_story and {dated}",
        {
            "select sum(story_count) from marts.topic_trends_weekly": "published",
            "select sum(story_count) from marts.calendar": "published",
            "select sum(article_count - reprint_count) from marts.outlet_mix_monthly": "published",
        },
    ),
}
DATED = {"said": "said_or_published_on is not null", "published": "published_on is not null", "any": "true"}


@pytest.mark.parametrize("measure", SUMS)
def test_the_sums_of_all_marts_agree(small_warehouse: Path, demo_warehouse: Path, measure: str) -> None:
    whole, parts = SUMS[measure]
    for warehouse in (small_warehouse, demo_warehouse):
        for part, dated in parts.items():
            (expected,) = run_query(warehouse, whole.format(dated=DATED[dated])).rows
            assert run_query(warehouse, part).rows == (expected,), part
            assert expected > (0,)


def test_topic_weeks_add_up_to_all_articles_and_quotes(small_warehouse: Path) -> None:
    (row,) = rows_of(
        small_warehouse,
        "select sum(article_count) as articles, sum(occurrence_count) as quotes from marts.topic_volume_weekly",
    )
    assert row == {"articles": 5, "quotes": len(counted(small_warehouse))}


@pytest.mark.parametrize(
    ("mart", "share", "parts"),
    [
        ("speaker_topics_monthly", "month_share", "said_month_on, entity_id, speaker_name, speaker_kind"),
        ("outlet_speakers_monthly", "outlet_share", "published_month_on, publisher"),
        ("topic_volume_weekly", "article_share", "published_week_on"),
        ("share_of_voice_weekly", "voice_share", "published_week_on, topic_id"),
    ],
)
def test_shares_add_up_to_one(small_warehouse: Path, mart: str, share: str, parts: str) -> None:
    sums = f"select sum({share}) as total from marts.{mart} where {share} is not null group by {parts}"
    assert all(row["total"] == pytest.approx(1) for row in rows_of(small_warehouse, sums))
