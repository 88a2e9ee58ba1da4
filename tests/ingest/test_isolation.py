"""A reader that dies on a part of a file: that part is refused by its place, and what is behind it is read."""

from __future__ import annotations

import io
import json
import os
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipelines.ingest import Document, Rejected, isolation, reading
from pipelines.ingest.course import Course, Place
from pipelines.ingest.extraction import extract_article_apart
from pipelines.ingest.isolation import Worker
from pipelines.ingest.reading import read_sources_apart
from tests.ingest.articles_for_tests import TEXT
from tests.ingest.mortal_reader import DEADLY, ENDLESS

FLAWED = "from tests.ingest.mortal_reader import main; main({descriptor}, {memory})"


@pytest.fixture
def reader(monkeypatch: pytest.MonkeyPatch) -> Iterator[Worker]:
    monkeypatch.setattr(isolation, "_COMMAND", FLAWED)
    worker = Worker(patience=5.0)
    yield worker
    worker.close()


def _line(text: str) -> bytes:
    return json.dumps({"text": text}).encode() + b"\n"


def _lines(*texts: str) -> bytes:
    return b"".join(map(_line, texts))


def _record(number: int, payload: bytes) -> bytes:
    head = b"WARC/1.0\r\nWARC-Type: conversion\r\nWARC-Target-URI: https://p.example/%d\r\n" % number
    return head + b"Content-Type: text/plain\r\nContent-Length: %d\r\n\r\n" % len(payload) + payload + b"\r\n\r\n"


def _fates(found: Iterator[Document | Rejected]) -> list[tuple[str, str]]:
    """The place of each outcome within the folder, and the reason of a refusal."""
    return [(one.source_uri.rpartition("/news/")[2], one.reason if isinstance(one, Rejected) else "") for one in found]


def test_a_record_that_kills_or_hangs_the_reader_is_refused_by_its_offset(tmp_path: Path, reader: Worker) -> None:
    bodies = [TEXT.encode(), DEADLY, b"One.", ENDLESS, b"Two.", DEADLY]
    records = [_record(number, body) for number, body in enumerate(bodies)]
    (tmp_path / "news").mkdir()
    (tmp_path / "news" / "a.warc").write_bytes(b"".join(records))
    offsets = [sum(map(len, records[:number])) for number in range(len(records))]
    reasons = ["", "failed", "", "timed_out", "", "failed"]
    assert _fates(read_sources_apart([tmp_path / "news"], worker=reader)) == [
        (f"a.warc#B{offset}", reason) for offset, reason in zip(offsets, reasons, strict=True)
    ]


def test_lines_and_members_around_a_deadly_one_are_read_once_each(tmp_path: Path, reader: Worker) -> None:
    (tmp_path / "news").mkdir()
    with zipfile.ZipFile(tmp_path / "news" / "a.zip", "w") as archive:
        archive.writestr("first.txt", TEXT)
        archive.writestr("lines.jsonl", _lines("One.", "Two.", DEADLY.decode(), "Three."))
        archive.writestr("only.jsonl", _lines(DEADLY.decode()))
        archive.writestr("last.txt", f"{TEXT} Again.")
    (tmp_path / "news" / "b.jsonl").write_bytes(_lines("One."))
    assert _fates(read_sources_apart([tmp_path / "news"], worker=reader)) == [
        ("a.zip!/first.txt", ""),
        ("a.zip!/lines.jsonl#L1", ""),
        ("a.zip!/lines.jsonl#L2", ""),
        ("a.zip!/lines.jsonl#L3", "failed"),
        ("a.zip!/lines.jsonl#L4", ""),
        ("a.zip!/only.jsonl#L1", "failed"),
        ("a.zip!/last.txt", ""),
        ("b.jsonl#L1", ""),
    ]


def _files_of_four(words: list[str]) -> dict[str, bytes]:
    """Each format of many parts with the same texts, by name."""
    rows = [{"title": f"Port {number}", "text": text} for number, text in enumerate(words)]
    items = "".join(
        f"<item><title>{row['title']}</title><description>{row['text']}</description></item>" for row in rows
    )
    entries = "".join(f"<entry><title>{row['title']}</title><content>{row['text']}</content></entry>" for row in rows)
    links = "".join(f"<url><loc>https://p.example/{row['text']}</loc></url>" for row in rows)
    news = "".join(
        f"<newsItem><contentSet><inlineXML><p>{row['text']}</p></inlineXML></contentSet></newsItem>" for row in rows
    )
    table = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(rows), table, row_group_size=2)
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "Port", "items": rows}
    return {
        "a.csv": "".join(["title,text\n", *(f"{row['title']},{row['text']}\n" for row in rows)]).encode(),
        "a.rss": f"<rss><channel><title>Port</title>{items}</channel></rss>".encode(),
        "a.atom": f"<feed>{entries}</feed>".encode(),
        "a.newsml": f"<newsMessage><itemSet>{news}</itemSet></newsMessage>".encode(),
        "sitemap.xml": f"<urlset>{links}</urlset>".encode(),
        "list.json": json.dumps(rows).encode(),
        "feed.json": json.dumps(feed).encode(),
        "a.gkg": "".join(f"20240305000000-{number}\t{row['text']}\n" for number, row in enumerate(rows)).encode(),
        "a.parquet": table.getvalue(),
    }


FOUR = ["One.", DEADLY.decode(), "Two.", "Three."]
FOUR_FATES = ["", "failed", "", ""]
IN_ANOTHER_WAY = {
    "sitemap.xml": ["link_only", "failed", "link_only", "link_only"],
    "a.gkg": ["malformed_row", "failed", "malformed_row", "malformed_row"],
    "a.parquet": ["failed", "corrupt", "", ""],  # the rows of a batch cannot be parted
}


