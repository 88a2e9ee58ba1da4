"""Hostile and broken input: everything ends as an article or as a refusal with a reason, and nothing is lost."""

from __future__ import annotations

import csv
import gzip
import io
import json
import os
import signal
import socket
import tarfile
import zipfile
from pathlib import Path

import pytest

from pipelines.demo import samples_folder
from pipelines.ingest import Document, Hints, Limits, Rejected, extract_article, read_sources
from pipelines.ingest.extraction import extract_article_apart
from pipelines.ingest.isolation import Broken, Worker
from pipelines.ingest.reading import read_sources_apart
from pipelines.ingest.records import REASONS
from tests.ingest.articles_for_tests import AS_OF, PAGE, SHARED, TEXT, documents, page_outcome, refusals, taken

BAD = SHARED / "data" / "bad_inputs"
GOOD = json.dumps({"title": "Port", "text": TEXT}).encode()
needs_shared = pytest.mark.skipif(not BAD.exists(), reason="the shared evaluation data is not here")
COUNTED = {"05_truncated.jsonl.gz": ((20, 20), (1, 1)), "11_corrupt_middle.warc.gz": ((2, 2), (1, 1)),
           "14_duplicate_ids.jsonl": ((5, 5), (0, 0))}  # fmt: skip


def outcomes(path: Path, hints: Hints | None = None) -> tuple[int, list[Rejected]]:
    """How many articles there are, and the refusals."""
    found = [
        one if isinstance(one, Rejected) else extract_article(one, as_of=AS_OF)
        for one in read_sources([path], hints or Hints())
    ]
    rejected = [one for one in found if isinstance(one, Rejected)]
    return len(found) - len(rejected), rejected


def _cases() -> list[dict[str, str]]:
    if not BAD.exists():
        return []
    with (BAD / "index.csv").open(encoding="utf-8") as file:
        return [row for row in csv.DictReader(file) if row["file"] != "make_links.sh"]


def _span(words: str) -> tuple[int, int]:
    low, _, high = words.partition("-")
    return int(low), int(high or low)


@needs_shared
@pytest.mark.parametrize("case", _cases(), ids=lambda case: case["file"])
def test_every_bad_input_ends_as_its_index_asks(case: dict[str, str]) -> None:
    name = case["file"]
    articles, rejects = COUNTED.get(name) or (_span(case["articles_expected"]), _span(case["rejects_expected"]))
    count, rejected = outcomes(BAD / name)
    assert articles[0] <= count <= articles[1], rejected
    assert rejects[0] <= len(rejected) <= rejects[1], rejected
    assert {one.reason for one in rejected} <= set(REASONS)


XML_HEAD = '<?xml version="1.0"?><rss version="2.0"><channel><title>T</title>'
ITEM = "<item><title>{title}</title><description>{body}</description></item>"


def _feed(*items: str) -> str:
    return XML_HEAD + "".join(items) + "</channel></rss>"


def _item(number: int) -> str:
    return ITEM.format(title=f"Port {number}", body="The port stays open, Orla Tevick said. " * 20)


def test_a_broken_item_of_a_feed_is_refused_alone(tmp_path: Path) -> None:
    (tmp_path / "a.rss").write_text(_feed(_item(1), "<item><title>x</titel></item>", _item(3)))
    assert [one.source_uri[-2:] for one in documents(tmp_path)] == ["I1", "I3"]
    assert [(one.source_uri[-2:], one.reason) for one in refusals(tmp_path)] == [("I2", "not_xml")]


def test_a_feed_with_named_characters_and_bare_ampersands_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.rss").write_text(
        _feed(_item(1).replace("port stays", "port&nbsp;&amp; pier &mdash; R&D &LT; stays"))
    )
    (found,) = documents(tmp_path)
    assert "port\u00a0& pier — R&D < stays" in taken(extract_article(found)).text.replace("port &", "port\u00a0&")


