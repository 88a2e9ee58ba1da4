"""Following a feed: each article once, corrections again, nothing lost to failures, everything kept as it came."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from pipelines.fetching import Poll, SourceBusy
from pipelines.fetching.polling import _alone
from pipelines.fetching.sources import SourceLimits
from tests.fetching.web import (
    Answer,
    Desk,
    Request,
    Site,
    article_page,
    desk,
    raw,
    redirect,
    reply,
    rss,
    rss_item,
    source,
    with_etag,
)


def publish(site: Site, *numbers: int, **changes: str) -> None:
    """Put articles and a feed of them on the site."""
    for number in numbers:
        site.routes[f"/news/{number}"] = reply(article_page(number), content_type="text/html")
    items = "".join(rss_item(site.url(f"/news/{number}"), f"Bridge {number}", **changes) for number in numbers)
    site.routes["/feed.xml"] = reply(rss(items), content_type="application/rss+xml")


def poll(found: Desk, site: Site, **changes: object) -> Poll:
    return found.poller.poll(source(site.url("/feed.xml"), **changes), 30)  # type: ignore[arg-type]


def next_poll(found: Desk, site: Site, **changes: object) -> Poll:
    found.clock.go_on(minutes=15)
    return poll(found, site, **changes)


def text_of(path: Path) -> str:
    return gzip.decompress(path.read_bytes()).decode()


def test_the_articles_of_a_feed_are_stored_as_they_came_with_what_the_feed_says(site: Site, a_desk: Desk) -> None:
    publish(site, 1, 2)
    found = poll(a_desk, site)
    assert (found.new, found.stored, found.waiting, found.problems) == (2, 2, 0, [])
    pages = a_desk.files()
    assert {text_of(page) for page in pages} == {article_page(1), article_page(2)}
    beside = [json.loads((page.parent / "page.html.json").read_text()) for page in pages]
    assert {one["url"] for one in beside} == {site.url("/news/1"), site.url("/news/2")}
    assert {one["published_at"] for one in beside} == {"2031-05-06T08:00:00+00:00"}
    assert {one["publisher"] for one in beside} == {"Velmark Courier"}


def test_what_a_feed_showed_before_is_not_fetched_again(site: Site, a_desk: Desk) -> None:
    publish(site, 1)
    poll(a_desk, site)
    publish(site, 1, 2)
    found = next_poll(a_desk, site)
    assert (found.new, found.changed, found.stored) == (1, 0, 1)
    assert site.paths().count("/news/1") == 1


def test_a_feed_is_not_asked_before_its_interval_is_over(site: Site, a_desk: Desk) -> None:
    publish(site, 1)
    poll(a_desk, site)
    a_desk.clock.go_on(minutes=14)
    assert poll(a_desk, site).list_status == "not due yet"
    assert site.paths().count("/feed.xml") == 1


def test_an_unchanged_feed_is_asked_with_its_etag_and_answers_with_nothing(site: Site, a_desk: Desk) -> None:
    site.routes["/feed.xml"] = with_etag(rss(""), '"one"')
    poll(a_desk, site)
    assert next_poll(a_desk, site).list_status == "unchanged"
    assert site.requests[-1].headers["if-none-match"] == '"one"'


def test_an_entry_that_the_feed_changes_is_fetched_again(site: Site, a_desk: Desk) -> None:
    publish(site, 1)
    poll(a_desk, site)
    publish(site, 1, day="Tue, 06 May 2031 09:45:00 GMT")
    site.routes["/news/1"] = reply(article_page(1, "will open in July"), content_type="text/html")
    found = next_poll(a_desk, site)
    assert (found.new, found.changed, found.stored) == (0, 1, 1)
    assert {("July" in text_of(page)) for page in a_desk.files()} == {True, False}


def test_a_page_that_did_not_change_after_all_gives_no_second_document(site: Site, a_desk: Desk) -> None:
    publish(site, 1)
    site.routes["/news/1"] = with_etag(article_page(1), '"page"', content_type="text/html")
    poll(a_desk, site)
    publish_again = rss(rss_item(site.url("/news/1"), "Bridge 1, updated"))
    site.routes["/feed.xml"] = reply(publish_again)
    found = next_poll(a_desk, site)
    assert (found.changed, found.stored, found.unchanged) == (1, 0, 1)
    assert site.requests[-1].headers["if-none-match"] == '"page"'
    assert len(a_desk.files()) == 1


def test_ids_and_tracking_parameters_that_change_with_every_poll_make_no_new_articles(site: Site, a_desk: Desk) -> None:
    site.routes["/news/1?utm_source=1"] = reply(article_page(1), content_type="text/html")
    for turn in (1, 2):
        link = site.url(f"/news/1?utm_source={turn}")
        site.routes["/feed.xml"] = reply(rss(rss_item(link, "Bridge 1").replace("<guid>", f"<guid>{turn}")))
        found = next_poll(a_desk, site)
    assert (found.new, found.changed) == (0, 0)
    assert len(a_desk.files()) == 1


def test_an_article_whose_whole_text_stands_in_the_feed_is_taken_from_there(site: Site, a_desk: Desk) -> None:
    text = f"<p>{'The bridge will open in June, said Orla Vint. ' * 20}</p>"
    full = f"<description>Short.</description><content:encoded><![CDATA[{text}]]></content:encoded>"
    feed = rss(rss_item(site.url("/news/1"), "Bridge 1", more=full))
    site.routes["/feed.xml"] = reply(
        feed.replace("<rss", '<rss xmlns:content="http://purl.org/rss/1.0/modules/content/"')
    )
    assert poll(a_desk, site).stored == 1
    assert site.paths() == ["/feed.xml"]
    record = json.loads(a_desk.files()[0].read_text())
    assert (record["text"], record["url"], record["title"]) == (text, site.url("/news/1"), "Bridge 1")


def test_a_teaser_in_a_feed_is_no_article(site: Site, a_desk: Desk) -> None:
    publish(site, 1)
    teaser = "<description>The bridge will open, the minister says.</description>"
    site.routes["/feed.xml"] = reply(rss(rss_item(site.url("/news/1"), "Bridge 1", more=teaser)))
    poll(a_desk, site)
    assert site.paths() == ["/feed.xml", "/news/1"]


def test_the_bytes_of_every_list_are_kept_where_ingest_does_not_look(site: Site, a_desk: Desk) -> None:
    publish(site, 1)
    poll(a_desk, site)
    (kept,) = a_desk.root.glob("courier/2031-05-06/.lists/*.gz")
    assert "Bridge 1" in text_of(kept)


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (reply("", 410), "gone"),
        (reply(b"%PDF-1.7 \x00\x01", content_type="text/html"), "not_an_article"),
        (reply("{}", content_type="application/json"), "not_an_article"),
        (redirect("/"), "not_an_article"),
        (redirect("https://elsewhere.example/1"), "foreign_address"),
        (reply("x" * 20_001, content_type="text/html"), "too_large"),
    ],
)
def test_what_will_never_be_an_article_is_refused_once_with_a_reason(
    site: Site, a_desk: Desk, answer: Answer, reason: str
) -> None:
    publish(site, 1)
    site.routes |= {"/news/1": answer, "/": reply(article_page(0), content_type="text/html")}
    limits = SourceLimits(delay_seconds=0, seconds=2, page_bytes=20_000)
    assert poll(a_desk, site, limits=limits).refused == 1
    assert next_poll(a_desk, site, limits=limits).refused == 0
    rows = a_desk.state.rows("select * from refusals")
    assert [(row["source"], row["reason"], row["address"]) for row in rows] == [
        ("courier", reason, site.url("/news/1"))
    ]
    assert a_desk.files() == []


def test_a_server_that_says_unchanged_unasked_gives_no_document(site: Site, a_desk: Desk) -> None:
    publish(site, 1)
    site.routes["/news/1"] = reply("", 304)
    found = poll(a_desk, site)
    assert (found.stored, found.failed, found.documents) == (0, 1, 0)


def test_links_and_ids_at_the_limits_of_what_can_be_kept_end_no_poll(site: Site, a_desk: Desk) -> None:
    long, odd = site.url("/" + "\u00e9" * 500), "\ud800\0\n"
    items = [
        {"id": odd, "url": long},
        {"id": odd + "2", "content_text": "words " * 100},
        {"id": "3", "url": "http://["},
    ]
    feed = {"version": "https://jsonfeed.org/version/1.1", "items": items}
    site.routes["/feed.xml"] = reply(json.dumps(feed), etag='"a\r\n b"')
    found = poll(a_desk, site)
    assert (found.is_list_failed, found.new, found.waiting) == (False, 3, 0)
    assert (found.stored, found.refused) == (1, 2)
    assert not next_poll(a_desk, site).is_list_failed


def test_a_page_that_is_missing_is_tried_three_times(site: Site, a_desk: Desk) -> None:
    publish(site, 1)
    del site.routes["/news/1"]
    for _ in range(4):
        next_poll(a_desk, site)
    assert site.paths().count("/news/1") == 3
    assert a_desk.state.rows("select reason from refusals")[0]["reason"] == "gone"


def test_a_page_whose_end_nobody_tells_is_taken_when_it_comes_twice_alike(site: Site, a_desk: Desk) -> None:
    publish(site, 1)
    whole = article_page(1).encode()
    cut = [b"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n" + whole[:end] for end in (len(whole) - 200, -14, -14)]
    site.routes["/news/1"] = lambda request: iter([cut.pop(0)])
    assert [next_poll(a_desk, site).stored for _ in range(3)] == [0, 0, 1]
    assert text_of(a_desk.files()[0]) == whole[:-14].decode()


def test_a_feed_that_breaks_off_is_read_when_it_is_whole_again(site: Site, a_desk: Desk) -> None:
    publish(site, 1, 2)
    whole = b"".join(site.routes["/feed.xml"](Request("/", {})))
    body = whole.partition(b"\r\n\r\n")[2]
    site.routes["/feed.xml"] = raw(b"HTTP/1.0 200 OK\r\n\r\n" + body[:-60])
    assert poll(a_desk, site).is_list_failed
    assert a_desk.files() == []
    site.routes["/feed.xml"] = raw(b"HTTP/1.0 200 OK\r\n\r\n" + body)
    a_desk.clock.go_on(minutes=1)
    assert poll(a_desk, site).stored == 2


def test_a_feed_that_is_gone_is_never_asked_again(site: Site, a_desk: Desk) -> None:
    site.routes["/feed.xml"] = reply("", 410)
    poll(a_desk, site)
    a_desk.clock.go_on(days=365)
    assert poll(a_desk, site).list_status.startswith("gone")
    assert site.paths() == ["/feed.xml"]
    assert [row["reason"] for row in a_desk.state.rows("select reason from refusals")] == ["gone"]


def test_a_feed_that_moved_for_good_is_asked_at_its_new_address(site: Site, a_desk: Desk) -> None:
    publish(site, 1)
    site.routes |= {"/new.xml": site.routes["/feed.xml"], "/feed.xml": redirect("/new.xml", 301)}
    poll(a_desk, site)
    next_poll(a_desk, site)
    assert site.paths().count("/feed.xml") == 1
    assert site.paths().count("/new.xml") == 2


def test_a_feed_that_moved_for_now_is_asked_at_its_own_address(site: Site, a_desk: Desk) -> None:
    publish(site, 1)
    site.routes |= {"/new.xml": site.routes["/feed.xml"], "/feed.xml": redirect("/new.xml", 302)}
    poll(a_desk, site)
    next_poll(a_desk, site)
    assert site.paths().count("/feed.xml") == 2


def test_old_entries_are_left_alone(site: Site, a_desk: Desk) -> None:
    publish(site, 1, day="Tue, 06 May 2030 08:00:00 GMT")
    assert (poll(a_desk, site).new, site.paths()) == (0, ["/feed.xml"])


def test_a_crash_after_any_step_loses_and_doubles_nothing(site: Site, tmp_path: Path) -> None:
    """Whatever part dies, the next desk goes on from there; the feed tells it that nothing changed meanwhile."""
    for number, (place, method) in enumerate([("store", "keep_page"), ("state", "take"), ("state", "_add")]):
        root = tmp_path / str(number)
        site.requests.clear()
        publish(site, 1, 2)
        items = "".join(rss_item(site.url(f"/news/{number}"), f"Bridge {number}") for number in (1, 2))
        site.routes["/feed.xml"] = with_etag(rss(items), '"one"')
        with pytest.MonkeyPatch.context() as patch, desk(root) as first:
            patch.setattr(f"pipelines.fetching.{_MODULES[place]}.{method}", _crash)
            with pytest.raises(KeyboardInterrupt):
                poll(first, site)
        with desk(root) as second:
            second.clock.go_on(minutes=15)
            poll(second, site)
            assert {text_of(page) for page in second.files()} == {article_page(1), article_page(2)}
            assert len(second.files()) == 2


_MODULES = {"store": "store.Store", "state": "source_state.SourceState"}


def _crash(*_: object, **__: object) -> None:
    raise KeyboardInterrupt


def test_two_processes_do_not_poll_one_source_at_a_time(site: Site, a_desk: Desk) -> None:
    publish(site, 1)
    with _alone(a_desk.root, "courier"), pytest.raises(SourceBusy, match="courier is being polled"):
        poll(a_desk, site)