@pytest.mark.parametrize("name", sorted(_files_of_four(FOUR)))
def test_a_part_that_kills_the_reader_costs_that_part(tmp_path: Path, reader: Worker, name: str) -> None:
    (tmp_path / name).write_bytes(_files_of_four(FOUR)[name])
    found = list(read_sources_apart([tmp_path], worker=reader))
    assert [one.reason if isinstance(one, Rejected) else "" for one in found] == IN_ANOTHER_WAY.get(name, FOUR_FATES)
    assert len({one.source_uri for one in found}) == len(found)


def test_in_an_archive_too_files_that_are_read_whole_lose_only_the_deadly_part(tmp_path: Path, reader: Worker) -> None:
    names = ("feed.json", "a.rss", "a.csv")
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("first.txt", TEXT)
        for name in names:
            archive.writestr(name, _files_of_four(FOUR)[name])
    found = list(read_sources_apart([tmp_path], worker=reader))
    assert [one.reason if isinstance(one, Rejected) else "" for one in found] == ["", *FOUR_FATES * 3]
    assert len({one.source_uri for one in found}) == len(found)


def test_a_file_that_breaks_the_reader_again_and_again_is_given_up(
    tmp_path: Path, reader: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "MOST_BREAKS", 2)
    (tmp_path / "news").mkdir()
    (tmp_path / "news" / "a.jsonl").write_bytes(_lines("One.", DEADLY.decode(), "Two.", DEADLY.decode(), "Three."))
    found = list(read_sources_apart([tmp_path / "news"], worker=reader))
    assert _fates(iter(found)) == [
        ("a.jsonl#L1", ""),
        ("a.jsonl#L2", "failed"),
        ("a.jsonl#L3", ""),
        ("a.jsonl", "failed"),
    ]
    assert "after 3 documents; the rest of the file is not read" in found[-1].detail  # type: ignore[union-attr]


def test_a_course_passes_over_what_lies_before_a_place_and_enters_what_holds_it() -> None:
    told = list[Place]()
    course = Course(told.append, behind=(2, 1))
    wanted = [course.enter(0, "a"), course.enter(0, "b"), course.enter(1, "b#1"), course.enter(1, "b#2")]
    assert wanted == [False, True, False, True]
    assert (course.is_resumed(0), course.is_resumed(1)) == (True, True)
    assert [course.enter(0, "c"), course.enter(1, "c#1"), course.is_resumed(1)] == [True, True, False]
    assert [place.path for place in told] == [(1,), (2,), (2, 1), (2, 2), (3,), (3, 1)]


def test_workers_that_were_ended_are_started_anew(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(_lines("One."))
    for _ in range(2):
        assert len(list(read_sources_apart([tmp_path]))) == 1
        isolation.end_workers()
        assert isolation.SHARED.get()._process is None


class _Silent:
    """A connection on which nothing comes for a while."""

    def __init__(self, polls: int) -> None:
        self._polls = polls

    def poll(self, _: float) -> bool:
        self._polls -= 1
        return self._polls < 0

    def recv(self) -> str:
        return "an answer"


@pytest.mark.parametrize(
    ("is_running", "seconds", "polls", "is_had"),
    [(True, 0.0, 4, True), (True, 0.0, 7, False), (False, 0.0, 2, False), (True, 3.0, 2, False)],
    ids=["kept from running", "for too long", "asleep", "busy"],
)
def test_a_process_that_other_work_keeps_from_running_is_waited_for(
    monkeypatch: pytest.MonkeyPatch, is_running: bool, seconds: float, polls: int, is_had: bool
) -> None:
    worker = Worker(patience=5.0)
    worker._connection = _Silent(polls)  # type: ignore[assignment]
    told = iter([(is_running, 0.0)] + [(is_running, seconds)] * 9)
    monkeypatch.setattr(Worker, "_standing", lambda _: next(told))
    try:
        had = worker._next() == "an answer"
    except isolation.Broken as broken:
        had = broken.reason != "timed_out"
    assert had is is_had


def test_a_process_that_does_not_start_is_a_refusal(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(isolation, "_COMMAND", "pass  # {descriptor} {memory}")
    (tmp_path / "a.jsonl").write_bytes(_lines("One."))
    assert [reason for _, reason in _fates(read_sources_apart([tmp_path], worker=Worker()))] == ["failed"]


def test_jobs_one_after_another_share_a_process_and_jobs_at_the_same_time_do_not(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(_lines("One.", "Two."))
    isolation.end_workers()
    first, *rest = read_sources_apart([tmp_path])
    assert isinstance(first, Document) and len(rest) == 1
    extract_article_apart(first)
    assert len(_running()) == 1
    reading = read_sources_apart([tmp_path])
    extract_article_apart(next(reading))  # type: ignore[arg-type]
    assert len(_running()) == 2
    assert len(list(reading)) == 1
    isolation.end_workers()


def test_patience_begins_when_the_process_is_ready(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(isolation, "_COMMAND", f"import time; time.sleep(3); {isolation._COMMAND}")
    (tmp_path / "a.jsonl").write_bytes(_lines("One."))
    worker = Worker(patience=2.5)
    assert [fate for _, fate in _fates(read_sources_apart([tmp_path], worker=worker))] == [""]
    worker.close()
    monkeypatch.setattr(isolation, "START_PATIENCE", 0.1)
    assert [fate for _, fate in _fates(read_sources_apart([tmp_path], worker=worker))] == ["failed"]


def _running() -> list[Worker]:
    return [worker for worker in isolation.SHARED.workers[os.getpid()] if worker._process is not None]