@pytest.mark.parametrize(
    "declaration",
    ['<!DOCTYPE x [<!ENTITY a "b">]>', '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>',
     '<!DOCTYPE x [<!ENTITY % p SYSTEM "http://127.0.0.1:9/e.dtd"> %p;]>'],
)  # fmt: skip
@pytest.mark.parametrize("name", ["a.rss", "a.atom", "a.nitf", "a.newsml", "sitemap.xml"])
def test_declared_entities_are_neither_expanded_nor_read(tmp_path: Path, name: str, declaration: str) -> None:
    roots = {"a.rss": "rss", "a.atom": "feed", "a.nitf": "nitf", "a.newsml": "newsItem", "sitemap.xml": "urlset"}
    (tmp_path / name).write_text(f"{declaration}<{roots[name]}><item><title>&a;</title></item></{roots[name]}>")
    count, rejected = outcomes(tmp_path)
    assert (count, [one.reason for one in rejected]) == (0, ["unsafe_xml"])


def _tar_with(*members: tarfile.TarInfo) -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        for member in members:
            archive.addfile(member, io.BytesIO(b"x" * member.size))
    return packed.getvalue()


def _member(name: str, kind: bytes = tarfile.REGTYPE, target: str = "", size: int = 0) -> tarfile.TarInfo:
    member = tarfile.TarInfo(name)
    member.type, member.linkname, member.size = kind, target, size
    return member


def test_links_devices_and_names_that_lead_outside_an_archive_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a.tar").write_bytes(
        _tar_with(
            _member("../../etc/cron.d/a.txt", size=4),
            _member("/etc/a.txt", size=4),
            _member("link.txt", tarfile.SYMTYPE, "/etc/passwd"),
            _member("hard.txt", tarfile.LNKTYPE, "/etc/passwd"),
            _member("device.txt", tarfile.CHRTYPE),
        )
    )
    count, rejected = outcomes(tmp_path)
    assert (count, [one.reason for one in rejected]) == (0, ["unsafe_path"] * 2 + ["not_a_file"] * 3)
    assert list(tmp_path.iterdir()) == [tmp_path / "a.tar"]


