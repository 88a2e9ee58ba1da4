"""Files as tools, servers and people really write them: other encodings, containers, headers and shapes."""

from __future__ import annotations

import csv
import gzip
import io
import json
import zipfile
from pathlib import Path

import pytest

from pipelines.ingest import ArticleRecord, Document, Rejected, extract_article, read_sources
from tests.ingest.articles_for_tests import PAGE, TEXT, record_article, taken

LINE = TEXT.replace("\n", " ")
MARKUP = "".join(f"<p>{line}</p>" for line in TEXT.split("\n"))


def outcomes(folder: Path, name: str, content: bytes | str) -> list[ArticleRecord | Rejected]:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return [one if isinstance(one, Rejected) else extract_article(one) for one in read_sources([path])]


def article(folder: Path, name: str, content: bytes | str) -> ArticleRecord:
    (outcome,) = outcomes(folder, name, content)
    return taken(outcome)


def refusal(folder: Path, name: str, content: bytes | str) -> tuple[str, str]:
    (outcome,) = outcomes(folder, name, content)
    assert isinstance(outcome, Rejected)
    return outcome.reason, outcome.detail


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.txt", TEXT),
        ("a.html", PAGE),
        ("a.jsonl", json.dumps({"text": TEXT}, ensure_ascii=False) + "\n"),
        ("a.rss", f"<rss><channel><item><description>{LINE * 4}</description></item></channel></rss>"),
    ],
)
def test_wide_encodings_need_no_mark(tmp_path: Path, encoding: str, name: str, content: str) -> None:
    assert "“We will not close it" in article(tmp_path, name, content.encode(encoding)).text


@pytest.mark.parametrize("name", ["a.txt", "a.html", "a.csv"])
def test_windows_bytes_pasted_into_utf8_are_read_as_such(tmp_path: Path, name: str) -> None:
    content = {"a.txt": TEXT, "a.html": PAGE, "a.csv": f'title,text\nA,"{TEXT}"\n'}[name].encode()
    pasted = content.replace(b"deputy", "café’s “deputy”".encode("cp1252"))
    assert "café’s “deputy”" in article(tmp_path, name, pasted).text


def test_a_cut_character_among_utf8_stays_marked_as_damage(tmp_path: Path) -> None:
    assert "ab\ufffdcd" in article(tmp_path, "a.txt", TEXT.encode() + b" ab\xe2\x80cd").text


def test_what_was_compressed_twice_is_read_and_what_was_ever_again_is_refused(tmp_path: Path) -> None:
    content = json.dumps({"text": TEXT}).encode()
    assert article(tmp_path, "a.jsonl.gz", gzip.compress(gzip.compress(content))).text == TEXT
    for _ in range(6):
        content = gzip.compress(content)
    assert refusal(tmp_path, "a.jsonl.gz", content)[0] == "too_deep"


def test_layers_of_compression_expand_together(tmp_path: Path) -> None:
    line = b'{"text": "' + b"a" * 1_000_000
    bomb = gzip.compress(b"".join(gzip.compress(line) for _ in range(60)))
    assert refusal(tmp_path, "a.json.gz", bomb)[0] == "too_large"


