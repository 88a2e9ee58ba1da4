"""Fixtures of the tests of the warehouse and of its SQL: each `conftest.py` imports them from here."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines.warehouse.lake import Lake
from pipelines.warehouse.serving import build_warehouse
from tests.warehouse.rows import BUILT_AT, SQL, publish, small_corpus


@pytest.fixture(scope="session")
def small_lake(tmp_path_factory: pytest.TempPathFactory) -> Lake:
    """A lake with the small corpus; not to be changed."""
    lake = Lake(tmp_path_factory.mktemp("data") / "lake")
    publish(lake, small_corpus())
    return lake


@pytest.fixture(scope="session")
def small_warehouse(small_lake: Lake) -> Path:
    """The warehouse of the small corpus; not to be changed."""
    target = small_lake.root.parent / "warehouse.duckdb"
    build_warehouse(small_lake, SQL, target, BUILT_AT)
    return target
