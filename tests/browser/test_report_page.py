"""A report's page in a browser: charts are drawn at any width, and nothing that an article holds runs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from pipelines.report.page import report_page
from pipelines.settings import Settings
from pipelines.steps.reporting import Wanted, make_report
from tests.browser.chromium import Browsed, browse
from tests.report.hostile import SPEAKER

WIDTHS = (400, 1400)
# chromium has no window narrower than 500 pixels, but a frame may be
FRAMES = """<!DOCTYPE html><body>{frames}<script>
onload = () => setTimeout(() => {{
  const measures = [...document.querySelectorAll("iframe")].map((frame) => {{
    const page = frame.contentDocument;
    return {{
      room: page.documentElement.clientWidth,
      needed: page.documentElement.scrollWidth,
      charts: [...page.querySelectorAll("[data-drawn] svg")].map((chart) => chart.getBoundingClientRect().width),
    }};
  }});
  document.body.innerHTML = "<pre></pre>";
  document.querySelector("pre").textContent = JSON.stringify(measures);
}}, 3000);
</script>"""


@pytest.fixture(scope="module")
def page(hostile: Settings, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of the hostile warehouse, on disk."""
    path = tmp_path_factory.mktemp("page") / "report.html"
    path.write_text(report_page(make_report(hostile, Wanted(speaker=SPEAKER))), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def browsed(page: Path) -> Browsed:
    """The page as chromium has it."""
    return browse(page.as_uri(), page.parent / "profile", "--dump-dom")


@pytest.fixture(scope="module")
def measures(page: Path) -> dict[int, dict[str, Any]]:
    """Widths in pixels by the width of the frame: what the page has, what it needs, its charts."""
    frames = "".join(f'<iframe src="report.html" width="{width}" height="900"></iframe>' for width in WIDTHS)
    around = page.with_name("frames.html")
    around.write_text(FRAMES.format(frames=frames), encoding="utf-8")
    found = browse(around.as_uri(), page.parent / "other", "--dump-dom", "--allow-file-access-from-files")
    (told,) = html.document_fromstring(found.page).xpath("//pre/text()")
    return dict(zip(WIDTHS, json.loads(told), strict=True))


def test_every_chart_is_drawn_with_its_bars_and_names(browsed: Browsed) -> None:
    charts = html.document_fromstring(browsed.page).xpath("//*[@data-chart]")
    assert [chart.get("data-chart") for chart in charts] == ["data-timeline", "data-voices", "data-trends"]
    for chart, words in zip(charts, ("works", "▶ 1. Orla", "works"), strict=True):
        assert "data-drawn" in chart.attrib
        assert chart.xpath(".//*[contains(@class, 'mark-rect')]//*[@d]")
        assert any(text.startswith(words) for text in chart.itertext())


@pytest.mark.parametrize("width", WIDTHS)
def test_the_page_fits_the_window_and_its_charts_use_the_room(measures: dict[int, dict[str, Any]], width: int) -> None:
    found = measures[width]
    assert found["needed"] <= found["room"]
    assert len(found["charts"]) == 3
    assert all(min(0.85 * found["room"], 700) < chart < found["room"] for chart in found["charts"])


def test_nothing_that_an_article_holds_runs(browsed: Browsed) -> None:
    tree = html.document_fromstring(browsed.page)
    assert tree.findtext(".//title").endswith("On the Record")
    assert not tree.xpath("//img | //iframe | //*[@onerror or @onmouseover or @onload or @onclick]")


def test_the_browser_has_nothing_to_complain_of(browsed: Browsed) -> None:
    assert browsed.messages == []
