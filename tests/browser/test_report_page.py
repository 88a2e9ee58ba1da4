"""A report's page in a browser: charts are drawn at any width, and nothing that an article holds runs."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from lxml import html

from pipelines.report.page import report_page
from pipelines.settings import Settings
from pipelines.steps.reporting import Wanted, make_report
from tests.browser.chromium import Browsed, browse
from tests.report.hostile import SPEAKER


@pytest.fixture(scope="module")
def page(hostile: Settings, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of the hostile warehouse, on disk."""
    path = tmp_path_factory.mktemp("page") / "report.html"
    path.write_text(report_page(make_report(hostile, Wanted(speaker=SPEAKER))), encoding="utf-8")
    return path


@pytest.fixture(scope="module", params=[400, 1400])
def browsed(
    request: pytest.FixtureRequest, page: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[int, Browsed]:
    """The width of the window, and the page in it."""
    profile = tmp_path_factory.mktemp("profile")
    return request.param, browse(page.as_uri(), profile, "--dump-dom", width=request.param)


def test_every_chart_is_drawn_with_bars_and_names_and_fits_the_window(browsed: tuple[int, Browsed]) -> None:
    width, found = browsed
    charts = html.document_fromstring(found.page).xpath("//*[@data-chart]")
    assert len(charts) == 3
    for chart in charts:
        assert "data-drawn" in chart.attrib
        (picture,) = chart.xpath(".//svg")
        assert 0.5 * min(width, 800) < float(picture.get("width")) < width
        assert len(chart.xpath(".//*[contains(@class, 'mark-rect')]//*[@d]")) > 0
        assert re.search(r"Orla|works", "".join(chart.itertext()))


def test_nothing_that_an_article_holds_runs(browsed: tuple[int, Browsed]) -> None:
    tree = html.document_fromstring(browsed[1].page)
    assert tree.findtext(".//title").endswith("On the Record")
    assert not tree.xpath("//img | //iframe | //*[@onerror or @onmouseover or @onload or @onclick]")


def test_the_browser_has_nothing_to_complain_of(browsed: tuple[int, Browsed]) -> None:
    assert browsed[1].messages == []
