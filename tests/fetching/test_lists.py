"""Feeds and sitemaps as lists of entries, and what is refused of them before a parser sees it."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from pipelines.fetching.entries import Entry, entry_from_json, entry_keys
from pipelines.fetching.failures import Failed, FetchError, Refused
from pipelines.fetching.feeds import read_feed
from pipelines.fetching.sitemaps import Part, read_sitemap
from tests.fetching.web import Desk, Site, article_page, reply, rss, rss_item, source

URL = "https://feeds.courier.example/all"
BOMB = '<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
FILE = '<!DOCTYPE rss [<!ENTITY secret SYSTEM "file:///etc/passwd">]>'
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="lv"><title>All</title><entry>
<id>tag:courier.example,2031:1</id><title type="html">Bridge &amp;amp; &lt;b>ferry&lt;/b></title>
<link rel="alternate" href="/news/1"/>
<published>2031-05-06T10:00:00+02:00</published><updated>2031-05-06T11:00:00+02:00</updated>
<author><name>Ana Brod</name></author><author><name>Tor Vell</name></author><category term="Politics"/>
<summary>Short.</summary><content type="html">&lt;p&gt;Long.&lt;/p&gt;</content></entry></feed>"""
JSON_FEED = {
    "version": "https://jsonfeed.org/version/1.1",
    "items": [
        {"id": 7, "url": "https://courier.example/7", "title": "Seven", "content_html": "<p>Long.</p>",
         "date_published": "2031-05-06T08:00:00Z", "authors": [{"name": "Ana Brod"}, "nobody"]},
        {"id": "8"}, "no item", {"title": "neither id nor address"},
    ],
}  # fmt: skip
SITEMAP = """<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:n="http://www.google.com/schemas/sitemap-news/0.9"
 xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
<url><image:image><image:loc>https://img.example/1.jpg</image:loc><image:title>No title</image:title></image:image>
<loc> https://courier.example/1 </loc><lastmod>2031-05-06</lastmod><n:news><n:publication><n:name>Courier</n:name>
<n:language>en</n:language></n:publication><n:publication_date>2031-05-05T08:00:00Z</n:publication_date>
<n:title>Bridge &amp; ferry</n:title></n:news></url><url><loc>mailto:desk@courier.example</loc></url></urlset>"""
INDEX = """<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<sitemap><loc>{old}</loc><lastmod>2030-01-01</lastmod></sitemap>
<sitemap><loc>{new}</loc><lastmod>{modified}</lastmod></sitemap></sitemapindex>"""


def test_atom_gives_everything_that_an_entry_says() -> None:
    (entry,) = read_feed(ATOM.encode(), URL)
    assert entry == Entry(
        entry_id="tag:courier.example,2031:1",
        link="https://feeds.courier.example/news/1",
        title="Bridge & ferry",
        published_at="2031-05-06T08:00:00+00:00",
        modified_at="2031-05-06T09:00:00+00:00",
        authors=("Ana Brod", "Tor Vell"),
        section="Politics",
        summary="Short.",
        text="<p>Long.</p>",
    )
    assert entry_from_json(entry.as_json()) == entry


def test_json_feed_is_read_and_items_that_name_nothing_are_left_out() -> None:
    seven, eight = read_feed(json.dumps(JSON_FEED).encode(), URL)
    assert (seven.entry_id, seven.link, seven.text) == ("7", "https://courier.example/7", "<p>Long.</p>")
    assert (seven.published_at, seven.authors) == ("2031-05-06T08:00:00Z", ("Ana Brod",))
    assert (eight.entry_id, eight.link) == ("8", "")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "windows-1257", "big5"])
def test_a_feed_is_read_in_the_encoding_that_it_declares(encoding: str) -> None:
    title = "橋" if encoding == "big5" else "Bridge" if encoding == "utf-8" else "Tilts"
    feed = rss(rss_item("https://courier.example/1", title)).replace("UTF-8", encoding)
    (entry,) = read_feed(feed.encode(encoding), URL)
    assert entry.title == title


@pytest.mark.parametrize("prolog", [BOMB, FILE])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_feed_that_declares_entities_is_refused_unread(prolog: str, encoding: str) -> None:
    feed = rss(rss_item("https://courier.example/1", "&b;&secret;")).replace("<rss", f"{prolog}<rss")
    with pytest.raises(Refused, match="declares entities"):
        read_feed(feed.replace("UTF-8", encoding).encode(encoding), URL)
    with pytest.raises(Refused, match="declares entities"):
        read_sitemap(SITEMAP.replace("<urlset", f"{prolog}<urlset").encode(), URL, 10**6)


@pytest.mark.parametrize(
    "content",
    [b"", b"<!doctype html><html><body>Log in</body></html>", b"%PDF-1.7", b"{}", b'{"a": ', b"[1]", b"<rss",
     b"\xff\xfe", b"<opml></opml>", b"x" * 1000,
     b'{"version": "https://jsonfeed.org/version/1.1", "items": ' + b"[" * 100_000],
)  # fmt: skip
def test_what_is_no_feed_is_no_feed_for_now(content: bytes) -> None:
    with pytest.raises(Failed):
        read_feed(content, URL)
    with pytest.raises(Failed):
        read_sitemap(content, URL, 10**6)


