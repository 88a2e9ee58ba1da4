"""The hostile warehouse as a fixture, built once for all tests that read it."""

from __future__ import annotations

import pytest

from pipelines.settings import Settings
from tests.report.hostile import hostile_data


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A data folder whose articles attack the page; not to be changed."""
    return hostile_data(tmp_path_factory.mktemp("hostile"))
