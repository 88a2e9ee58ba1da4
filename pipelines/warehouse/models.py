"""SQL models: one file a mart or a macro; its path is its name and its header says what it is.

Belongs here: reading models, putting them in order, creating them with their comments.
Does not belong here: loading tables (see ``loading``), the warehouse file (see ``serving``), the SQL itself (``sql/``).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import Any

import duckdb

from pipelines.contracts.dictionary import SqlHeader, parse_header

MART_LAYER = "marts"
STAGES = "stages"
# Folders of models: what is worked out once and then dropped, what views among the marts read, and the marts.
LAYERS = (STAGES, "counts", MART_LAYER)
SEARCH, SEARCHED = "search", "core.quotes"  # the schema of the index of words, and the table whose words they are


class ModelError(Exception):
    """A model cannot be built: its SQL, header or place in the order is wrong. The message names the file."""


@dataclass(frozen=True, slots=True)
class Model:
    """An SQL file with a single SELECT.

    ``layer`` is its folder, ``reads`` are the tables that it names, such as ``core.quotes``, ``calls`` the functions
    and macros.
    """

    path: Path
    header: SqlHeader
    select: str
    reads: frozenset[str]
    calls: frozenset[str] = frozenset()
    layer: str = MART_LAYER

    @property
    def name(self) -> str:
        """The file's name without its ending."""
        return self.path.stem

    @property
    def full_name(self) -> str:
        """Schema and name of the table or view that the model becomes."""
        return f"{self.layer}.{self.name}"


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a query reads and calls, or what is wrong with it."""

    reads: frozenset[str] = frozenset()
    calls: frozenset[str] = frozenset()
    wrong: str = ""


def read_models(folder: Path) -> list[Model]:
    """The models of a folder by name. Raises ModelError for one that does not parse or has no question."""
    texts = {path: path.read_text(encoding="utf-8").rstrip().rstrip(";") for path in sorted(folder.glob("*.sql"))}
    parsed = _parse(tuple(texts.values()))
    return [_model(path, sql, query) for (path, sql), query in zip(texts.items(), parsed, strict=True)]


def read_layers(folder: Path) -> list[Model]:
    """The models below a folder, of all layers, in the order in which they are built; see `order_models`."""
    asked = frozenset[str]().union(*(macro.reads for macro in read_models(folder / "macros")))
    return order_models([model for layer in LAYERS for model in read_models(folder / layer)], asked)


def order_models(models: Sequence[Model], asked: frozenset[str] = frozenset()) -> list[Model]:
    """The models in an order in which each comes after those that it reads.

    Stages and counts go that no mart needs, nor a macro that reads the tables ``asked``. Raises ModelError that shows
    the circle when there is one, or the model that is read but does not exist.
    """
    by_name = {model.full_name: model for model in models}
    graph = {}
    for model in models:
        wanted = {name for name in model.reads if name.split(".")[0] in LAYERS}
        if missing := sorted(wanted - by_name.keys()):
            raise ModelError(f"{model.path.name}: there is no model for {', '.join(missing)}")
        graph[model.full_name] = sorted(wanted)
    try:
        ordered = [by_name[name] for name in TopologicalSorter(graph).static_order()]
    except CycleError as error:
        raise ModelError(f"models read each other in a circle: {' -> '.join(error.args[1])}") from error
    needed = set[str]()
    for model in reversed(ordered):
        if model.layer == MART_LAYER or model.full_name in needed | asked:
            needed |= {model.full_name, *graph[model.full_name]}
    return [model for model in ordered if model.full_name in needed]


def read_through(models: Sequence[Model]) -> dict[str, frozenset[str]]:
    """By mart, the tables of the core layer and the marts that it is made from, directly or by way of other layers."""
    by_name = {model.full_name: model for model in models}

    def sources(name: str) -> Iterator[str]:
        for read in by_name[name].reads:
            if read in by_name and by_name[read].layer != MART_LAYER:
                yield from sources(read)
            elif read.startswith(f"{SEARCH}."):
                yield SEARCHED
            else:
                yield read

    return {name: frozenset(sources(name)) for name, model in by_name.items() if model.layer == MART_LAYER}


def order_macros(macros: Sequence[Model]) -> list[Model]:
    """The macros in an order in which each comes after those that it calls. Raises ModelError for a circle."""
    by_name = {macro.name: macro for macro in macros}
    graph = {name: sorted(macro.calls & by_name.keys()) for name, macro in by_name.items()}
    try:
        return [by_name[name] for name in TopologicalSorter(graph).static_order()]
    except CycleError as error:
        raise ModelError(f"macros call each other in a circle: {' -> '.join(error.args[1])}") from error


def create_model(connection: duckdb.DuckDBPyConnection, model: Model) -> None:
    """Create the model's table with its rows, or its view. Raises ModelError when header and columns differ."""
    _execute(connection, model, f"create {_kind(model)} {model.full_name} as\n{model.select}")
    described = [name for name, _ in model.header.fields]
    columns = [row[0] for row in connection.execute(f"describe {model.full_name}").fetchall()]
    if columns != described:
        raise ModelError(
            f"{model.path.name}: the header describes {', '.join(described)}; the query gives {', '.join(columns)}"
        )


