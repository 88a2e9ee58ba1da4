"""Fixtures of the tests of fetching: a site on loopback, and a desk that fetches from it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fetching.web import Desk, Site, desk, serving, without_waiting_for_the_disk


@pytest.fixture
def site() -> Iterator[Site]:
    """A web server on loopback, without any page."""
    with serving() as found:
        yield found


@pytest.fixture
def a_desk(tmp_path: Path) -> Iterator[Desk]:
    """A desk over an empty folder."""
    with pytest.MonkeyPatch.context() as patch:
        without_waiting_for_the_disk(patch)
        with desk(tmp_path / "fetched") as found:
            yield found
