"""From a feed that changes, on a server that fails, to articles: new ones once, corrections as versions."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pytest

from pipelines.fetching.forgotten import Forgotten
from pipelines.steps.fetched_files import erase, mark_taken, record_refusals, untaken_folders
from pipelines.steps.ingesting import build_articles
from pipelines.warehouse.lake import Lake
from tests.fetching.sockets import only
from tests.fetching.web import (
    Desk,
    Site,
    article_page,
    desk,
    raw,
    redirect,
    reply,
    rss,
    rss_item,
    serving,
    source,
    without_waiting_for_the_disk,
)
from tests.newsroom import ingest, no_progress, rows, run_context

POLLS, PER_POLL, SHOWN = 20, 2, 8
CORRECTED = range(1, POLLS * PER_POLL - PER_POLL, 5)  # numbers of articles that are corrected one poll after they came
FAILURES = (
    reply("", 500),
    reply("", 503, retry_after="30"),
    reply("", 429),
    raw(b""),  # the connection is closed without a word
    raw(b"HTTP/1.1 200 OK\r\ncontent-length: 9999\r\n\r\n<html>"),
    raw(b"HTTP/1.1 200 OK\r\n\r\n<html><body><p>and then the connection br"),
)


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as found:
        yield found


@pytest.fixture
def a_desk(tmp_path: Path) -> Iterator[Desk]:
    with pytest.MonkeyPatch.context() as patch:
        without_waiting_for_the_disk(patch)
        with desk(tmp_path / "data" / "fetched") as found:
            yield found


def publish(site: Site, turn: int) -> None:
    """The newest articles, of which some were corrected since the last turn."""
    items = []
    for number in range(max(0, (turn + 1) * PER_POLL - SHOWN), (turn + 1) * PER_POLL):
        is_corrected = number in CORRECTED and number // PER_POLL < turn
        page = article_page(number, "will open in July" if is_corrected else "will open in June")
        site.routes[f"/news/{number}"] = reply(page, content_type="text/html")
        title = f"Bridge {number}{' (corrected)' * is_corrected}"
        items.append(rss_item(site.url(f"/news/{number}"), title))
    site.routes["/feed.xml"] = reply(rss("".join(items)), content_type="application/rss+xml")


def follow(site: Site, found: Desk) -> None:
    """Twenty polls of a feed of which three answers in ten fail, then one more when the server is well again."""
    chance, live = random.Random(11), source(site.url("/feed.xml"))
    site.before = lambda request: chance.choice(FAILURES) if chance.random() < 0.3 else None
    for turn in range(POLLS):
        publish(site, turn)
        for _ in range(5):  # the sensor looks again and again; the feed itself is asked every 15 minutes
            found.poller.poll(live, 30)
            found.clock.go_on(minutes=3)
    site.before = lambda request: None
    found.clock.go_on(hours=6)
    assert found.poller.poll(live, 30).waiting == 0


def take_in(found: Desk, suites: Path) -> pl.DataFrame:
    """core.articles after the documents that were fetched went in."""
    lake, run = Lake(found.root.parent / "lake"), run_context(suites)
    report = ingest(lake, run, *untaken_folders(found.root))
    assert report.rejects == []
    assert build_articles(lake, run, no_progress).rejects == []
    return rows(lake, "core.articles")


def test_twenty_polls_with_three_answers_in_ten_failing_miss_nothing_and_double_nothing(
    site: Site, a_desk: Desk, open_suites: Path
) -> None:
    follow(site, a_desk)
    articles = take_in(a_desk, open_suites)
    everything = {site.url(f"/news/{number}") for number in range(POLLS * PER_POLL)}
    assert set(articles["url"]) == everything
    assert articles["article_id"].n_unique() == len(everything)
    assert articles["version_id"].is_unique().all()
    versions = {url: sorted(texts) for url, texts in articles.group_by("url").agg("text").iter_rows()}
    for number in range(POLLS * PER_POLL):
        months = [("July" in text) for text in versions[site.url(f"/news/{number}")]]
        if number in CORRECTED:
            assert True in months and months.count(True) == 1 and months.count(False) <= 1
        else:
            assert months == [False]
    assert sum(len(texts) for texts in versions.values()) > len(everything), "no correction came as a second version"


def test_what_was_fetched_gives_the_same_articles_again_without_the_network(
    site: Site, a_desk: Desk, open_suites: Path, tmp_path: Path
) -> None:
    publish(site, 0)
    a_desk.poller.poll(source(site.url("/feed.xml")), 30)
    first = take_in(a_desk, open_suites)
    (tmp_path / "again").mkdir()
    with only():
        second = take_in(replace(a_desk, root=a_desk.root.rename(tmp_path / "again" / "fetched")), open_suites)
    assert first.drop("source_uri").equals(second.drop("source_uri"))
    assert first.height == PER_POLL


def test_no_request_leaves_for_anything_but_the_source_named(site: Site, a_desk: Desk, open_suites: Path) -> None:
    with serving() as other:
        tempt(site, other)
        with only(("127.0.0.1", site.port)) as guard:
            for at in ("/feed.xml", "/sitemap.xml"):
                kind = "sitemap" if at == "/sitemap.xml" else "feed"
                live = replace(source(site.url(at), kind), name=kind)
                for _ in range(3):
                    a_desk.poller.poll(live, 30)
                    a_desk.clock.go_on(hours=1)
            articles = take_in(a_desk, open_suites)
        assert other.requests == []
    assert {"socket.connect", "socket.getaddrinfo"} == {event for event, _ in guard.seen}
    assert sorted(articles["url"].unique()) == [site.url("/news/1"), site.url("/news/9")]
    refused = {(row["address"], row["reason"]) for row in a_desk.state.rows("select * from refusals")}
    wanted = [other.url("/elsewhere"), site.url("/news/2"), site.url("/news/3"), other.url("/elsewhere.xml")]
    wanted += [f"http://[::1]:{site.port}/news/1", f"http://localhost:{site.port}/news/1"]
    assert {address for address, reason in refused if reason == "foreign_address"} == set(wanted)
    assert len([reason for _, reason in refused if reason == "not_an_article"]) == 3  # no web address, and no text


def tempt(site: Site, other: Site) -> None:
    """A feed, a sitemap and pages that point elsewhere in every way that they can."""
    away = other.url("/elsewhere")
    page = article_page(1).replace(
        "<head>",
        f"""<head><base href="{away}"><link rel="stylesheet" href="{away}.css"><link rel="canonical" href="/news/1">
        <meta http-equiv="refresh" content="0; url={away}"><script src="{away}.js"></script>""",
    )
    extras = f'<img src="{away}.png"><iframe src="{away}"></iframe><video src="{away}.mp4"></video>'
    site.routes["/news/1"] = reply(page.replace("<article>", f"<article>{extras}"), link=f"<{away}>; rel=preload")
    site.routes["/news/9"] = reply(article_page(9))
    site.routes["/news/2"] = redirect(away)
    site.routes["/news/3"] = redirect(f"http://127.0.0.1.nip.example:{site.port}/news/1")
    links = [
        site.url("/news/1"), site.url("/news/2"), site.url("/news/3"), away, "file:///etc/passwd", "ftp://127.0.0.1/x",
        f"http://user:word@127.0.0.1:{site.port}/news/1", f"http://[::1]:{site.port}/news/1",
        f"http://localhost:{site.port}/news/1",
    ]  # fmt: skip
    items = "".join(rss_item(link, f"Bridge {number}") for number, link in enumerate(links))
    image = f'<image><url>{away}.png</url></image><docs>{away}</docs><cloud domain="127.0.0.1" port="{other.port}"/>'
    feed = rss(image + items).replace("<rss", f'<!DOCTYPE rss PUBLIC "-//N//DTD RSS 0.91//EN" "{away}.dtd"><rss')
    site.routes["/feed.xml"] = reply(feed.replace("?>", f'?><?xml-stylesheet href="{away}.xsl"?>', 1))
    site.routes["/sitemap.xml"] = reply(
        f"""<!DOCTYPE sitemapindex SYSTEM "{away}.dtd"><sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
        xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="{away} {away}.xsd">
        <sitemap><loc>{away}.xml</loc></sitemap><sitemap><loc>{site.url("/part.xml")}</loc></sitemap></sitemapindex>"""
    )
    site.routes["/part.xml"] = reply(
        f"""<urlset xmlns:i="http://www.google.com/schemas/sitemap-image/1.1"><url><loc>{site.url("/news/9")}</loc>
        <i:image><i:loc>{away}.png</i:loc></i:image></url></urlset>"""
    )


def test_what_could_not_be_fetched_stands_in_the_rejects_once(site: Site, a_desk: Desk, open_suites: Path) -> None:
    publish(site, 0)
    site.routes["/news/1"] = reply("", 410)
    a_desk.poller.poll(source(site.url("/feed.xml")), 30)
    lake, run = Lake(a_desk.root.parent / "lake"), run_context(open_suites)
    assert record_refusals(lake, run, a_desk.root) == 1
    assert record_refusals(lake, run, a_desk.root) == 0
    (row,) = rows(lake, "core.rejects").iter_rows(named=True)
    assert (row["source_uri"], row["stage"], row["reason"]) == (site.url("/news/1"), "fetch", "gone")
    assert row["detail"] == f"courier: {site.url('/news/1')}: HTTP status 410"


def test_a_folder_is_read_until_nothing_more_can_come_into_it(site: Site, a_desk: Desk) -> None:
    publish(site, 0)
    a_desk.poller.poll(source(site.url("/feed.xml")), 30)
    (folder,) = untaken_folders(a_desk.root)
    for later in (0, 1):
        mark_taken([folder], date(2031, 5, 6) + timedelta(days=later))
        assert untaken_folders(a_desk.root) == [folder]
    mark_taken([folder], date(2031, 5, 8))
    assert untaken_folders(a_desk.root) == []


def test_the_charset_of_the_header_is_kept_for_reading_the_page(site: Site, a_desk: Desk, open_suites: Path) -> None:
    page = article_page(1).replace("Orla Vint", "Ķērsta Žagariņa").encode("iso-8859-4", "xmlcharrefreplace")
    site.routes["/news/1"] = reply(page, content_type="text/html; charset=ISO-8859-4")
    site.routes["/feed.xml"] = reply(rss(rss_item(site.url("/news/1"), "Bridge 1")))
    a_desk.poller.poll(source(site.url("/feed.xml")), 30)
    assert "said Ķērsta Žagariņa." in take_in(a_desk, open_suites)["text"][0]


def test_the_stored_answer_of_a_forgotten_article_goes_with_the_feeds_that_it_stood_in(tmp_path: Path) -> None:
    day = tmp_path / "fetched" / "post" / "2031-05-06"
    for folder in ("aa", "bb", ".lists"):
        (day / folder).mkdir(parents=True)
        (day / folder / "page.html.gz").write_bytes(b"")
    gone = str(day / "aa" / "page.html.gz")
    assert erase(tmp_path / "fetched", [gone, "/elsewhere/page.html", "standard input"]) == [gone]
    assert sorted(path.name for path in day.iterdir()) == ["bb"]


def test_a_source_that_still_shows_a_forgotten_article_does_not_bring_it_back(
    site: Site, a_desk: Desk, open_suites: Path
) -> None:
    publish(site, 0)  # articles 0 and 1
    live = source(site.url("/feed.xml"))
    a_desk.poller.poll(live, 30)
    articles = take_in(a_desk, open_suites)
    gone = articles.filter(pl.col("url") == site.url("/news/1"))
    erase(a_desk.root, gone["source_uri"])
    forgetful = replace(a_desk.poller, forgotten=Forgotten(frozenset(gone["article_id"])))
    publish(site, 1)  # the feed shows 0 to 3
    site.routes["/news/2"] = redirect(site.url("/news/1"))  # and one more way to the forgotten one
    a_desk.clock.go_on(hours=1)
    report = forgetful.poll(live, 30)
    stored = b"".join(path.read_bytes() for path in a_desk.root.rglob("*") if path.is_file() and path.suffix != ".gz")
    assert len(a_desk.files()) == 2  # 0 and 3
    assert list(a_desk.root.rglob(".lists/*")) == []
    assert b"Bridge 1" not in stored
    assert (report.stored, report.waiting) == (1, 0)
