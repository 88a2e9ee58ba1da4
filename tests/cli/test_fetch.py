"""``otr fetch``: what it says of each source, and what it says of a mistake."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pipelines.cli import main
from tests.fetching.web import Site, article_page, reply, rss, rss_item, serving
from tests.newsroom import rows

SOURCES = """
contact = "desk@velmark-courier.example"

[[feed]]
name = "courier"
url = "{url}"
publisher = "Velmark Courier"
allow_private = true
limits = {{ delay_seconds = 0 }}

[[folder]]
name = "archive"
path = "archive"
"""


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as found:
        yield found


@pytest.fixture
def data(tmp_path: Path, site: Site) -> Path:
    """A data folder that follows a feed of an article that is there and one that is gone."""
    today = datetime.now(UTC).strftime("%a, %d %b %Y 00:00:00 GMT")
    site.routes |= {"/news/1": reply(article_page(1)), "/news/2": reply("", 410)}
    items = (rss_item(site.url(f"/news/{number}"), f"Bridge {number}", today) for number in (1, 2))
    site.routes["/feed.xml"] = reply(rss("".join(items)))
    (tmp_path / "sources.toml").write_text(SOURCES.format(url=site.url("/feed.xml")), encoding="utf-8")
    return tmp_path


def otr(*arguments: str, data: Path) -> Result:
    return CliRunner().invoke(main, [*arguments, "--data", str(data)])


def test_it_says_of_each_feed_what_came_and_what_was_refused(data: Path, site: Site) -> None:
    told = otr("fetch", "--no-run", data=data)
    assert told.exit_code == 0, told.output
    assert told.output.splitlines() == [
        "courier          2 entries; 2 new; 1 stored; 1 refused",
        f"                 refused: gone: {site.url('/news/2')}: HTTP status 410",
    ]


def test_a_feed_that_cannot_be_read_is_told_by_the_exit_code(data: Path, site: Site) -> None:
    site.routes["/feed.xml"] = reply("<html></html>")
    told = otr("fetch", "courier", "--no-run", data=data)
    assert told.exit_code == 1
    assert "neither RSS, Atom nor JSON Feed, but html" in told.output


@pytest.mark.parametrize(
    ("sources", "arguments", "words"),
    [
        ("", [], "there is no source: write a sources.toml into the data folder"),
        (SOURCES, ["ledger"], "sources.toml has no source ledger; there are courier, archive"),
        ("[[feed]]", [], "sources.toml, line 1: feed 1: name must be a text"),
    ],
)
def test_a_mistake_ends_before_any_request(
    data: Path, site: Site, sources: str, arguments: list[str], words: str
) -> None:
    (data / "sources.toml").write_text(sources.format(url=site.url("/feed.xml")), encoding="utf-8")
    told = otr("fetch", *arguments, data=data)
    assert (told.exit_code, site.requests) == (2, [])
    assert words in " ".join(told.output.split())


@pytest.mark.usefixtures("stand_in")
def test_what_was_fetched_and_what_was_refused_reach_the_tables(
    data: Path, site: Site, open_suites: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pipelines.warehouse.lake import Lake

    monkeypatch.setenv("OTR_EXPECTATIONS", str(open_suites))
    monkeypatch.setenv("OTR_WORKERS", "1")
    told = otr("fetch", "courier", data=data)
    assert told.exit_code == 0, told.output
    lake = Lake(data / "lake")
    (article,) = rows(lake, "core.articles").iter_rows(named=True)
    assert (article["url"], article["publisher"]) == (site.url("/news/1"), "Velmark Courier")
    (reject,) = rows(lake, "core.rejects").iter_rows(named=True)
    assert (reject["source_uri"], reject["reason"]) == (site.url("/news/2"), "gone")