def test_a_feed_with_mistakes_in_it_is_read_but_not_one_that_breaks_off() -> None:
    feed = rss(rss_item("https://courier.example/1", "Bridge &nbsp; & ferry <b>open")).encode()
    assert [entry.link for entry in read_feed(feed, URL)] == ["https://courier.example/1"]
    for end in range(120, len(feed) - 6, 7):
        with pytest.raises(FetchError):
            read_feed(feed[:end], URL)


def test_a_news_sitemap_gives_the_page_and_not_its_pictures() -> None:
    for content in (SITEMAP.encode(), gzip.compress(SITEMAP.encode())):
        (entry,) = read_sitemap(content, URL, 10**6)
        assert entry == Entry(
            entry_id="https://courier.example/1",
            link="https://courier.example/1",
            title="Bridge & ferry",
            published_at="2031-05-05T08:00:00Z",
            modified_at="2031-05-06",
            language="en",
            publisher="Courier",
        )


def test_a_sitemap_that_is_a_bomb_or_breaks_off_is_refused() -> None:
    with pytest.raises(Refused, match="too_large"):
        read_sitemap(gzip.compress(b" " * 3_000_000 + SITEMAP.encode()), URL, 10**6)
    with pytest.raises(Failed, match="breaks off"):
        read_sitemap(SITEMAP.encode()[:-20], URL, 10**6)


def test_an_index_gives_its_parts() -> None:
    index = INDEX.format(old="/old.xml", new="/new.xml", modified="2031-05-06").encode()
    assert read_sitemap(index, "https://courier.example/index.xml", 10**6) == [
        Part("https://courier.example/old.xml", "2030-01-01"),
        Part("https://courier.example/new.xml", "2031-05-06"),
    ]


def test_entries_are_known_by_their_links_and_by_ids_where_links_are_shared() -> None:
    entries = [
        Entry("a", "https://courier.example/1?utm_source=rss"),
        Entry("b", "https://courier.example/"),
        Entry("c", "https://courier.example/"),
        Entry("d", ""),
    ]
    assert entry_keys(entries) == ["https://courier.example/1", "b", "c", "d"]


@pytest.mark.parametrize(
    "end", ["", " Read more", " […]", " [&#8230;]", "...", " The post Bridge appeared first on Courier."]
)
def test_a_text_that_ends_with_an_invitation_is_no_full_text(end: str) -> None:
    text = f"<p>{'The bridge will open in June. ' * 30}</p>{end}"
    assert Entry("a", "https://courier.example/1", text=text).has_full_text is (end == "")
    assert not Entry("a", "https://courier.example/1", summary=text, text=text).has_full_text


def test_the_parts_of_an_index_are_read_again_when_their_date_changes(site: Site, a_desk: Desk) -> None:
    live = source(site.url("/index.xml"), "sitemap")
    for number in (1, 2):
        site.routes[f"/news/{number}"] = reply(article_page(number))

    def publish(number: int) -> None:
        day = f"2031-05-0{number + 4}"
        index = INDEX.format(old=site.url("/old.xml"), new=site.url("/part.xml"), modified=day)
        site.routes["/index.xml"] = reply(index)
        site.routes["/part.xml"] = reply(f"<urlset><url><loc>{site.url(f'/news/{number}')}</loc></url></urlset>")

    publish(1)
    for _ in range(2):
        a_desk.poller.poll(live, 30)
        a_desk.clock.go_on(minutes=15)
    publish(2)
    a_desk.poller.poll(live, 30)
    assert site.paths() == ["/index.xml", "/part.xml", "/news/1", "/index.xml", "/index.xml", "/part.xml", "/news/2"]


SHARED = Path(__file__).resolve().parents[3] / "shared" / "data"


@pytest.mark.skipif(not SHARED.is_dir(), reason="needs ../shared/data")
def test_three_articles_are_found_in_every_kind_of_list() -> None:
    links = []
    for name in ("news.rss.xml", "news.atom.xml"):
        entries = read_feed((SHARED / "feeds" / name).read_bytes(), URL)
        assert all(entry.has_full_text and entry.published_at and entry.title for entry in entries)
        links.append(sorted(entry.link for entry in entries))
    found = read_sitemap((SHARED / "feeds" / "news-sitemap.xml").read_bytes(), URL, 10**7)
    links.append(sorted(entry.link for entry in found if isinstance(entry, Entry)))
    assert links[0] == links[1] == links[2]
    assert len(links[0]) == 3


@pytest.mark.skipif(not SHARED.is_dir(), reason="needs ../shared/data")
@pytest.mark.parametrize("name", ["07_entity_bomb.rss.xml", "08_xxe.rss.xml", "09_truncated.rss.xml"])
def test_hostile_feeds_are_not_read(name: str) -> None:
    with pytest.raises(FetchError):
        read_feed((SHARED / "bad_inputs" / name).read_bytes(), URL)
