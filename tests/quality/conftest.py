"""Fixtures of the gate's tests."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl
import pytest

from pipelines.contracts import table
from pipelines.quality import GateContext, GateResult, check
from tests.quality.samples import NOW, SUITES, sound_frames


@pytest.fixture(scope="session")
def sound() -> dict[str, pl.DataFrame]:
    """A sound frame of every table; ids of one resolve in the others."""
    return sound_frames()


@pytest.fixture
def run_gate(sound: dict[str, pl.DataFrame]) -> Callable[..., GateResult]:
    """Check a frame of the table of that name, with the sound frames (or the given ones) as references."""

    def run(name: str, frame: pl.DataFrame, **references: pl.DataFrame) -> GateResult:
        given = {full_name.replace("__", "."): reference for full_name, reference in references.items()}
        context = GateContext("run", "part-0123456789abcdef", NOW, {**sound, **given})
        return check(table(name), frame, context, SUITES)

    return run
