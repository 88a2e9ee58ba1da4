"""Fixtures of these tests."""

from tests.warehouse.built import small_lake, small_warehouse

__all__ = ["small_lake", "small_warehouse"]