def _zip(**members: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(f"{name}.txt", content)
    return packed.getvalue()


def test_a_zip_that_is_cut_gives_its_whole_members(tmp_path: Path) -> None:
    packed = _zip(one=TEXT, two=f"{TEXT} Two.", three=f"{TEXT} Three.")
    cut = packed[: packed.index(b"three.txt") + 60]
    found = outcomes(tmp_path, "a.zip", cut)
    fates = [(one.source_uri.rpartition("/")[2], getattr(one, "reason", "")) for one in found]
    assert fates == [("one.txt", ""), ("two.txt", ""), ("three.txt", "corrupt"), ("a.zip", "corrupt")]


def test_a_member_of_a_cut_zip_must_have_its_checksum(tmp_path: Path) -> None:
    packed = bytearray(_zip(one=TEXT, two=TEXT))
    packed[40] ^= 0xFF
    found = outcomes(tmp_path, "a.zip", bytes(packed[:-30]))
    assert [getattr(one, "reason", "") for one in found] == ["corrupt", "", "corrupt"]


def test_a_cut_zip_keeps_the_rules_of_an_archive(tmp_path: Path) -> None:
    packed = _zip(**{"../up": TEXT, ".hidden": TEXT, "in": TEXT})
    found = outcomes(tmp_path, "a.zip", packed[:-30])
    assert [getattr(one, "reason", "") for one in found] == ["unsafe_path", "", "corrupt"]


def test_an_office_document_is_one_refusal(tmp_path: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name in ("[Content_Types].xml", "word/document.xml", "word/styles.xml"):
            archive.writestr(name, "<x/>")
    assert refusal(tmp_path, "a.docx", packed.getvalue())[0] == "unknown_format"


@pytest.mark.parametrize(
    "content",
    [
        f'sep=;\ntitle;text\nPort;"{TEXT}"\n',
        f'\ufeff"title";"text"\r\n"Port";"{LINE}"\r\n',
        f"title\ttext\rPort\t{LINE}\r",
        f"title|text\nPort|{LINE}\n",
        f',title,text\n0,Port,"{TEXT}"\n',
    ],
)
def test_tables_of_other_programs_are_read(tmp_path: Path, content: str) -> None:
    found = article(tmp_path, "a.csv", content)
    assert (found.title, found.text.split()) == ("Port", TEXT.split())


def test_a_table_of_trafilatura_has_no_header(tmp_path: Path) -> None:
    written = io.StringIO()
    row = [
        "https://p.example/a",
        "null",
        "ab12",
        "p.example",
        "Port",
        "null",
        "2024-03-05",
        TEXT,
        "null",
        "null",
        "null",
    ]
    csv.writer(written, delimiter="\t").writerows([row, ["https://p.example/b", *row[1:]]])
    found = [taken(one) for one in outcomes(tmp_path, "a.csv", written.getvalue())]
    assert [one.url for one in found] == ["https://p.example/a", "https://p.example/b"]
    assert found[0].text == TEXT.replace("\n", "\n\n")
    assert (found[0].title, found[0].published_at is not None, found[0].section) == ("Port", True, None)


@pytest.mark.parametrize(
    ("cell", "authors"),
    [
        ("['Tilda Marrow', \"Kim O'Dell\"]", ("Tilda Marrow", "Kim O'Dell")),
        ('["Tilda Marrow"]', ("Tilda Marrow",)),
        ("[]", ()),
        ("None", ()),
        ("nan", ()),
        ("desk@p.example (Tilda Marrow)", ("Tilda Marrow",)),
        ("Tilda Marrow <desk@p.example>", ("Tilda Marrow",)),
        ("desk@p.example", ()),
    ],
)
def test_authors_are_found_in_a_cell(cell: str, authors: tuple[str, ...]) -> None:
    assert record_article({"text": TEXT, "authors": cell}).authors == authors


@pytest.mark.parametrize(
    "text", [TEXT.split("\n"), {"text": TEXT.replace("\n", "\n\n")}, [{"text": line} for line in TEXT.split("\n")]]
)
def test_a_text_may_be_a_list_of_paragraphs(text: object) -> None:
    assert record_article({"title": "Port", "body": text}).text == TEXT.replace("\n", "\n\n")


@pytest.mark.parametrize(
    "answer",
    [
        {"response": {"status": "ok", "docs": [{"title": "Port", "text": TEXT}, {"title": "Port", "text": LINE}]}},
        {"a": {"title": "Port", "text": TEXT}, "b": {"title": "Port", "text": LINE}},
    ],
)
def test_articles_are_found_inside_an_answer_of_a_programming_interface(tmp_path: Path, answer: object) -> None:
    assert [taken(one).title for one in outcomes(tmp_path, "a.json", json.dumps(answer))] == ["Port", "Port"]


def _rss(item: str, root: str = "<rss>", home: str = "https://p.example/news/") -> str:
    return (
        f'<?xml version="1.0"?>{root}<channel><title>Post</title><link>{home}</link><item>{item}</item></channel></rss>'
    )


def test_an_rss_item_with_markup_in_its_title_and_a_relative_link_is_whole(tmp_path: Path) -> None:
    item = (
        f"<title><![CDATA[Port <b>open</b> &amp; lit]]></title><link>/a/1</link><description><![CDATA[{MARKUP * 4}]]>"
    )
    found = article(tmp_path, "a.rss", _rss(item + "</description>"))
    assert (found.title, found.url) == ("Port open & lit", "https://p.example/a/1")


def test_prefixes_that_a_feed_does_not_declare_are_understood(tmp_path: Path) -> None:
    item = f"<dc:creator>Tilda Marrow</dc:creator><x:y z:w='1'/><content:encoded><![CDATA[{MARKUP}]]></content:encoded>"
    assert article(tmp_path, "a.rss", _rss(item)).authors == ("Tilda Marrow",)


def test_what_a_server_printed_before_the_declaration_does_no_harm(tmp_path: Path) -> None:
    content = "\n<br />Warning: x on line 3\n" + _rss(f"<title>Port</title><description>{LINE * 4}</description>")
    assert article(tmp_path, "a.rss", content).publisher == "Post"


def test_an_atom_entry_by_itself_is_an_article(tmp_path: Path) -> None:
    entry = f'<entry xmlns="http://www.w3.org/2005/Atom"><title>Port</title><content>{LINE}</content></entry>'
    found = article(tmp_path, "a.xml", entry)
    assert (found.title, found.publisher) == ("Port", None)


def test_an_item_of_a_json_feed_without_a_text_is_a_link(tmp_path: Path) -> None:
    feed = {"version": "https://jsonfeed.org/version/1", "title": "Post", "home_page_url": "https://p.example"}
    items = [{"id": "1", "url": "/a/1", "summary": "In short."}]
    assert refusal(tmp_path, "a.json", json.dumps(feed | {"items": items})) == ("link_only", "https://p.example/a/1")


def test_a_list_of_addresses_is_no_article(tmp_path: Path) -> None:
    assert refusal(tmp_path, "a.txt", "https://p.example/1\nhttps://p.example/2\n")[0] == "link_only"


def test_a_refusal_of_xml_names_what_it_is(tmp_path: Path) -> None:
    assert "TEI" in refusal(tmp_path, "a.xml", "<TEI><text/></TEI>")[1]


def test_a_news_item_that_states_its_version_only_is_dated_by_it(tmp_path: Path) -> None:
    item = (
        '<n:newsItem xmlns:n="http://iptc.org/std/nar/2006-10-01/"><n:itemMeta><n:versionCreated>2024-03-05T10:00:00Z'
        f"</n:versionCreated></n:itemMeta><n:contentSet><n:inlineXML><p>{LINE}</p></n:inlineXML></n:contentSet></n:newsItem>"
    )
    assert str(article(tmp_path, "a.newsml", item).published_at) == "2024-03-05 10:00:00+00:00"


def test_every_document_of_these_files_is_named_by_its_place(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps({"data": {"articles": [{"text": TEXT}]}}))
    assert [one.source_uri[-2:] for one in read_sources([tmp_path]) if isinstance(one, Document)] == ["I1"]


@pytest.mark.parametrize("line_end", [b"\n", b"\r\n"])
def test_a_warc_header_may_be_spelled_in_other_ways(tmp_path: Path, line_end: bytes) -> None:
    block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + PAGE.encode()
    header = [b"WARC/0.18", b"warc-type: response", b"warc-target-uri: https://p.example/1"]
    header += [b"content-type: application/http", b"content-length : %d" % len(block), b"", b""]
    found = article(tmp_path, "a.warc", line_end.join(header) + block + b"\r\n\r\n")
    assert found.text.startswith("The port of Hallmere")
