"""sources.toml: what it may say, and that a mistake is told with its line, source and field."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from pipelines.fetching import FileSource, SourceList, SourcesFileError, WebSource, read_source_list

WHOLE = """
contact = "desk@velmark-courier.example"

[[feed]]
name = "courier"
url = "https://feeds.courier.example/all.xml"
hosts = ["www.courier.example"]
publisher = "Velmark Courier"
interval = "10m"
text = "page"
limits = { page_bytes = 1_000_000, seconds = 5, delay_seconds = 3 }

[[folder]]
name = "archive"
path = "archive"
publisher = "Old Courier"

[[sitemap]]
name = "ledger"
url = "https://ledger.example/news.xml"
allow_private = true
interval = "1d"

[[glob]]
name = "exports"
pattern = "exports/*/day-*.jsonl"
"""
CONTACT = 'contact = "desk@courier.example"\n'
FEED = '[[feed]]\nname = "a"\nurl = "https://a.example/"\n'


def read(tmp_path: Path, written: str) -> SourceList:
    (tmp_path / "sources.toml").write_text(written, encoding="utf-8")
    return read_source_list(tmp_path / "sources.toml")


def test_a_whole_file_is_read_in_its_order(tmp_path: Path) -> None:
    found = read(tmp_path, WHOLE)
    assert [source.name for source in found.sources] == ["courier", "archive", "ledger", "exports"]
    courier, archive, ledger, exports = found.sources
    assert isinstance(courier, WebSource) and isinstance(ledger, WebSource)
    assert (courier.kind, courier.text, courier.hosts) == ("feed", "page", ("www.courier.example",))
    assert (courier.interval, courier.limits.seconds, courier.limits.delay_seconds) == (timedelta(minutes=10), 5, 3)
    assert (ledger.kind, ledger.allow_private, ledger.interval) == ("sitemap", True, timedelta(days=1))
    assert isinstance(archive, FileSource) and isinstance(exports, FileSource)
    assert (archive.base, archive.publisher) == (tmp_path / "archive", "Old Courier")
    assert (exports.base, exports.pattern) == (tmp_path / "exports", "*/day-*.jsonl")
    assert (found.web, found.files) == ((courier, ledger), (archive, exports))


def test_without_a_file_there_are_no_sources(tmp_path: Path) -> None:
    assert read_source_list(tmp_path / "sources.toml") == SourceList()


def test_private_addresses_are_refused_unless_the_file_says_otherwise(tmp_path: Path) -> None:
    assert not read(tmp_path, CONTACT + FEED).web[0].allow_private


def test_the_files_of_a_pattern_are_those_that_are_there(tmp_path: Path) -> None:
    for name in ("exports/a/day-2.jsonl", "exports/a/day-1.jsonl", "exports/.b/day-1.jsonl", "exports/a/night.jsonl"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("{}")
    (tmp_path / "exports" / "a" / "day-3.jsonl").symlink_to("/etc/passwd")
    (exports,) = read(tmp_path, '[[glob]]\nname = "exports"\npattern = "exports/*/day-*.jsonl"').files
    assert exports.files() == [tmp_path / "exports" / "a" / name for name in ("day-1.jsonl", "day-2.jsonl")]
    assert exports.paths() == exports.files()


MISTAKES = [
    ("name = ", "sources.toml: no TOML"),
    ('feeds = "x"', "'feeds' is unknown; there are contact, [[feed]], [[sitemap]], [[folder]], [[glob]]"),
    ('[feed]\nname = "a"', "each feed begins with [[feed]], in two pairs of brackets"),
    (FEED, "contact must be a mail address or web page of yours"),
    (CONTACT + FEED + 'colour = "red"', "line 2: feed 1 (a): 'colour' is unknown; there are name,"),
    (CONTACT + '\n[[feed]]\nurl = "https://a.example/"', "line 3: feed 1: name must be a text"),
    (CONTACT + FEED.replace('"a"', '"../a"'), "name must be up to 40 of a-z, 0-9 and -"),
    (CONTACT + FEED.replace("https", "file"), "feed 1 (a): url: not a web address"),
    (CONTACT + FEED + 'interval = "soon"', 'interval must look like "15m"'),
    (CONTACT + FEED + 'interval = "0m"', "at least a minute"),
    (CONTACT + FEED + 'hosts = "b.example"', "hosts must be a list of names"),
    (CONTACT + FEED + 'hosts = ["b.example:8080"]', "hosts must be a list of names"),
    (CONTACT + FEED + 'hosts = ["example"]', "hosts must be a list of names"),
    (CONTACT + FEED + 'text = "all"', "text must be one of auto, page, feed, not 'all'"),
    (CONTACT + FEED + 'allow_private = "yes"', "allow_private must be true or false"),
    (CONTACT + FEED + "limits = 5", "limits must look like"),
    (CONTACT + FEED + "limits = { bytes = 5 }", "limits: 'bytes' is unknown; there are feed_bytes,"),
    (CONTACT + FEED + "limits = { seconds = 0 }", "limits: seconds must be a whole number from 1 to 20"),
    (CONTACT + FEED + "limits = { delay_seconds = 0 }", "limits: delay_seconds must be a whole number from 1"),
    (CONTACT + FEED + FEED, "two sources are named 'a'"),
    (CONTACT + FEED.replace('"a"', '"inbox"'), "'inbox' is the name of the inbox"),
    ('[[folder]]\nname = "a"', "line 1: folder 1 (a): path must be a text"),
    ('[[glob]]\nname = "a"\npath = "b"', "glob 1 (a): 'path' is unknown"),
]


@pytest.mark.parametrize(("written", "told"), MISTAKES)
def test_a_mistake_is_told_plainly(tmp_path: Path, written: str, told: str) -> None:
    with pytest.raises(SourcesFileError) as caught:
        read(tmp_path, written)
    assert told in str(caught.value)
    assert str(caught.value).startswith("sources.toml")
