"""Files and folders to documents."""

from __future__ import annotations

import gzip
import json
import os
import random
from pathlib import Path

import polars as pl
import pytest

from pipelines.ingest import Document, Hints, Limits, extract_article, read_sources
from tests.ingest.articles_for_tests import SHARED, TEXT, documents, refusals

GOOD_LINE = json.dumps({"title": "Port", "text": TEXT}).encode()


def test_a_folder_is_read_in_sorted_order_without_hidden_files(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    for name in ("c.txt", "a.txt", "b/z.txt", "b/y.md", ".hidden.txt"):
        (tmp_path / name).write_text(TEXT)
    names = [Path(found.source_uri).relative_to(tmp_path).as_posix() for found in read_sources([tmp_path])]
    assert names == ["a.txt", "b/y.md", "b/z.txt", "c.txt"]


def test_the_source_uri_is_the_path_as_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("in").mkdir()
    Path("in/a.txt").write_text(TEXT)
    assert [found.source_uri for found in read_sources(["in"])] == ["in/a.txt"]


@pytest.mark.parametrize("name", ["a.json", "a.txt.json"])
def test_a_sidecar_goes_into_the_metadata_and_is_no_document(tmp_path: Path, name: str) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / name).write_text(json.dumps({"headline": "Port", "source": "The Velmark Post", "pages": 3}))
    (found,) = documents(tmp_path)
    assert found.metadata["title"] == "Port"
    assert found.metadata["publisher"] == "The Velmark Post"
    assert found.metadata["pages"] == "3"


def test_a_broken_sidecar_is_refused_and_its_text_still_taken(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "a.json").write_text("{")
    assert len(documents(tmp_path)) == 1
    assert [refusal.reason for refusal in refusals(tmp_path)] == ["not_json"]


def test_a_sidecar_wins_over_the_hints(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "a.json").write_text('{"publisher": "The Velmark Post"}')
    (found,) = documents(tmp_path, Hints(publisher="Elsewhere", published_at="2024-05-12"))
    assert found.metadata == {"publisher": "The Velmark Post", "published_at": "2024-05-12"}


def test_a_broken_line_is_refused_by_number_and_the_rest_goes_on(tmp_path: Path) -> None:
    lines = [GOOD_LINE, b"", b"not json", b"[1]", b'{"text": NaN}', b"[" * 50_000, b'{"text": "cut', GOOD_LINE]
    (tmp_path / "a.jsonl").write_bytes(b"\r\n".join(lines))
    assert [found.source_uri.rpartition("#")[2] for found in documents(tmp_path)] == ["L1", "L8"]
    assert [found.content for found in documents(tmp_path)] == [GOOD_LINE, GOOD_LINE]
    assert [(found.source_uri.rpartition("#")[2], found.reason) for found in refusals(tmp_path)] == [
        ("L3", "not_json"),
        ("L4", "not_an_object"),
        ("L5", "not_json"),
        ("L6", "too_deep"),
        ("L7", "not_json"),
    ]


def test_a_line_separator_inside_a_json_string_does_not_split_the_line(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"text": "one\u2028two"}\n', encoding="utf-8")
    assert len(documents(tmp_path)) == 1


def test_a_huge_line_is_refused_and_the_lines_around_it_are_taken(tmp_path: Path) -> None:
    huge = b'{"text": "' + b"x" * 300_000 + b'"}'
    (tmp_path / "a.jsonl").write_bytes(b"\n".join([GOOD_LINE, huge, GOOD_LINE]))
    hints = Hints(limits=Limits(document_bytes=100_000))
    assert len(documents(tmp_path, hints)) == 2
    (refusal,) = refusals(tmp_path, hints)
    assert refusal.reason == "too_large"
    assert "document_bytes" in refusal.detail


def test_gzip_is_read_by_its_content_and_a_cut_file_keeps_its_whole_lines(tmp_path: Path) -> None:
    noise = json.dumps({"text": random.Random(1).randbytes(60_000).hex()}).encode()
    packed = gzip.compress(b"\n".join([GOOD_LINE, GOOD_LINE, noise, GOOD_LINE]))
    (tmp_path / "a.jsonl.gz").write_bytes(packed)
    assert len(documents(tmp_path)) == 4
    (tmp_path / "a.jsonl.gz").write_bytes(packed[:-2_000])
    assert len(documents(tmp_path)) == 2
    assert [refusal.reason for refusal in refusals(tmp_path)] == ["corrupt"]


def test_a_second_gzip_member_is_read_too(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(GOOD_LINE + b"\n") + gzip.compress(GOOD_LINE + b"\n"))
    assert len(documents(tmp_path)) == 2


def test_a_decompression_bomb_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(b"0" * 5_000_000))
    hints = Hints(limits=Limits(expansion_bytes=1_000_000))
    (refusal,) = refusals(tmp_path, hints)
    assert (refusal.reason, "expansion_ratio" in refusal.detail) == ("too_large", True)


def test_a_json_file_holds_one_article_or_a_list_or_a_wrapped_list(tmp_path: Path) -> None:
    record = {"title": "Port", "text": TEXT}
    for content, fragments in (
        (record, [""]),
        ([record, record], ["I1", "I2"]),
        ({"status": "ok", "articles": [record]}, ["I1"]),
    ):
        (tmp_path / "a.json").write_text(json.dumps(content))
        assert [found.source_uri.partition("#")[2] for found in documents(tmp_path)] == fragments


