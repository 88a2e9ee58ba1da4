"""What follows from a table's declaration: polars schema, empty frame, DuckDB statements.

Belongs here: derivations that code uses while it runs.
Does not belong here: derived files (see ``dictionary``, ``suites``).
"""

from __future__ import annotations

from typing import TypeVar

import polars as pl
from polars.datatypes import DataTypeClass

from pipelines.contracts.table import Table

Frame = TypeVar("Frame", pl.DataFrame, pl.LazyFrame)

_SCALARS: dict[DataTypeClass, str] = {
    pl.String: "VARCHAR",
    pl.Int64: "BIGINT",
    pl.Float64: "DOUBLE",
    pl.Boolean: "BOOLEAN",
    pl.Date: "DATE",
    pl.Binary: "BLOB",
}


def polars_schema(table: Table, lake: bool = True) -> pl.Schema:
    """Column names and polars types in order; with ``lake`` those of part files, else those of the warehouse."""
    columns = table.lake_columns if lake else table.columns
    return pl.Schema({column.name: column.dtype for column in columns})


def empty_frame(table: Table, lake: bool = True) -> pl.DataFrame:
    """A frame of no rows with the table's schema."""
    return pl.DataFrame(schema=polars_schema(table, lake))


def conform(frame: Frame, table: Table) -> Frame:
    """The frame with exactly the columns of the table's part files, in order and cast to their types.

    Columns that the contract does not know are left out. Raises ValueError that names the columns which are missing.
    A lazy frame stays lazy; a value that cannot be cast raises when it is collected.
    """
    schema = polars_schema(table)
    present = frame.collect_schema()
    if missing := [name for name in schema if name not in present]:
        raise ValueError(f"{table.full_name}: missing columns: {', '.join(missing)}")
    return frame.select([pl.col(name).cast(dtype) for name, dtype in schema.items()])


def duckdb_type(dtype: pl.DataType | DataTypeClass) -> str:
    """The DuckDB type of a polars type, such as ``STRUCT("start" BIGINT, "end" BIGINT)[]``."""
    if isinstance(dtype, pl.List):
        return f"{duckdb_type(dtype.inner)}[]"
    if isinstance(dtype, pl.Struct):
        fields = ", ".join(f'"{field.name}" {duckdb_type(field.dtype)}' for field in dtype.fields)
        return f"STRUCT({fields})"
    if isinstance(dtype, pl.Datetime):
        return "TIMESTAMP WITH TIME ZONE" if dtype.time_zone else "TIMESTAMP"
    try:
        return _SCALARS[dtype.base_type()]
    except KeyError:
        raise ValueError(f"no DuckDB type is known for {dtype}") from None


def duckdb_ddl(table: Table) -> str:
    """``CREATE TABLE`` for the warehouse.

    NOT NULL is declared. Keys are not: the gate has checked them, and an index of 20M keys costs memory and build time.
    """
    lines = [
        f'    "{column.name}" {duckdb_type(column.dtype)}{"" if column.nullable else " NOT NULL"}'
        for column in table.columns
    ]
    body = ",\n".join(lines)
    return f'CREATE TABLE "{table.layer}"."{table.name}" (\n{body}\n);'


def duckdb_comments(table: Table) -> list[str]:
    """``COMMENT ON`` statements for the table and each of its columns."""
    target = f'"{table.layer}"."{table.name}"'
    comments = [f"COMMENT ON TABLE {target} IS {_literal(table.description)};"]
    comments.extend(
        f'COMMENT ON COLUMN {target}."{column.name}" IS {_literal(column.description)};' for column in table.columns
    )
    return comments


def _literal(words: str) -> str:
    return "'" + words.replace("'", "''") + "'"
