"""Every format gives the same rows for the same three articles; what a format cannot say is written down here."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import sys
import tarfile
import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from pipelines.demo import samples_folder
from pipelines.ingest import ArticleRecord, Hints, Rejected, extract_article, read_sources
from pipelines.ingest.formats.registry import FORMATS
from tests.ingest.articles_for_tests import AS_OF, SHARED, documents, refusals

if sys.version_info >= (3, 14):
    from compression.zstd import compress as zstd_compress
else:
    from backports.zstd import compress as zstd_compress

SAMPLES = samples_folder()
COLUMNS = ("article_id", "url", "title", "text", "authors", "publisher", "section", "published_at", "language")
# What a format's files do not hold. Everything else must be equal.
UNSAID: dict[str, set[str]] = {
    "newsml.xml": {"section"},
    "ninjs1-*.json": {"section"},
    "ninjs2-*.json": {"section"},
    "ninjs3-*.json": {"section"},
    "feed.json": {"section"},  # tags, which are none
    "fundus.json": {"section"},
    "news_please.jsonl": {"section", "publisher", "published_at"},  # a domain; local times without a zone
    "trafilatura.jsonl": {"published_at"},  # the day alone
    "gqg.jsonl": {"section", "publisher", "text", "authors"},  # passages around quotations
}
SAME = [
    "plain.csv", "plain.json", "plain.parquet", "text-*.txt", "page-*.html", "pages.warc", "feed.rss", "feed.atom",
    "nitf-*.xml", *UNSAID,
]  # fmt: skip


def articles(*paths: Path, hints: Hints | None = None) -> list[ArticleRecord]:
    """The articles at the paths, by address. Nothing may be refused."""
    outcomes = [
        found if isinstance(found, Rejected) else extract_article(found, as_of=AS_OF)
        for found in read_sources(sorted(paths), hints or Hints())
    ]
    assert [one for one in outcomes if isinstance(one, Rejected)] == []
    return sorted((one for one in outcomes if isinstance(one, ArticleRecord)), key=lambda one: str(one.url))


def rows(found: list[ArticleRecord], columns: tuple[str, ...] = COLUMNS) -> list[dict[str, Any]]:
    return [{column: getattr(article, column) for column in columns} for article in found]


@pytest.fixture(scope="module")
def expected() -> list[ArticleRecord]:
    return articles(SAMPLES / "plain.jsonl")


@pytest.mark.parametrize("pattern", SAME)
def test_a_format_gives_the_same_rows_as_plain_json_lines(pattern: str, expected: list[ArticleRecord]) -> None:
    found = articles(*SAMPLES.glob(pattern))
    columns = tuple(column for column in COLUMNS if column not in UNSAID.get(pattern, set()))
    assert rows(found, columns) == rows(expected, columns)
    for column in UNSAID.get(pattern, set()):
        assert rows(found, (column,)) != rows(expected, (column,)), f"{column} is there: the table says it is not"


def test_every_sample_file_is_read_by_a_test() -> None:
    read = {path for pattern in [*SAME, "plain.jsonl", "news-sitemap.xml", "gkg.csv"] for path in SAMPLES.glob(pattern)}
    assert set(SAMPLES.iterdir()) == read


def test_every_format_of_the_registry_occurs_in_the_samples(tmp_path: Path) -> None:
    found = {one.format for one in read_sources([SAMPLES])}
    assert found == {known.name for known in FORMATS if known.read}


def test_passages_of_the_quotation_graph_hold_the_quotation_in_its_marks(expected: list[ArticleRecord]) -> None:
    for found, article in zip(articles(SAMPLES / "gqg.jsonl"), expected, strict=True):
        quote = found.text[found.text.index("“") : found.text.index("”") + 1]
        assert len(quote) > 10
        assert quote in article.text


@pytest.mark.parametrize("name", ["news-sitemap.xml", "gkg.csv"])
def test_addresses_without_a_text_are_refused_with_the_address(name: str, expected: list[ArticleRecord]) -> None:
    found = refusals(SAMPLES / name)
    assert {one.reason for one in found} == {"link_only"}
    assert sorted(one.detail.split(" | ")[0] for one in found) == [article.url for article in expected]


@pytest.mark.parametrize(("suffix", "pack"), [(".gz", gzip.compress), (".bz2", bz2.compress), (".zst", zstd_compress)])
@pytest.mark.parametrize("name", ["plain.jsonl", "plain.csv", "plain.parquet", "feed.rss", "pages.warc", "page-1.html"])
def test_any_file_may_be_compressed(
    tmp_path: Path, name: str, suffix: str, pack: Callable[[bytes], bytes], expected: list[ArticleRecord]
) -> None:
    content = (SAMPLES / name).read_bytes()
    cut = 0 if name == "pages.warc" else 5000  # two streams, as tools append; a WARC's end where its records end
    (tmp_path / (name + suffix)).write_bytes((pack(content[:cut]) if cut else b"") + pack(content[cut:]))
    assert rows(articles(tmp_path / (name + suffix))) == [
        row for row in rows(expected) if not name.startswith("page-") or row["url"] in content.decode()
    ]


def test_a_warc_of_one_gzip_member_a_record_gives_the_same_rows(tmp_path: Path, expected: list[ArticleRecord]) -> None:
    records = (SAMPLES / "pages.warc").read_bytes().split(b"\r\n\r\nWARC/1.1")
    whole = [records[0] + b"\r\n\r\n", *(b"WARC/1.1" + record + b"\r\n\r\n" for record in records[1:])]
    (tmp_path / "pages.warc.gz").write_bytes(b"".join(map(gzip.compress, whole)))
    assert rows(articles(tmp_path / "pages.warc.gz")) == rows(expected)


ARCHIVED = ("plain.jsonl", "feed.atom", "nitf-1.xml", "pages.warc", "page-2.html", "plain.parquet", "plain.csv")


def _zip(names: tuple[str, ...], folder: str = "") -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            archive.write(SAMPLES / name, folder + name)
    return packed.getvalue()


def _tar(names: tuple[str, ...], mode: str = "w") -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode=mode) as archive:  # type: ignore[call-overload]
        for name in names:
            archive.add(SAMPLES / name, name)
    return packed.getvalue()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.zip", _zip(ARCHIVED, "2024/")),
        ("a.tar", _tar(ARCHIVED)),
        ("a.tar.gz", _tar(ARCHIVED, "w:gz")),
        ("a.tgz", _tar(ARCHIVED, "w:gz")),
        ("a.tar.bz2", _tar(ARCHIVED, "w:bz2")),
        ("a.tar.zst", zstd_compress(_tar(ARCHIVED))),
        ("without-suffix", _zip(ARCHIVED)),
    ],
)
def test_the_members_of_an_archive_are_read_as_files(tmp_path: Path, name: str, content: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    alone = [one.document_id for member in ARCHIVED for one in documents(SAMPLES / member)]
    assert sorted(one.document_id for one in documents(path)) == sorted(alone)
    assert refusals(path) == []


def test_a_member_is_named_after_its_archive_and_keeps_its_sidecar(tmp_path: Path) -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("texts/a.txt", "The port stays open, Orla Tevick said.")
        archive.writestr("texts/a.json", json.dumps({"title": "Port"}))
        archive.writestr("texts/.DS_Store", "x")
        archive.writestr("__MACOSX/texts/a.txt", "x")
    (tmp_path / "a.zip").write_bytes(inner.getvalue())
    (found,) = documents(tmp_path / "a.zip")
    assert found.source_uri.endswith("a.zip!/texts/a.txt")
    assert found.metadata["title"] == "Port"
    assert found.format == "text"


@pytest.mark.skipif(not (SHARED / "data" / "feeds").exists(), reason="the shared evaluation data is not here")
def test_files_made_by_other_tools_give_the_articles_that_they_should() -> None:
    folder = SHARED / "data" / "feeds"
    wanted = {one["url"]: one for one in json.loads((folder / "expected.json").read_text(encoding="utf-8"))["articles"]}
    count = 0
    for path in sorted(folder.iterdir()):
        if path.name not in ("expected.json", "news-sitemap.xml"):
            for article in articles(path):
                gold, count = wanted[str(article.url)], count + 1
                assert (article.title, article.language) == (gold["title"], "en"), path.name
                assert article.text == "\n\n".join(gold["paragraphs"]), path.name
                assert list(article.authors) == gold["authors"], path.name
                if path.name == "nitf_2.xml":  # the sign of its zone is missing: no date is better than a wrong one
                    assert article.published_at is None
                elif path.name != "news_please.jsonl":  # its dates have no zone
                    assert article.published_at == datetime.fromisoformat(gold["published_at"]), path.name
                if path.name != "news_please.jsonl":
                    assert article.publisher == "The Tidewater Ledger", path.name
    assert count == 36