def test_json_lines_under_the_name_json_are_read(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_bytes(GOOD_LINE + b"\n" + GOOD_LINE)
    assert len(documents(tmp_path)) == 2


@pytest.mark.parametrize(
    ("name", "mark", "encoding"),
    [("a.csv", ",", "utf-8-sig"), ("a.csv", ";", "utf-8"), ("a.tsv", "\t", "utf-16"), ("a.csv", ";", "cp1252")],
)
def test_a_table_row_is_a_document(tmp_path: Path, name: str, mark: str, encoding: str) -> None:
    content = f'id{mark}title{mark}text\r\n1{mark}Café{mark}"“We wait,” she said.\r\nThen ""he"" left."\r\n'
    (tmp_path / name).write_bytes(content.encode(encoding))
    (found,) = documents(tmp_path)
    assert found.source_uri.endswith("#R1")
    text = '“We wait,” she said.\r\nThen "he" left.'
    assert json.loads(found.content) == {"id": "1", "title": "Café", "text": text}


def test_rows_of_another_width_or_with_broken_quoting_are_refused_by_number(tmp_path: Path) -> None:
    rows = ["id,text", "1,She waits.", "2", '3,"He said "no" to it."', "4,He waits.", "5,a,b"]
    (tmp_path / "a.csv").write_text("\n".join(rows) + "\n")
    assert [json.loads(found.content)["id"] for found in documents(tmp_path)] == ["1", "4"]
    assert [(found.source_uri[-2:], found.reason) for found in refusals(tmp_path)] == [
        ("R2", "malformed_row"),
        ("R3", "malformed_row"),
        ("R5", "malformed_row"),
    ]


def test_a_table_without_a_text_column_is_refused_once(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("id,wortlaut\n1,x\n2,y\n")
    (refusal,) = refusals(tmp_path)
    assert (refusal.reason, "wortlaut" in refusal.detail) == ("missing_field", True)
    assert len(documents(tmp_path, Hints(field_map={"text": "wortlaut"}))) == 2


def test_a_parquet_row_is_a_document_and_a_damaged_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    pl.DataFrame({"text": [TEXT, TEXT], "n": [1, 2]}).with_columns(pl.date(2024, 5, 12).alias("date")).write_parquet(
        path
    )
    assert [json.loads(found.content)["date"] for found in documents(path)] == ["2024-05-12", "2024-05-12"]
    path.write_bytes(path.read_bytes()[:200])
    assert [refusal.reason for refusal in refusals(path)] == ["corrupt"]


def test_whatever_cannot_be_read_is_refused_with_a_reason(tmp_path: Path) -> None:
    (tmp_path / "a.xyz").write_bytes(b"\x00\x01")
    (tmp_path / "b.txt.gz").write_bytes(gzip.compress(b""))
    (tmp_path / "c.jsonl").write_text("\n \n")
    (tmp_path / "d.csv").write_text("id,text\n")
    (tmp_path / "e").write_text("no suffix, no format")
    (tmp_path / "f.txt.gz").write_bytes(b"\x1f\x8bbroken")
    os.mkfifo(tmp_path / "g.txt")
    (tmp_path / "h.txt").symlink_to(tmp_path / "a.xyz")
    (tmp_path / "i").symlink_to(tmp_path)
    assert [(Path(found.source_uri).name, found.reason) for found in refusals(tmp_path)] == [
        ("a.xyz", "unknown_format"),
        ("b.txt.gz", "empty"),
        ("c.jsonl", "empty"),
        ("d.csv", "empty"),
        ("e", "unknown_format"),
        ("f.txt.gz", "corrupt"),
        ("g.txt", "not_a_file"),
        ("h.txt", "not_a_file"),
        ("i", "not_a_file"),
    ]
    assert [refusal.reason for refusal in refusals(tmp_path / "missing.txt")] == ["unreadable"]


def test_a_file_of_no_bytes_is_no_document_and_is_warned_of(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "a.jsonl").touch()
    (tmp_path / "b.txt").write_text(TEXT)
    for given in (tmp_path, tmp_path / "a.jsonl"):
        caplog.clear()
        assert refusals(given) == []
        assert [record.getMessage() for record in caplog.records] == [
            f"no document in {tmp_path / 'a.jsonl'}: it has no bytes"
        ]


def test_a_page_or_json_lines_without_a_suffix_are_known_by_their_first_bytes(tmp_path: Path) -> None:
    (tmp_path / "page").write_text("<!doctype html><html><body><p>Text</p></body></html>")
    (tmp_path / "rows").write_bytes(GOOD_LINE + b"\n" + GOOD_LINE)
    assert [found.media_type for found in documents(tmp_path)] == ["text/html", "application/json", "application/json"]


def test_the_id_of_a_document_does_not_depend_on_where_it_lay(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(TEXT)
    first, second = documents(tmp_path)
    assert first.document_id == second.document_id
    assert len(first.document_id) == 16
    (third, _) = documents(tmp_path, Hints(publisher="The Velmark Post"))
    assert third.document_id != first.document_id


def test_an_address_is_only_hinted_to_files_that_are_one_document(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "b.jsonl").write_bytes(GOOD_LINE)
    text, line = documents(tmp_path, Hints(url="https://velmark.example/a"))
    assert "url" in text.metadata
    assert "url" not in line.metadata


def test_hostile_files_end_as_articles_or_refusals() -> None:
    folder = SHARED / "data" / "bad_inputs"
    if not folder.exists():
        pytest.skip("the shared evaluation data is not here")
    found = list(read_sources([folder]))
    outcomes = [extract_article(item) if isinstance(item, Document) else item for item in found]
    named = {Path(outcome.source_uri.partition("#")[0]).relative_to(folder).parts[0] for outcome in outcomes}
    assert named == {path.name for path in folder.iterdir() if path.is_dir() or path.stat().st_size}
