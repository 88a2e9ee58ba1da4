"""A column of a table, the types that columns may have, and the columns that many tables share.

Belongs here: the Column record, polars types with a name, columns that mean the same everywhere.
Does not belong here: columns of one table only (they stand in that table's declaration).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import polars as pl
from polars.datatypes import DataTypeClass

INSTANT = pl.Datetime("us", "UTC")
SPANS = pl.List(pl.Struct({"start": pl.Int64, "end": pl.Int64}))
STRINGS = pl.List(pl.String)

ENTITY_KINDS = ("person", "organisation", "place", "event", "other")
SPEAKER_KINDS = ("person", "organisation", "unnamed", "none")
ID_PATTERN = "^[0-9a-f]{16}$"


@dataclass(frozen=True, slots=True)
class Column:
    """A column and what it promises.

    ``allowed`` closes the list of values; ``minimum`` and ``maximum`` are inclusive bounds of a number;
    ``pattern`` is a regular expression that every value matches; ``references`` names the column
    (``core.articles.version_id``) in which every value occurs. ``in_lake`` is False for a column that is
    computed when the warehouse is built. None of these says anything about null: that is ``nullable``.
    """

    name: str
    dtype: pl.DataType | DataTypeClass
    description: str
    nullable: bool = False
    allowed: tuple[str, ...] | None = None
    minimum: float | None = None
    maximum: float | None = None
    pattern: str | None = None
    references: str | None = None
    in_lake: bool = True

    def described(self, description: str) -> Column:
        """The same column with another description."""
        return replace(self, description=description)


def identifier(name: str, description: str, *, references: str | None = None, nullable: bool = False) -> Column:
    """An id: the first 16 lowercase hexadecimal digits of a SHA-256 digest."""
    return Column(name, pl.String, description, nullable=nullable, pattern=ID_PATTERN, references=references)


def optional(name: str, dtype: pl.DataType | DataTypeClass, description: str) -> Column:
    """A column that may be null."""
    return Column(name, dtype, description, nullable=True)


def offset(name: str, description: str, *, nullable: bool = False) -> Column:
    """A half-open code-point offset into ``core.articles.text``."""
    return Column(name, pl.Int64, description, nullable=nullable, minimum=0)


def count(name: str, description: str, *, minimum: int = 0) -> Column:
    """A number of things."""
    return Column(name, pl.Int64, description, minimum=minimum)


def share(name: str, description: str) -> Column:
    """A number from 0 to 1."""
    return Column(name, pl.Float64, description, minimum=0, maximum=1)


CONFIDENCE = share("confidence", "Probability from 0 to 1 that the row is right.")
ARTICLE_ID = identifier("article_id", "The article, whichever version; join core.articles where is_current.")
VERSION_ID = identifier(
    "version_id", "The version of the article that was read.", references="core.articles.version_id"
)
INGESTED_AT = Column("ingested_at", INSTANT, "Instant (UTC) at which the document was taken in.")
SOURCE_URI = Column(
    "source_uri", pl.String, "Where the document was found: a file path or an address, with its member."
)
