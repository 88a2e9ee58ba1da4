"""Files that are cut or damaged in the middle: what is whole is taken, the rest is refused by its place."""

from __future__ import annotations

import csv
import io
import json
from datetime import datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipelines.ingest import Document, Rejected, extract_article, read_sources
from tests.ingest.articles_for_tests import TEXT, taken

ROWS = [
    {"title": f"Port {number}", "url": f"https://p.example/{number}", "text": f"{TEXT}\n\nNumber {number}, as said."}
    for number in range(1, 7)
]
JSON = json.dumps(ROWS, indent=1)


def _read(path: Path, content: str | bytes) -> tuple[list[str], list[tuple[str, str]]]:
    """Titles of the articles, and place and reason of each refusal."""
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    found = list(read_sources([path]))
    titles = [str(taken(extract_article(one)).title) for one in found if isinstance(one, Document)]
    return titles, [(one.source_uri.partition("#")[2], one.reason) for one in found if isinstance(one, Rejected)]


def _titles(*numbers: int) -> list[str]:
    return [f"Port {number}" for number in numbers]


@pytest.mark.parametrize("around", ["{}", '{{"status": "ok", "articles": {}}}'])
def test_a_list_in_json_that_is_cut_gives_its_whole_elements(tmp_path: Path, around: str) -> None:
    content = around.format(JSON)
    cut = content[: content.index("Number 4")]
    assert _read(tmp_path / "a.json", cut) == (_titles(1, 2, 3), [("I4", "not_json")])


def test_a_list_cut_between_two_elements_still_tells_of_the_cut(tmp_path: Path) -> None:
    cut = JSON[: JSON.index("{", JSON.index("Number 4"))]
    assert _read(tmp_path / "a.json", cut) == (_titles(1, 2, 3, 4), [("I5", "not_json")])


def test_a_json_feed_that_is_cut_keeps_its_outlet(tmp_path: Path) -> None:
    items = [{"id": row["url"], "title": row["title"], "content_text": row["text"]} for row in ROWS]
    feed = json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "Velmark Post", "items": items})
    (tmp_path / "a.json").write_text(feed[: feed.index("Number 3")])
    found = list(read_sources([tmp_path]))
    outlets = [taken(extract_article(one)).publisher for one in found if isinstance(one, Document)]
    assert (outlets, len(found)) == (["Velmark Post"] * 2, 3)


@pytest.mark.parametrize(
    ("whole", "broken"),
    [('Port 3"', "Port 3"), ('"Port 3"', 'NaN, "authors": [{"name": "A"}, {"name": "B"}]'), ('"Port 3"', "[" * 5000)],
)
def test_a_broken_element_of_a_list_is_refused_alone(tmp_path: Path, whole: str, broken: str) -> None:
    titles, refused = _read(tmp_path / "a.json", JSON.replace(whole, broken))
    assert titles == _titles(1, 2, 4, 5, 6)
    assert [place for place, _ in refused] == ["I3"]


def test_objects_that_follow_one_another_over_many_lines_are_elements(tmp_path: Path) -> None:
    titles, refused = _read(tmp_path / "a.jsonl", "\n".join(json.dumps(row, indent=2) for row in ROWS))
    assert titles == _titles(1, 2, 3, 4, 5, 6)
    assert [reason for _, reason in refused] == ["not_json"]


def test_a_list_under_the_name_of_json_lines_is_read_as_a_list(tmp_path: Path) -> None:
    assert _read(tmp_path / "a.jsonl", JSON) == (_titles(1, 2, 3, 4, 5, 6), [])


def _csv(rows: list[dict[str, str]]) -> str:
    written = io.StringIO()
    table = csv.DictWriter(written, list(rows[0]))
    table.writeheader()
    table.writerows(rows)
    return written.getvalue()


def test_a_table_cut_inside_a_quoted_cell_loses_that_row(tmp_path: Path) -> None:
    content = _csv(ROWS)
    titles, refused = _read(tmp_path / "a.csv", content[: content.index("Number 4")])
    assert (titles, refused) == (_titles(1, 2, 3), [("R4", "malformed_row")])


def test_behind_a_quote_that_never_closes_the_next_whole_row_is_found(tmp_path: Path) -> None:
    content = _csv(ROWS).replace('Number 3, as said."', "Number 3, as said.")
    titles, refused = _read(tmp_path / "a.csv", content)
    assert (titles, refused) == (_titles(1, 2, 4, 5, 6), [("R3", "malformed_row")])


def test_lines_of_a_broken_cell_are_never_rows(tmp_path: Path) -> None:
    rows = [{"title": row["title"], "text": f"{TEXT}\nHer deputy, who said nothing\nThe end."} for row in ROWS]
    content = _csv(rows).replace("The end.", 'The "end', 3)
    titles, _ = _read(tmp_path / "a.csv", content)
    assert titles == _titles(4, 5, 6)