def comment_model(connection: duckdb.DuckDBPyConnection, model: Model) -> None:
    """Say of the table or view, and of each of its columns, what the header says."""
    connection.execute(f"comment on {_kind(model)} {model.full_name} is {literal(model.header.question)}")
    for column, words in model.header.fields:
        connection.execute(f'comment on column {model.full_name}."{column}" is {literal(words)}')


def create_macro(connection: duckdb.DuckDBPyConnection, model: Model) -> None:
    """Create the table macro. The fields of its header are its parameters, in order."""
    parameters = ", ".join(name for name, _ in model.header.fields)
    _execute(connection, model, f"create macro {model.name}({parameters}) as table\n{model.select}")
    connection.execute(f"comment on macro table {model.name} is {literal(model.header.question)}")


def literal(words: str) -> str:
    """The words as an SQL string."""
    return "'" + words.replace("'", "''") + "'"


def _kind(model: Model) -> str:
    return "view" if model.header.is_view else "table"


def _model(path: Path, sql: str, query: Parsed) -> Model:
    header = parse_header(path.stem, sql)
    if not header.question:
        raise ModelError(f"{path.name}: the first line must be a comment with the question that it answers")
    if query.wrong:
        raise ModelError(f"{path.name}: {query.wrong}")
    layer = path.parent.name if path.parent.name in LAYERS else MART_LAYER
    return Model(path, header, sql, query.reads, query.calls, layer)


@lru_cache(32)  # a run reads every folder twice: for Dagster's lineage, and to build
def _parse(queries: tuple[str, ...]) -> tuple[Parsed, ...]:
    with duckdb.connect() as parser:
        answers = parser.execute("select json_serialize_sql(unnest(?::varchar[]))", [list(queries)]).fetchall()
    return tuple(_parsed(json.loads(tree)) for (tree,) in answers)


def _parsed(tree: dict[str, Any]) -> Parsed:
    if tree["error"]:
        return Parsed(wrong=tree["error_message"])
    if len(tree["statements"]) != 1:
        return Parsed(wrong="a model is a single select")
    return Parsed(frozenset(_tables_read(tree)), frozenset(_functions_called(tree)))


def _tables_read(tree: Any) -> Iterator[str]:
    """The tables that a parsed query names with their schema; names of CTEs have none.

    DuckDB's get_table_names would do, but it binds the query against empty tables and refuses ``using`` and ``unnest``.
    """
    if isinstance(tree, list):
        for branch in tree:
            yield from _tables_read(branch)
    elif isinstance(tree, dict):
        if tree.get("type") == "BASE_TABLE" and tree.get("schema_name"):
            yield f"{tree['schema_name']}.{tree['table_name']}"
        for branch in tree.values():
            yield from _tables_read(branch)


def _functions_called(tree: Any) -> Iterator[str]:
    """The names of all functions in a parsed query."""
    if isinstance(tree, list):
        for branch in tree:
            yield from _functions_called(branch)
    elif isinstance(tree, dict):
        if name := tree.get("function_name"):
            yield str(name)
        for branch in tree.values():
            yield from _functions_called(branch)


def _execute(connection: duckdb.DuckDBPyConnection, model: Model, statement: str) -> None:
    try:
        connection.execute(statement)
    except duckdb.Error as error:
        raise ModelError(f"{model.path.name}: {error}") from error
