"""What every table promises: columns, types, keys, allowed values and descriptions.

Belongs here: declarations, and what is derived from them without reading data.
Does not belong here: reading or writing tables, checks on rows (see ``pipelines.quality``), anything but polars.
"""

from pipelines.contracts.columns import Column
from pipelines.contracts.derive import conform, duckdb_comments, duckdb_ddl, empty_frame, polars_schema
from pipelines.contracts.registry import TABLES, table
from pipelines.contracts.suites import contract_expectations
from pipelines.contracts.table import Table

__all__ = [
    "TABLES",
    "Column",
    "Table",
    "conform",
    "contract_expectations",
    "duckdb_comments",
    "duckdb_ddl",
    "empty_frame",
    "polars_schema",
    "table",
]
