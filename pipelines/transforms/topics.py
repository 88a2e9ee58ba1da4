"""The topic taxonomy as rows of core.topics."""

from __future__ import annotations

import polars as pl

from pipelines.contracts import polars_schema, table
from pipelines.text.topics import TopicModel


def taxonomy_rows() -> pl.LazyFrame:
    """core.topics: the IPTC Media Topics that ship with the project, ordered by id."""
    rows = [dict(zip(polars_schema(table("core.topics")), row, strict=True)) for row in TopicModel.load().taxonomy()]
    return pl.LazyFrame(rows, schema=polars_schema(table("core.topics"))).sort("topic_id")
