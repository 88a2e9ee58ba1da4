"""Declarations are complete, named by convention, and what is derived from them agrees with them."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import get_args

import duckdb
import polars as pl
import pytest

from pipelines.contracts import (
    TABLES,
    Column,
    Table,
    conform,
    contract_expectations,
    duckdb_comments,
    duckdb_ddl,
    empty_frame,
    polars_schema,
    table,
)
from pipelines.contracts.annotations import MENTION_FORMS, QUOTE_KINDS, SAID_ON_SOURCES, SPEAKER_METHODS
from pipelines.contracts.columns import ENTITY_KINDS, INSTANT, SPEAKER_KINDS
from pipelines.contracts.operations import REJECT_REASONS
from pipelines.ingest import records
from pipelines.quality.results import REASON
from pipelines.text import spans

COLUMNS = [(declared, column) for declared in TABLES.values() for column in declared.columns]
EVERY_COLUMN = pytest.mark.parametrize(
    ("declared", "column"), COLUMNS, ids=[f"{declared.full_name}.{column.name}" for declared, column in COLUMNS]
)
EVERY_TABLE = pytest.mark.parametrize("declared", TABLES.values(), ids=TABLES)


def warehouse(*tables: Table) -> duckdb.DuckDBPyConnection:
    """An empty DuckDB with the given tables and their comments."""
    connection = duckdb.connect()
    for declared in tables:
        connection.execute(f"create schema if not exists {declared.layer}")
        connection.execute(duckdb_ddl(declared))
        for comment in duckdb_comments(declared):
            connection.execute(comment)
    return connection


@EVERY_COLUMN
def test_a_description_is_one_sentence(declared: Table, column: Column) -> None:
    for words in (declared.description, column.description):
        assert words[0].isupper() and words.endswith(".") and "\n" not in words
        assert not re.search(r"\.\s+[A-Z]", words)


@EVERY_COLUMN
def test_a_name_follows_from_the_type(declared: Table, column: Column) -> None:
    name, kind = column.name, column.dtype
    assert re.fullmatch(r"[a-z][a-z0-9_]*", name)
    assert (kind == INSTANT) == name.endswith("_at")
    assert (kind == pl.Date) == (name.endswith("_on") or name in {"date_from", "date_to"})
    assert (kind == pl.Boolean) == (name.startswith("is_") or name == "success")
    if name.endswith("_count"):
        assert kind == pl.Int64 and column.minimum is not None
    if name.endswith(("_id", "_kind")):
        assert kind == pl.String
    if name.endswith("_kind"):
        assert column.allowed
    if name.endswith(("start", "end")):
        assert kind == pl.Int64 and column.minimum == 0


@EVERY_COLUMN
def test_a_reference_leads_to_a_key_declared_earlier_of_the_same_type(declared: Table, column: Column) -> None:
    if column.references is None:
        return
    name, _, key = column.references.rpartition(".")
    target = table(name)
    assert target.primary_key == (key,)
    assert target.column(key).dtype == column.dtype
    assert list(TABLES).index(name) <= list(TABLES).index(declared.full_name)


def test_columns_of_one_name_have_one_type() -> None:
    kinds: dict[str, set[str]] = {}
    for _, column in COLUMNS:
        kinds.setdefault(column.name, set()).add(str(column.dtype))
    assert {name: found for name, found in kinds.items() if len(found) > 1} == {}


@EVERY_TABLE
def test_keys_are_never_null_and_lie_in_the_lake(declared: Table) -> None:
    for name in declared.primary_key:
        assert not declared.column(name).nullable and declared.column(name).in_lake


@EVERY_TABLE
def test_tables_made_from_articles_bear_version_and_article(declared: Table) -> None:
    if declared.per_article and declared.full_name != "raw.documents":
        names = [column.name for column in declared.columns]
        assert "version_id" in names and "article_id" in names


@EVERY_TABLE
def test_duckdb_and_polars_agree_on_names_order_and_types(declared: Table) -> None:
    connection = warehouse(declared)
    connection.register("from_polars", empty_frame(declared, lake=False))
    described = connection.execute(f"describe {declared.full_name}").fetchall()
    from_polars = connection.execute("describe from_polars").fetchall()
    assert [row[:2] for row in described] == [row[:2] for row in from_polars]
    assert [row[2] == "YES" for row in described] == [column.nullable for column in declared.columns]


def test_duckdb_holds_every_description() -> None:
    connection = warehouse(*TABLES.values())
    tables = connection.execute("select schema_name || '.' || table_name, comment from duckdb_tables()").fetchall()
    assert dict(tables) == {name: declared.description for name, declared in TABLES.items()}
    columns = connection.execute("select column_name, comment from duckdb_columns() where not internal").fetchall()
    assert sorted(columns) == sorted((column.name, column.description) for _, column in COLUMNS)


def test_is_current_is_served_but_not_stored() -> None:
    articles = table("core.articles")
    assert "is_current" not in polars_schema(articles)
    assert "is_current" in polars_schema(articles, lake=False)


def test_conform_selects_orders_and_casts() -> None:
    topics = table("core.topics")
    frame = empty_frame(topics).with_columns(extra=pl.lit(1)).select(pl.all().reverse())
    frame = frame.select(reversed(frame.columns)).with_columns(pl.col("label").cast(pl.Categorical))
    assert conform(frame, topics).schema == polars_schema(topics)
    assert conform(frame.lazy(), topics).collect().schema == polars_schema(topics)


def test_conform_names_the_missing_columns() -> None:
    with pytest.raises(ValueError, match=r"core\.topics: missing columns: label, definition"):
        conform(empty_frame(table("core.topics")).drop("label", "definition"), table("core.topics"))


def test_unknown_names_are_answered_with_known_ones() -> None:
    with pytest.raises(KeyError, match=r"core\.quotes"):
        table("core.quote")
    with pytest.raises(KeyError, match="version_id"):
        table("core.quotes").column("version")


def test_closed_lists_are_those_of_the_text_layer() -> None:
    assert get_args(spans.QuoteKind) == QUOTE_KINDS
    assert get_args(spans.EntityKind) == ENTITY_KINDS
    assert get_args(spans.MentionForm) == MENTION_FORMS
    assert get_args(spans.SpeakerKind) == SPEAKER_KINDS
    assert get_args(spans.SpeakerMethod) == SPEAKER_METHODS
    assert get_args(spans.SaidOnSource) == SAID_ON_SOURCES


def test_reasons_for_refusal_cover_those_of_ingest_and_of_the_gate() -> None:
    assert {*records.REASONS, REASON} <= set(REJECT_REASONS)


@EVERY_TABLE
def test_expectations_of_the_contract_are_named_once_and_critical(declared: Table) -> None:
    expectations = contract_expectations(declared)
    names = [expectation["description"] for expectation in expectations]
    assert len(set(names)) == len(names)
    assert {expectation["severity"] for expectation in expectations} == {"critical"}
    assert json.loads(json.dumps(expectations)) == expectations


@EVERY_TABLE
def test_every_name_in_a_suite_is_used_once(declared: Table) -> None:
    folder = Path(__file__).resolve().parents[2] / "expectations"
    suite = json.loads((folder / declared.layer / f"{declared.name}.json").read_text(encoding="utf-8"))
    names = [expectation["description"] for expectation in suite["expectations"]]
    assert len(set(names)) == len(names)
    assert {expectation["severity"] for expectation in suite["expectations"]} <= {"critical", "warning"}


def test_a_table_cannot_declare_a_column_twice_or_an_unknown_key() -> None:
    column = Column("topic_id", pl.String, "A topic.")
    with pytest.raises(ValueError, match="declared twice"):
        Table("core", "odd", "One row.", ("topic_id",), (column, column))
    with pytest.raises(ValueError, match="label"):
        Table("core", "odd", "One row.", ("label",), (column,))
