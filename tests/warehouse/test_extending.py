"""Adding to the warehouse gives what building it anew gives, and happens only where it does."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest

from pipelines.warehouse import extending, serving
from pipelines.warehouse.lake import Lake, annotated_tables
from pipelines.warehouse.query import ask, connect, run_query
from pipelines.warehouse.serving import BuildReport, build_warehouse
from tests.newsroom import few_models
from tests.warehouse.rows import BUILT_AT, DAY, SQL, Row, Told, article, digest, frame_of, parse, publish, with_speakers

HEALTH, ECONOMY = "medtop:07000000", "medtop:04000000"
PEOPLE = ("Orla Vint", "Tomás Brel", "Union of Tenants")
# numbers of rows, which differ by the order of loading
NUMBERED = ("counts.quote_places", "search.quotes", "search.terms", "search.words")


def some_articles() -> list[dict[str, list[Row]]]:
    """Articles with reprints in other outlets, and one that is corrected."""
    made = list[dict[str, list[Row]]]()
    for number, outlet in enumerate(("Velmark Post", "Harbour Times", "Isle Radio", "Velmark Post")):
        for speaker in PEOPLE:
            text = f"“Rents of {number // 2} thousand are too high for us”, {speaker} said. Officials said nothing new."
            told = [
                Told(speaker, speaker, "said", f"Rents of {number // 2} thousand are too high for us"),
                Told(None, "Officials", "said nothing", "new", "indirect"),
            ]
            day = date(2031, 3, 1) + timedelta(days=20 * number)
            made.append(article(outlet, f"{day}T08:00", text, told, HEALTH if number % 2 else ECONOMY))
    old = made[0]["core.articles"][0]
    corrected = article("Velmark Post", "2031-03-02T08:00", "Orla Vint said rents rise.", [
        Told("Orla Vint", "Orla Vint", "said", "rents rise", "indirect")
    ], ECONOMY)  # fmt: skip
    for rows in corrected.values():
        rows[:] = [{**row, "article_id": old["article_id"]} if "article_id" in row else row for row in rows]
    corrected["core.articles"][0] = {**corrected["core.articles"][0], "modified_at": parse("2031-03-09")}
    return [*made, corrected]


def served(folder: Path, articles: Sequence[dict[str, list[Row]]], parts: int) -> Iterator[Lake]:
    """The lake after each part: the tables over all articles are made anew each time."""
    lake, size = Lake(folder), -(-len(articles) // parts)
    for start in range(0, len(articles), size):
        rows, new = with_speakers(articles[: start + size]), articles[start : start + size]
        versions = {row["version_id"] for one in new for row in one["core.articles"]}
        for name in annotated_tables():
            rows[name] = [row for row in rows.get(name, []) if row["version_id"] in versions]
        publish(lake, rows, part=digest(*sorted(versions)), day=DAY + timedelta(days=start % 3))
        yield lake


def contents(warehouse: Path) -> dict[str, list[Any]]:
    """All rows of all tables and views, in order, and what is found for each word."""
    with connect(warehouse) as connection:
        names = ask(
            connection,
            "select schema_name || '.' || table_name from duckdb_tables() where schema_name <> 'main' union all "
            "select schema_name || '.' || view_name from duckdb_views() where not internal",
        ).rows
        found = {name: list(ask(connection, f"from {name} order by all").rows) for (name,) in names}
        for (word,) in ask(connection, "select word from search.words").rows:
            found[word] = sorted(ask(connection, "from search_quotes(?)", [word]).rows, key=str)
    return {name: rows for name, rows in found.items() if name not in NUMBERED}


@pytest.fixture
def no_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extending, "MOST_ADDED", 1.0)


@pytest.mark.usefixtures("no_limit")
def test_what_is_added_part_by_part_is_what_is_built_anew(tmp_path: Path) -> None:
    articles = some_articles()
    Random(0).shuffle(articles)
    target, anew = tmp_path / "extended.duckdb", tmp_path / "anew.duckdb"
    for count, lake in enumerate(served(tmp_path / "lake", articles, parts=3)):
        assert build_warehouse(lake, SQL, target, BUILT_AT, may_extend=count > 0).is_extended == (count > 0)
    build_warehouse(lake, SQL, anew, BUILT_AT)
    found, wanted = contents(target), contents(anew)
    assert found.keys() == wanted.keys()
    assert [name for name in wanted if found[name] != wanted[name]] == []
    assert len(wanted["core.articles"]) == len(articles)
    described = "select table_name, column_name, comment from duckdb_columns() where not internal order by all"
    assert run_query(target, described).rows == run_query(anew, described).rows
    macros = "select function_name, comment from duckdb_functions() where not internal order by all"
    assert run_query(target, macros).rows == run_query(anew, macros).rows


@pytest.mark.usefixtures("no_limit")
def test_room_of_what_is_made_anew_is_used_again(tmp_path: Path) -> None:
    *_, lake = served(tmp_path / "lake", some_articles(), parts=1)
    target, sql = tmp_path / "w.duckdb", few_models(tmp_path / "sql")
    first = build_warehouse(lake, sql, target, BUILT_AT)
    last = [build_warehouse(lake, sql, target, BUILT_AT, may_extend=True) for _ in range(3)][-1]
    assert last.is_extended and last.bytes < 1.5 * first.bytes


@pytest.fixture
def two_parts(tmp_path: Path) -> tuple[Lake, Path]:
    """A lake of two parts, and the warehouse of it."""
    lake, target = Lake(tmp_path / "lake"), tmp_path / "w.duckdb"
    for number in "01":
        publish(lake, part_of(number), part=number * 16)
    build_warehouse(lake, few_models(target.parent / "sql"), target, BUILT_AT)
    return lake, target


def part_of(*versions: str) -> dict[str, list[Row]]:
    quotes = [{"quote_id": f"q{name}", "version_id": name, "speaker_name": "Orla Vint"} for name in versions]
    return {"core.articles": [{"version_id": name, "article_id": name} for name in versions], "core.quotes": quotes}


def rows_of(warehouse: Path, sql: str) -> list[tuple[Any, ...]]:
    return list(run_query(warehouse, sql).rows)


def built(lake: Lake, target: Path) -> BuildReport:
    return build_warehouse(lake, few_models(target.parent / "sql"), target, BUILT_AT, may_extend=True)


def test_the_file_says_which_parts_it_holds(two_parts: tuple[Lake, Path], no_limit: None) -> None:
    lake, target = two_parts
    publish(lake, part_of("2", "3"), part="2" * 16, day=DAY + timedelta(days=1))
    assert built(lake, target).is_extended
    rows = rows_of(target, "select ingest_date, part, article_count, is_added from main.parts order by part")
    next_day = DAY + timedelta(days=1)
    assert rows == [(DAY, "0" * 16, 1, False), (DAY, "1" * 16, 1, False), (next_day, "2" * 16, 2, True)]


@pytest.mark.usefixtures("no_limit")
@pytest.mark.parametrize("step", ["clear_for_adding", "load_core", "_record_build"])
def test_a_crash_while_adding_leaves_the_old_warehouse(
    two_parts: tuple[Lake, Path], monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    lake, target = two_parts
    before = target.read_bytes()
    publish(lake, part_of("2"), part="2" * 16)

    def crash(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(serving, step, crash)
        with pytest.raises(KeyboardInterrupt):
            built(lake, target)
    assert target.read_bytes() == before
    assert [path.name for path in target.parent.glob("w.*")] == [target.name]
    assert built(lake, target).tables["core.quotes"] == 3


def test_it_is_built_anew_when_much_was_added(two_parts: tuple[Lake, Path]) -> None:
    lake, target = two_parts
    publish(lake, part_of("2"), part="2" * 16)
    assert not built(lake, target).is_extended
    assert rows_of(target, "select count(*) from main.parts where is_added") == [(0,)]


def test_it_is_built_anew_when_a_part_is_gone(two_parts: tuple[Lake, Path], no_limit: None) -> None:
    lake, target = two_parts
    for name in annotated_tables():
        lake.part_path(name, DAY, "1" * 16).unlink()
    assert not built(lake, target).is_extended
    assert rows_of(target, "select quote_id from core.quotes") == [("q0",)]


def test_it_is_built_anew_when_a_file_of_a_part_was_written_anew(two_parts: tuple[Lake, Path], no_limit: None) -> None:
    lake, target = two_parts
    publish(lake, part_of("1", "4"), part="1" * 16)
    assert not built(lake, target).is_extended
    assert rows_of(target, "select count(*) from core.quotes") == [(3,)]


def test_it_is_built_anew_when_a_version_comes_again(two_parts: tuple[Lake, Path], no_limit: None) -> None:
    lake, target = two_parts
    publish(lake, part_of("1", "5"), part="3" * 16)
    assert not built(lake, target).is_extended
    assert rows_of(target, "select count(*), count(distinct quote_id) from core.quotes") == [(3, 3)]


def test_it_is_built_anew_when_an_earlier_day_is_asked_for(two_parts: tuple[Lake, Path], no_limit: None) -> None:
    lake, target = two_parts
    publish(lake, part_of("2"), part="2" * 16, day=DAY + timedelta(days=1))
    assert built(lake, target).is_extended
    report = build_warehouse(lake, few_models(target.parent / "sql"), target, BUILT_AT, as_of=DAY, may_extend=True)
    assert not report.is_extended and report.tables["core.articles"] == 2


def test_tables_over_all_articles_are_made_anew_when_no_article_is_new(two_parts: tuple[Lake, Path]) -> None:
    lake, target = two_parts
    lake.replace_table("core.entities", frame_of("core.entities", [{"entity_id": "e1", "name": "Orla Vint"}]))
    assert built(lake, target).is_extended
    assert rows_of(target, "select name from core.entities") == [("Orla Vint",)]
