"""SQL models: order, headers, clear errors."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from pipelines.warehouse.models import (
    ModelError,
    comment_model,
    create_macro,
    create_model,
    order_macros,
    order_models,
    read_layers,
    read_models,
    read_through,
)


def write(folder: Path, **models: str) -> Path:
    for name, sql in models.items():
        (folder / f"{name}.sql").write_text(sql, encoding="utf-8")
    return folder


def test_marts_come_after_those_they_read(tmp_path: Path) -> None:
    write(
        tmp_path,
        first="-- Who?\n-- a: A.\nwith later as (select a from marts.later) select a from later join later using (a)",
        later="-- Why?\n-- a: A.\nselect (select max(a) from marts.zero) as a from core.quotes",
        zero="-- What?\n-- a: A.\nselect 1 as a",
    )
    assert [model.name for model in order_models(read_models(tmp_path))] == ["zero", "later", "first"]


def test_macros_come_after_those_they_call(tmp_path: Path) -> None:
    write(
        tmp_path,
        a_day="-- Who?\n-- x: X.\nselect 1 as a from z_whole(x) where abs(1) = 1",
        z_whole="-- Why?\n-- x: X.\nselect x as a",
    )
    assert [model.name for model in order_macros(read_models(tmp_path))] == ["z_whole", "a_day"]


def test_a_circle_of_macros_is_shown(tmp_path: Path) -> None:
    write(tmp_path, one="-- Q?\nselect * from two()", two="-- Q?\nselect * from one()")
    with pytest.raises(ModelError, match=r"macros call each other in a circle: "):
        order_macros(read_models(tmp_path))


def test_a_circle_of_marts_is_shown(tmp_path: Path) -> None:
    write(tmp_path, one="-- Q?\nselect * from marts.two", two="-- Q?\nselect * from marts.one")
    with pytest.raises(ModelError, match=r"circle: .*marts\.one.*marts\.two|circle: .*marts\.two.*marts\.one"):
        order_models(read_models(tmp_path))


def test_a_mart_that_does_not_exist_is_named(tmp_path: Path) -> None:
    write(tmp_path, one="-- Q?\nselect * from marts.missing")
    with pytest.raises(ModelError, match=r"one\.sql: there is no model for marts\.missing"):
        order_models(read_models(tmp_path))


@pytest.mark.parametrize(
    ("sql", "words"),
    [
        ("select 1", "first line must be a comment"),
        ("-- Q?\nselec 1", "syntax error"),
        ("-- Q?\nselect 1; select 2", "single select"),
        ("-- Q?\ndrop table core.quotes", "SELECT"),
    ],
)
def test_a_file_that_is_no_model_is_refused_by_name(tmp_path: Path, sql: str, words: str) -> None:
    with pytest.raises(ModelError, match=rf"odd\.sql: .*{words}"):
        read_models(write(tmp_path, odd=sql))


def test_a_header_that_differs_from_the_columns_is_refused(tmp_path: Path) -> None:
    (model,) = read_models(write(tmp_path, odd="-- Q?\n-- a: A.\nselect 1 as a, 2 as b"))
    with duckdb.connect() as connection:
        connection.execute("create schema marts")
        with pytest.raises(ModelError, match="the header describes a; the query gives a, b"):
            create_model(connection, model)


def test_a_query_that_does_not_bind_names_its_file(tmp_path: Path) -> None:
    (model,) = read_models(write(tmp_path, odd="-- Q?\nselect missing from core.nowhere"))
    with duckdb.connect() as connection:
        connection.execute("create schema marts")
        with pytest.raises(ModelError, match=r"odd\.sql: .*nowhere"):
            create_model(connection, model)


def test_the_fields_of_a_macro_are_its_parameters(tmp_path: Path) -> None:
    header = "-- How much?\n-- usage: select * from plus(1, 2)\n-- wanted_a: One.\n-- wanted_b: Two.\n"
    sql = f"{header}select wanted_a + wanted_b"
    (model,) = read_models(write(tmp_path, plus=sql))
    with duckdb.connect() as connection:
        create_macro(connection, model)
        assert connection.execute("select * from plus(1, 2)").fetchall() == [(3,)]


STAGE = "-- How many?\n-- a: A.\nselect count(*) as a from core.quotes"


def folder_with(folder: Path, **layers: dict[str, str]) -> Path:
    for layer, models in layers.items():
        (folder / layer).mkdir(parents=True)
        write(folder / layer, **models)
    return folder


def test_stages_that_no_mart_needs_are_left_out(tmp_path: Path) -> None:
    mart = "-- Q?\n-- a: A.\nselect a from stages.used"
    folder_with(tmp_path, stages={"used": STAGE, "idle": STAGE}, marts={"last": mart})
    assert [model.full_name for model in read_layers(tmp_path)] == ["stages.used", "marts.last"]


def test_a_mart_comes_from_what_its_stages_read(tmp_path: Path) -> None:
    middle, mart = "-- Q?\n-- a: A.\nselect a from stages.used", "-- Q?\n-- a: A.\nselect a from counts.middle"
    words = "-- Q?\n-- a: A.\nselect word_count as a from search.quotes"
    folder_with(tmp_path, stages={"used": STAGE}, counts={"middle": middle}, marts={"last": mart, "words": words})
    assert read_through(read_layers(tmp_path)) == {"marts.last": {"core.quotes"}, "marts.words": {"core.quotes"}}


def test_the_header_makes_a_view_of_a_mart(tmp_path: Path) -> None:
    (model,) = read_models(write(tmp_path, seen="-- Q?\n-- kind: view\n-- a: A.\nselect 1 as a"))
    assert model.header.fields == (("a", "A."),)
    with duckdb.connect() as connection:
        connection.execute("create schema marts")
        create_model(connection, model)
        comment_model(connection, model)
        assert connection.execute("select view_name, comment from duckdb_views() where not internal").fetchall() == [
            ("seen", "Q?")
        ]
