"""Who bears a name, and who bears one like it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from pipelines.warehouse.lake import Lake
from pipelines.warehouse.query import run_query
from pipelines.warehouse.serving import build_warehouse
from tests.warehouse.rows import BUILT_AT, SQL, digest, publish

NAMES = {
    "e1": ("Jonas Ålberg", "person", ["Jonas Ålberg", "Ålberg"]),
    "e2": ("Jonas Ahlberg", "person", ["Ahlberg"]),
    "e3": ("The Ålberg Foundation", "organisation", ["Foundation"]),
    "e4": ("Saint-Luc's", "organisation", []),
    "e5": ("...", "other", []),
    "e6": ("Petra Wun", "person", ["Wun"]),
}


def rows_of(warehouse: Path, sql: str, *parameters: Any) -> list[dict[str, Any]]:
    result = run_query(warehouse, sql, list(parameters))
    return [dict(zip(result.columns, row, strict=True)) for row in result.rows]


@pytest.fixture(scope="module")
def named(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A warehouse of nothing but names."""
    entities = [
        {"entity_id": f"{key}", "name": name, "entity_kind": kind, "wikidata_id": "Q77" if key == "e6" else None}
        | {"aliases": [{"name": alias, "mention_count": 1} for alias in aliases], "mention_count": 9 - int(key[1])}
        for key, (name, kind, aliases) in NAMES.items()
    ]
    folder = tmp_path_factory.mktemp("named")
    publish(Lake(folder / "lake"), {"core.entities": entities})
    build_warehouse(Lake(folder / "lake"), SQL, folder / "w.duckdb", BUILT_AT)
    return folder / "w.duckdb"


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("Jonas Ålberg", {"e1": "name"}),
        (" jonas  ALBERG ", {"e1": "name"}),
        ("Ålberg", {"e1": "alias"}),
        ("Alberg Foundation", {"e3": "name"}),
        ("the foundation", {"e3": "alias"}),
        ("saint luc’s", {"e4": "name"}),
        ("Jonas", {}),
        ("...", {}),
        ("", {}),
        ("the", {}),
        ("e6", {"e6": "id"}),
        ("Q77", {"e6": "id"}),
        ("%", {}),
    ],
)
def test_a_name_is_found_whole_in_any_spelling(named: Path, asked: str, found: dict[str, str]) -> None:
    rows = rows_of(named, "select * from who(?)", asked)
    assert {row["entity_id"]: row["matched_by"] for row in rows} == found


@pytest.mark.parametrize(
    ("asked", "first", "rest"),
    [
        ("Jonas Alburg", "e1", {"e2", "e3"}),
        ("Ålberg", "e2", {"e3"}),
        ("Petra Wunn", "e6", set()),
        ("Anna Ahlberg", "e2", {"e1", "e3"}),
        ("The Alberg Fundation", "e3", set()),
        ("Xqz", None, set()),
        ("...", None, set()),
        ("", None, set()),
    ],
)
def test_names_much_alike_are_found_the_most_alike_first(
    named: Path, asked: str, first: str | None, rest: set[str]
) -> None:
    rows = rows_of(named, "select * from who_else(?)", asked)
    assert [row["entity_id"] for row in rows[:1]] == ([first] if first else [])
    assert {row["entity_id"] for row in rows[1:]} == rest
    assert all(0.7 < row["similarity"] < 1 for row in rows)


def test_who_tells_what_the_marts_tell(small_warehouse: Path) -> None:
    (row,) = rows_of(small_warehouse, "select * from who('vint')")
    (speaker,) = rows_of(small_warehouse, "select * from marts.speaker_profiles where speaker_name = 'Orla Vint'")
    shared = speaker.keys() & row.keys()
    assert {name: row[name] for name in shared} == {name: speaker[name] for name in shared}
    assert len(shared) >= 11
    assert row["quoting_article_count"] == speaker["article_count"]
    assert [one["name"] for one in row["aliases"]] == ["Vint", "Orla Vint"]
    assert row["mention_methods"] == [{"method": "name", "mention_count": 4}]


def test_who_is_mentioned_but_never_quoted_has_zeros(named: Path) -> None:
    (row,) = rows_of(named, "select * from who('Wun')")
    assert (row["quote_count"], row["publishers"], row["topics"], row["mean_confidence"]) == (0, [], [], None)


def test_each_entity_is_one_row_whatever_it_is_asked_by(small_warehouse: Path) -> None:
    rows = rows_of(small_warehouse, "select * from who(?)", digest("Orla Vint"))
    assert [(row["name"], row["matched_by"]) for row in rows] == [("Orla Vint", "id")]
