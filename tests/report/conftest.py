"""Fixtures of these tests."""

from tests.report.warehouses import hostile

__all__ = ["hostile"]
