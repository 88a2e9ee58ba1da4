"""Ingest: what is new is taken once, in part files of bounded size; what is refused is listed once."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from pipelines.demo import samples_folder
from pipelines.steps.annotating import annotate_day
from pipelines.steps.gating import RunContext
from pipelines.steps.ingesting import build_articles
from pipelines.steps.showing import NoSuchQuote, show_original
from pipelines.warehouse.lake import Lake
from tests.newsroom import BRIDGE, DAY, corrected, files, ingest, no_progress, rows, run_context, write_article
from tests.newsroom import write_articles as write


@pytest.fixture
def run(open_suites: Path) -> RunContext:
    return run_context(open_suites)


@pytest.fixture
def second_run(open_suites: Path) -> RunContext:
    return run_context(open_suites, later=30)


def test_the_same_sources_a_second_time_change_no_byte(
    data_lake: Lake, run: RunContext, second_run: RunContext, tmp_path: Path
) -> None:
    folder = write(tmp_path / "news", 3)
    (folder / "notes.xyz").write_bytes(b"\x00\x01")
    first = ingest(data_lake, run, folder)
    build_articles(data_lake, run, no_progress)
    before = files(data_lake.root)
    again = ingest(data_lake, second_run, folder)
    articles = build_articles(data_lake, second_run, no_progress)
    assert (first.documents_new, again.documents_new, articles.documents_new) == (3, 0, 0)
    assert files(data_lake.root) == before


def test_every_document_read_is_new_or_a_duplicate_or_refused(
    data_lake: Lake, run: RunContext, second_run: RunContext, tmp_path: Path
) -> None:
    folder = write(tmp_path / "news", 3)
    copy = folder / "copy-of-1.txt"
    copy.write_text((folder / "bridge-1.txt").read_text(encoding="utf-8"), encoding="utf-8")
    copy.with_suffix(".json").write_text((folder / "bridge-1.json").read_text(encoding="utf-8"), encoding="utf-8")
    (folder / "nothing.jsonl").write_text("\n", encoding="utf-8")
    report = ingest(data_lake, run, folder)
    assert (report.documents_read, report.documents_new, len(report.rejects)) == (5, 3, 1)
    write_article(folder, 4)
    later = ingest(data_lake, second_run, folder)
    assert (later.documents_read, later.documents_new, len(later.rejects)) == (6, 1, 1)
    assert rows(data_lake, "core.rejects")["reason"].to_list() == ["empty"]


def test_a_refusal_is_listed_once_however_often_it_happens(
    data_lake: Lake, run: RunContext, second_run: RunContext, tmp_path: Path
) -> None:
    folder = tmp_path / "news"
    folder.mkdir()
    (folder / "blank.txt").write_text("   \n\n  ", encoding="utf-8")
    (folder / "notes.xyz").write_bytes(b"\x00\x01")
    for context in (run, second_run):
        ingest(data_lake, context, folder)
        build_articles(data_lake, context, no_progress)
    rejects = rows(data_lake, "core.rejects").sort("reason")
    assert rejects.select("stage", "reason").rows() == [("extract", "no_text"), ("read", "unknown_format")]
    assert set(rejects["ingested_at"]) == {run.now}


@pytest.mark.parametrize(
    ("documents", "size", "heights"), [(2, 10**9, [2, 2, 1]), (100, 200, [2, 2, 1]), (9, 1, [1] * 5)]
)
def test_a_part_file_is_bounded_in_documents_and_in_bytes(
    data_lake: Lake, run: RunContext, tmp_path: Path, documents: int, size: int, heights: list[int]
) -> None:
    ingest(data_lake, run, write(tmp_path / "news", 5), documents=documents, size=size)
    found = [data_lake.scan("raw.documents", [part]).collect() for part in data_lake.parts("raw.documents")]
    assert sorted((frame.height for frame in found), reverse=True) == heights
    assert sorted(rows(data_lake, "raw.documents")["sequence"]) == list(range(5))


def test_documents_keep_the_order_in_which_they_were_read(data_lake: Lake, run: RunContext, tmp_path: Path) -> None:
    ingest(data_lake, run, write(tmp_path / "news", 5), documents=2)
    build_articles(data_lake, run, no_progress)
    titles = rows(data_lake, "core.articles").sort("sequence")["title"].to_list()
    assert titles == [f"Bridge {number}" for number in range(1, 6)]


def test_an_article_has_the_place_of_its_document_also_behind_a_refusal_and_a_duplicate(
    data_lake: Lake, run: RunContext, tmp_path: Path
) -> None:
    folder = write(tmp_path / "news", 5)
    (folder / "bridge-2.txt").write_text(" ", encoding="utf-8")
    write_article(folder, 3, section="Politics", url="https://courier.example/bridge-1", title="Bridge 1", text=BRIDGE)
    (folder / "bridge-3.txt").write_text((folder / "bridge-1.txt").read_text(encoding="utf-8"), encoding="utf-8")
    ingest(data_lake, run, folder)
    report = build_articles(data_lake, run, no_progress)
    assert (report.documents_read, report.documents_new, report.duplicates, len(report.rejects)) == (5, 3, 1, 1)
    places = rows(data_lake, "raw.documents").select("document_id", "sequence", "ingested_at")
    found = rows(data_lake, "core.articles").sort("sequence").select("document_id", "sequence", "ingested_at")
    assert found["sequence"].to_list() == [0, 3, 4]
    assert found.equals(places.filter(places["sequence"].is_in([0, 3, 4])).sort("sequence"))


def test_articles_that_a_crash_kept_back_are_made_by_the_next_run(
    data_lake: Lake, run: RunContext, second_run: RunContext, tmp_path: Path
) -> None:
    folder = write(tmp_path / "news", 4)
    ingest(data_lake, run, folder, documents=2)
    build_articles(data_lake, run, no_progress)
    kept = rows(data_lake, "core.articles").sort("version_id")
    lost = data_lake.parts("core.articles", DAY)[0]
    lost.path.unlink()
    again = build_articles(data_lake, second_run, no_progress)
    assert again.documents_new == 2
    assert rows(data_lake, "core.articles").sort("version_id").equals(kept)


def test_a_corrected_article_is_a_new_version_of_the_same_article(
    data_lake: Lake, run: RunContext, second_run: RunContext, tmp_path: Path
) -> None:
    write_article(tmp_path / "morning", 1)
    write_article(tmp_path / "evening", 1, corrected(BRIDGE), modified_at="2031-05-05T18:00:00Z")
    for context, folder in ((run, "morning"), (second_run, "evening")):
        ingest(data_lake, context, tmp_path / folder)
        build_articles(data_lake, context, no_progress)
    articles = rows(data_lake, "core.articles")
    assert articles["article_id"].n_unique() == 1
    assert articles["version_id"].n_unique() == 2
    assert len(data_lake.parts("core.articles", DAY)) == 2


def test_one_text_from_two_files_is_one_version(data_lake: Lake, run: RunContext, tmp_path: Path) -> None:
    write_article(tmp_path / "a", 1)
    write_article(tmp_path / "b", 1, section="Politics")
    report = ingest(data_lake, run, tmp_path / "a", tmp_path / "b")
    articles = build_articles(data_lake, run, no_progress)
    assert report.documents_new == 2
    assert (articles.documents_read, articles.documents_new) == (2, 1)


def test_a_day_of_refusals_alone_is_done_all_the_same(data_lake: Lake, run: RunContext, tmp_path: Path) -> None:
    folder = tmp_path / "news"
    folder.mkdir()
    (folder / "blank.txt").write_text("   ", encoding="utf-8")
    ingest(data_lake, run, folder)
    build_articles(data_lake, run, no_progress)
    assert [part.key for part in data_lake.parts("core.articles")] == [
        part.key for part in data_lake.parts("raw.documents")
    ]


def test_a_quote_is_shown_in_its_original(data_lake: Lake, run: RunContext, tmp_path: Path, stand_in: None) -> None:
    write_article(tmp_path / "news", 1)
    ingest(data_lake, run, tmp_path / "news")
    build_articles(data_lake, run, no_progress)
    annotate_day(data_lake, run, 1, no_progress)
    quote = rows(data_lake, "core.quotes").row(0, named=True)
    uri, (shown,) = show_original(data_lake, quote["quote_id"])
    assert uri.endswith("bridge-1.txt")
    assert shown.words == quote["quote_text"]
    assert (shown.before[-1], shown.after[0]) == ("“", "”")
    with pytest.raises(NoSuchQuote):
        show_original(data_lake, "nothing")


def test_documents_in_are_articles_duplicates_and_refusals_whatever_comes(
    data_lake: Lake, run: RunContext, second_run: RunContext, tmp_path: Path
) -> None:
    folder = write(tmp_path / "news", 3)
    shutil.copytree(samples_folder(), folder / "samples")
    (folder / "cut.warc").write_bytes((samples_folder() / "pages.warc").read_bytes()[:-500])
    (folder / "broken.jsonl").write_text('{"text": "The port stays open, she said."}\n{\n\n[1]\n{"text": null}\n')
    for context in (run, second_run):
        read, made = ingest(data_lake, context, folder), build_articles(data_lake, context, no_progress)
        assert read.documents_read == read.documents_new + read.duplicates + len(read.rejects)
        assert made.documents_read == made.documents_new + made.duplicates + len(made.rejects)
    assert read.documents_new == 0
    assert rows(data_lake, "core.articles").height + len(rows(data_lake, "core.rejects")) > 20
