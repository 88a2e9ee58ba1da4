"""A table: its layer, name, grain, key and columns.

Belongs here: the Table record and what follows from its columns alone.
Does not belong here: the tables themselves, schemas or statements derived from them (see ``derive``).
"""

from __future__ import annotations

from dataclasses import dataclass

from pipelines.contracts.columns import Column


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the lake and of the warehouse.

    ``description`` says what one row is. ``partitioned`` tables lie in the lake in folders by ingest day
    (``ingest_date=YYYY-MM-DD``); the others are one folder with ``part-all.parquet``. ``per_article`` tables follow
    ``raw.documents`` part by part: the same part name in each of them, served only when all of them have it.
    """

    layer: str
    name: str
    description: str
    primary_key: tuple[str, ...]
    columns: tuple[Column, ...]
    partitioned: bool = True
    per_article: bool = True

    def __post_init__(self) -> None:
        names = [column.name for column in self.columns]
        if len(set(names)) != len(names):
            raise ValueError(f"{self.full_name}: a column is declared twice")
        if unknown := [key for key in self.primary_key if key not in names]:
            raise ValueError(f"{self.full_name}: key columns are not declared: {', '.join(unknown)}")

    @property
    def full_name(self) -> str:
        """Layer and name, as in SQL: ``core.quotes``."""
        return f"{self.layer}.{self.name}"

    @property
    def lake_columns(self) -> tuple[Column, ...]:
        """The columns that part files hold: all but those computed when the warehouse is built."""
        return tuple(column for column in self.columns if column.in_lake)

    def column(self, name: str) -> Column:
        """The column of that name; KeyError that names the table when there is none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(f"{self.full_name} has no column {name}; it has {', '.join(c.name for c in self.columns)}")