def test_a_row_of_one_line_with_broken_quotes_costs_that_line(tmp_path: Path) -> None:
    content = 'title,text\nPort 1,The port stays open.\nPort 2,"The "port" stays open."\nPort 3,The port is shut.\n'
    titles, refused = _read(tmp_path / "a.csv", content)
    assert (titles, refused) == (_titles(1, 3), [("R2", "malformed_row")])


def _parquet(rows: list[dict[str, str]], schema: pa.Schema | None = None, **options: object) -> bytes:
    written = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(rows, schema), written, **options)
    return written.getvalue()


@pytest.mark.parametrize("options", [{}, {"write_page_checksum": True, "compression": "none"}], ids=["header", "page"])
def test_a_damaged_page_costs_its_row_group(tmp_path: Path, options: dict[str, object]) -> None:
    content = bytearray(_parquet(ROWS, row_group_size=2, use_dictionary=False, **options))
    column = pq.ParquetFile(io.BytesIO(content)).metadata.row_group(1).column(2)
    at = column.data_page_offset + (column.total_compressed_size - 40 if options else 0)
    content[at : at + 8] = bytes(byte ^ 0xFF for byte in content[at : at + 8])
    assert _read(tmp_path / "a.parquet", bytes(content)) == (_titles(1, 2, 5, 6), [("R3-4", "corrupt")])


def test_cells_that_have_no_value_in_python_do_not_cost_their_rows(tmp_path: Path) -> None:
    schema = pa.schema(
        [("title", pa.string()), ("text", pa.binary()), ("published_at", pa.timestamp("ms")), ("score", pa.float64())]
    )
    rows = [
        {"title": row["title"], "text": row["text"].encode(), "published_at": datetime(2024, 3, 5), "score": score}
        for row, score in zip(ROWS, [1.0, float("nan")] * 3, strict=True)
    ]
    table = pa.Table.from_pylist(rows, schema)
    far = pa.array([10**16] * 6, pa.int64()).cast(pa.timestamp("ms"))  # the year 318857
    written = io.BytesIO()
    pq.write_table(table.set_column(2, "published_at", far), written)
    assert _read(tmp_path / "a.parquet", written.getvalue()) == (_titles(1, 2, 3, 4, 5, 6), [])


def test_a_text_of_a_parquet_file_that_is_no_utf8_is_taken_with_marks(tmp_path: Path) -> None:
    content = _parquet(ROWS, use_dictionary=False, compression="none").replace(b"Number 3", b"Number \xff")
    titles, refused = _read(tmp_path / "a.parquet", content)
    assert (titles, refused) == (_titles(1, 2, 3, 4, 5, 6), [])


def test_a_section_that_never_ends_costs_no_more_than_its_item(tmp_path: Path) -> None:
    item = "<item><title>{}</title><content:encoded><![CDATA[{}{}</content:encoded></item>"
    items = [item.format(row["title"], row["text"], "" if row is ROWS[5] else "]]>") for row in ROWS]
    titles, refused = _read(
        tmp_path / "a.rss",
        f'<rss xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>{"".join(items)}</channel></rss>',
    )
    assert (titles, refused) == (_titles(1, 2, 3, 4, 5), [("I6", "not_xml")])


def test_beginnings_of_sections_without_number_take_no_time(tmp_path: Path) -> None:
    assert _read(tmp_path / "a.rss", "<rss>" + "<![CDATA[<item>" * 100_000)[0] == []


def test_a_feed_of_nothing_but_beginnings_is_given_up(tmp_path: Path) -> None:
    titles, refused = _read(tmp_path / "a.rss", "<rss><channel>" + "<item>" * 100_000)
    assert (titles, len(refused), {reason for _, reason in refused}) == ([], 1_001, {"corrupt"})


def test_prefixes_without_number_are_not_declared(tmp_path: Path) -> None:
    items = "".join(f"<p{number}:x>a</p{number}:x>" for number in range(50_000))
    assert _read(tmp_path / "a.rss", f"<rss><channel><item>{items}</item></channel></rss>")[1] == [("I1", "not_xml")]


def test_a_search_behind_broken_quotes_ends(tmp_path: Path) -> None:
    titles, refused = _read(tmp_path / "a.csv", "title,text\n" + 'a,"b\n' * 200_000)
    assert (titles, {reason for _, reason in refused}) == ([], {"malformed_row"})


def test_headers_of_a_zip_without_bytes_take_no_time(tmp_path: Path) -> None:
    header = b"PK\x03\x04" + b"\x14\0\0\0\0\0" + b"\0" * 16 + b"\1\0\0\0a"
    titles, refused = _read(tmp_path / "a.zip", header * 2_000)
    assert (titles, {reason for _, reason in refused}) == ([], {"corrupt", "empty"})
