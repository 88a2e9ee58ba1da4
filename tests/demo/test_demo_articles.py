"""The sample: enough articles, in every format, and the committed files are what the source gives."""

import io
import json
from collections import Counter
from pathlib import Path

import polars as pl
import pytest

from pipelines.demo import articles_folder, demo_folder
from pipelines.demo.build import render, written_files
from pipelines.demo.source import Article, read_articles


@pytest.fixture(scope="module")
def articles() -> list[Article]:
    return read_articles(demo_folder() / "source")


@pytest.fixture(scope="module")
def rendered() -> dict[str, bytes]:
    return render(demo_folder())


def test_there_are_at_least_sixty_articles_from_six_outlets_over_six_months(articles: list[Article]) -> None:
    assert len(articles) >= 62
    assert len({article.outlet.name for article in articles}) >= 6
    assert len({f"{article.published:%Y-%m}" for article in articles}) >= 6


def test_every_article_is_short_news(articles: list[Article]) -> None:
    lengths = {article.slug: len(article.text.split()) for article in articles}
    assert {slug: words for slug, words in lengths.items() if not 80 <= words <= 350} == {}


def test_every_address_is_of_a_domain_that_cannot_exist(articles: list[Article]) -> None:
    assert all(article.outlet.domain.endswith(".example") for article in articles)


def test_every_input_format_is_there() -> None:
    suffixes = {path.suffix for path in articles_folder().rglob("*") if path.is_file()}
    assert suffixes == {".txt", ".json", ".jsonl", ".ndjson", ".csv", ".parquet", ".html", ".xyz"}


def test_committed_files_are_those_that_the_source_gives(rendered: dict[str, bytes]) -> None:
    assert written_files(demo_folder()) == set(rendered)


def test_committed_files_are_current(rendered: dict[str, bytes]) -> None:
    stale = [name for name, content in rendered.items() if not _is_current(demo_folder() / name, content)]
    assert stale == [], "run python -m pipelines.demo.build"


def test_one_json_line_is_broken_and_the_others_are_whole() -> None:
    lines = (articles_folder() / "velmark-ledger.jsonl").read_text(encoding="utf-8").splitlines()
    assert [number for number, line in enumerate(lines) if not _is_json(line)] == [3]


def test_a_wire_story_runs_in_three_outlets_whole_truncated_and_extended(articles: list[Article]) -> None:
    original = next(article for article in articles if article.slug == "river-sarn-bursts-banks")
    reprints = [article for article in articles if article.reprint_of == original.slug]
    assert len({article.outlet.name for article in reprints}) == 3
    assert any(article.text == original.text for article in reprints)
    assert any(original.text.startswith(article.text) and article.text != original.text for article in reprints)
    assert any(article.text.startswith(original.text) and article.text != original.text for article in reprints)


def test_a_correction_keeps_the_address_and_changes_the_text(articles: list[Article]) -> None:
    versions = Counter(article.url for article in articles)
    corrected = [article for article in articles if versions[article.url] == 2]
    assert len(corrected) == 4
    assert len({article.text for article in corrected}) == 4
    assert all(later.modified > later.published for later in corrected if later.modified)
    assert sum(article.modified is not None for article in corrected) == 2


@pytest.mark.parametrize("marks", ["“”", "„“", "«»", '"', "‘’", "‚‘"])
def test_every_style_of_quotation_marks_occurs(articles: list[Article], marks: str) -> None:
    assert any(all(mark in article.text for mark in marks) for article in articles)


def _is_current(path: Path, content: bytes) -> bool:
    """Parquet bytes differ between library versions, so its rows are compared."""
    if path.suffix == ".parquet":
        return pl.read_parquet(path).equals(pl.read_parquet(io.BytesIO(content)))
    return path.read_bytes() == content


def _is_json(line: str) -> bool:
    try:
        json.loads(line)
    except json.JSONDecodeError:
        return False
    return True