def test_bombs_in_archives_are_refused_and_the_members_around_them_read(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", TEXT)
        archive.writestr("b.jsonl", b"0" * 60_000_000)
        archive.writestr("c.gz", gzip.compress(b"0" * 60_000_000))
    count, rejected = outcomes(tmp_path)
    assert (count, [(one.source_uri[-5:], one.reason) for one in rejected]) == (
        1,
        [("jsonl", "too_large"), ("/c.gz", "too_large")],
    )


def test_archives_within_archives_end_at_a_limit(tmp_path: Path) -> None:
    content, name = TEXT.encode(), "a.txt"
    for depth in range(5):
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            archive.writestr(name, content)
        content, name = packed.getvalue(), f"a{depth}.zip"
    (tmp_path / "a.zip").write_bytes(content)
    count, rejected = outcomes(tmp_path)
    assert (count, [one.reason for one in rejected]) == (0, ["too_deep"])


def test_damaged_archives_give_what_is_whole(tmp_path: Path) -> None:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as archive:
        for number in range(3):
            body = os.urandom(200_000).hex().encode() if number == 2 else f"{TEXT} {number}".encode()
            member = _member(f"{number}.txt", size=len(body))
            archive.addfile(member, io.BytesIO(body))
    (tmp_path / "a.tar.gz").write_bytes(packed.getvalue()[:-50_000])
    count, rejected = outcomes(tmp_path)
    assert count == 2
    assert {one.reason for one in rejected} == {"corrupt"}
    (tmp_path / "a.tar.gz").unlink()
    (tmp_path / "b.zip").write_bytes(b"PK\x03\x04" + b"\0" * 100)
    assert [one.reason for one in outcomes(tmp_path)[1]] == ["corrupt"]


def _warc(*payloads: bytes, status: bytes = b"200 OK", kind: bytes = b"text/html") -> list[bytes]:
    records = []
    for number, payload in enumerate(payloads):
        http = b"HTTP/1.1 " + status + b"\r\nContent-Type: " + kind + b"\r\n\r\n" + payload
        head = b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://p.example/%d\r\n" % number
        head += b"Content-Type: application/http; msgtype=response\r\nContent-Length: %d\r\n\r\n" % len(http)
        records.append(head + http + b"\r\n\r\n")
    return records


@pytest.mark.parametrize("packed", [False, True])
def test_damaged_records_are_refused_by_offset_and_all_others_read(tmp_path: Path, packed: bool) -> None:
    records = _warc(*(PAGE.encode() for _ in range(5)))
    parts = [gzip.compress(record) for record in records] if packed else records
    offset = len(parts[0]) + len(parts[1])
    if packed:
        parts[2] = parts[2][:300] + bytes(20) + parts[2][320:]
    else:
        parts[2] = parts[2].replace(b"Content-Length: ", b"Content-Length: 9")
    parts[4] = parts[4][:-60]
    (tmp_path / "a.warc").write_bytes(b"".join(parts))
    assert len(documents(tmp_path)) == 3
    found = refusals(tmp_path)
    assert [one.reason for one in found] == ["corrupt", "corrupt"] or [one.reason for one in found] == ["corrupt"] * 2
    assert found[0].source_uri.endswith(f"#B{offset}")


@pytest.mark.parametrize("whole", [False, True])
def test_large_records_in_gzip_members_are_all_read(tmp_path: Path, whole: bool) -> None:
    pages = [f"{PAGE}<!-- {os.urandom(150_000).hex()} {'x' * 400_000} -->".encode() for _ in range(4)]
    records = _warc(*pages)
    packed = gzip.compress(b"".join(records)) if whole else b"".join(map(gzip.compress, records))
    (tmp_path / "a.warc.gz").write_bytes(packed)
    assert [one.content for one in documents(tmp_path)] == pages
    assert refusals(tmp_path) == []


def test_answers_that_are_no_pages_are_refused_with_their_status_or_type(tmp_path: Path) -> None:
    records = _warc(b"gone", status=b"404 Not Found") + _warc(b"\x89PNG", kind=b"image/png") + _warc(PAGE.encode())
    (tmp_path / "a.warc").write_bytes(b"".join(records))
    assert len(documents(tmp_path)) == 1
    assert [one.reason for one in refusals(tmp_path)] == ["bad_status", "not_text"]


def test_a_page_served_with_a_charset_is_read_in_it(tmp_path: Path) -> None:
    page = PAGE.replace('<meta charset="utf-8">', "").replace("Tevick", "Tēvičs").encode("cp1257")
    (tmp_path / "a.warc").write_bytes(b"".join(_warc(page, kind=b"text/html; charset=windows-1257")))
    (found,) = documents(tmp_path)
    assert "Orla Tēvičs said" in taken(extract_article(found)).text
    assert found.metadata["url"] == "https://p.example/0"


def test_names_with_line_breaks_and_direction_marks_are_shown_escaped(tmp_path: Path) -> None:
    for name in ("new\nline.txt", "flip\u202etxt.exe", "'; DROP TABLE articles;--.txt", "\x1b[31mred.txt"):
        (tmp_path / name).write_text(TEXT)
    shown = [Path(one.source_uri).name for one in read_sources([tmp_path])]
    assert shown == ["\\x1b[31mred.txt", "'; DROP TABLE articles;--.txt", "flip\\u202etxt.exe", "new\\nline.txt"]


def test_hidden_characters_are_taken_out_of_words() -> None:
    page = PAGE.replace("Orla Tevick said", "Orla Te\u200bvi\u00adck \u202esaid\u202c\x00")
    assert "Orla Tevick said" in taken(page_outcome(page)).text


def test_a_page_of_endless_depth_or_text_is_refused_at_once() -> None:
    deep = "<html><body>" + "<div>" * 20_000 + f"<p>{TEXT}</p>"
    assert page_outcome(deep).reason in ("too_deep", "no_text")  # type: ignore[union-attr]
    long = "<html><body>" + "<p>“We wait,” she said.</p>" * 120_000
    assert isinstance(outcome := page_outcome(long), Rejected)
    assert outcome.reason == "too_large"


def test_the_rest_goes_on_after_a_pipe_and_after_a_job_that_fails(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(GOOD)
    os.mkfifo(tmp_path / "b.jsonl")
    (tmp_path / "c.jsonl").write_bytes(GOOD)
    worker = Worker(patience=20)
    try:
        found = list(read_sources_apart([tmp_path], worker=worker))
        assert [type(one).__name__ for one in found] == ["Document", "Rejected", "Document"]
        assert taken(extract_article_apart(found[0], worker=worker)).title == "Port"  # type: ignore[arg-type]
        with pytest.raises(Broken, match="Error"):
            list(worker.run("extract", ["no document"]))
    finally:
        worker.close()


def test_the_worker_is_killed_after_its_patience_and_started_anew(tmp_path: Path) -> None:
    worker = Worker(patience=0.5)
    (tmp_path / "a.jsonl").write_bytes(GOOD)
    try:
        worker.start()
        assert worker._process is not None
        assert worker._begin(60)
        os.kill(worker._process.pid, signal.SIGSTOP)
        (refused,) = read_sources_apart([tmp_path / "a.jsonl"], worker=worker)
        assert isinstance(refused, Rejected)
        assert (refused.stage, refused.reason) == ("read", "timed_out")
        (again,) = read_sources_apart([tmp_path / "a.jsonl"], worker=worker)
        assert isinstance(again, Document)
    finally:
        worker.close()


def test_a_reader_that_takes_too_much_memory_costs_one_file(tmp_path: Path) -> None:
    worker = Worker(memory=20_000_000)
    (tmp_path / "a.json").write_bytes(b"[" + b'{"a": 1},' * 3_000_000 + b"{}]")
    (tmp_path / "b.jsonl").write_bytes(GOOD)
    try:
        first, second = read_sources_apart([tmp_path], worker=worker)
        assert isinstance(first, Rejected)
        assert first.reason == "failed"
        assert isinstance(second, Document)
    finally:
        worker.close()


def test_reading_opens_no_socket(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    (tmp_path / "a.html").write_text(PAGE.replace("<article>", '<article><img src="http://127.0.0.1:9/a.png">'))
    (tmp_path / "a.rss").write_text(
        '<!DOCTYPE rss SYSTEM "http://127.0.0.1:9/rss.dtd">' + _feed(_item(1)).partition("?>")[2]
    )
    for folder in (tmp_path, samples_folder(), *([BAD] if BAD.exists() else [])):
        assert outcomes(folder)[0] > 0


def test_a_limit_is_named_in_the_refusal(tmp_path: Path) -> None:
    (tmp_path / "a.rss").write_text(_feed(*(_item(number) for number in range(50))))
    (refusal,) = refusals(tmp_path, Hints(limits=Limits(xml_bytes=1000)))
    assert (refusal.reason, "xml_bytes" in refusal.detail) == ("too_large", True)


@pytest.mark.parametrize("mark", ["\x01", "&#1;", "\x0c", "&#x1f;", "\ufffe"])
def test_control_characters_behind_a_box_that_is_taken_off_do_no_harm(mark: str) -> None:
    page = PAGE.replace("The port", f'<span class="ad-slot">x</span>{mark}The port')
    assert "The port of Hallmere will stay open" in taken(page_outcome(page)).text


def test_an_address_with_half_a_character_is_no_address() -> None:
    record = b'{"text": "The port stays open, she said.", "url": "https://p.example/\\ud800"}'
    assert taken(extract_article(Document("a.jsonl#L1", "application/json", record))).url is None


def test_a_text_served_with_a_charset_is_read_in_it(tmp_path: Path) -> None:
    records = _warc("Orla Tēvičs said so.".encode("cp1257"), kind=b"text/plain; charset=windows-1257")
    (tmp_path / "a.warc").write_bytes(records[0])
    (found,) = documents(tmp_path)
    assert taken(extract_article(found)).text == "Orla Tēvičs said so."


def test_xml_in_the_encoding_that_it_declares_is_read(tmp_path: Path) -> None:
    feed = '<?xml version="1.0" encoding="windows-1257"?>' + _feed(_item(1)).partition("?>")[2].replace(
        "Tevick", "Tēvičs"
    )
    (tmp_path / "a.rss").write_bytes(feed.encode("cp1257"))
    (found,) = documents(tmp_path)
    assert "Orla Tēvičs said." in taken(extract_article(found)).text
