"""Documents to articles: text files and JSON records."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipelines.ingest import Document, Hints, Limits, Rejected, extract_article
from tests.ingest.articles_for_tests import (
    AS_OF,
    SHARED,
    TEXT,
    documents,
    record_article,
    record_outcome,
    taken,
    text_article,
)


def test_the_text_of_a_plain_file_is_the_file(tmp_path: Path) -> None:
    text = "A headline\n\n  Indented,  with two spaces.\t«Quoted» — ‘so’.\n"
    assert text_article(text).text == text
    assert text_article(text.replace("\n", "\r\n")).text == text
    assert text_article("\ufeff" + text).text == text
    assert text_article(text.encode("utf-16")).text == text


def test_the_seed_article_comes_out_as_it_is() -> None:
    path = SHARED / "gold" / "seed" / "article.txt"
    if not path.exists():
        pytest.skip("the shared evaluation data is not here")
    (found,) = documents(path, Hints(published_at="2022-01-13", publisher="Baltic News Network"))
    article = taken(extract_article(found))
    assert article.text == path.read_text(encoding="utf-8")
    assert article.published_at == datetime(2022, 1, 13, tzinfo=UTC)
    assert article.language == "en"
    assert [article.text[start:end].split(":")[0] for start, end in article.furniture] == ["Read also"]


@pytest.mark.parametrize(
    "head",
    [
        '---\ntitle: "Port stays open"\ndate: 2024-05-12\nsource: The Velmark Post\nauthors:\n  - Tilda Marrow\n'
        "  - Jarl Ossery\nlang: en\nurl: https://velmark.example/port\n---\n\n",
        '+++\ntitle = "Port stays open"\ndate = 2024-05-12\npublisher = "The Velmark Post"\n'
        'authors = ["Tilda Marrow", "Jarl Ossery"]\nlanguage = "en"\nurl = "https://velmark.example/port"\n+++\n',
    ],
)
def test_a_front_matter_is_metadata_and_not_text(head: str) -> None:
    article = text_article(head + TEXT)
    assert article.text == TEXT
    assert article.title == "Port stays open"
    assert article.publisher == "The Velmark Post"
    assert article.authors == ("Tilda Marrow", "Jarl Ossery")
    assert (article.published_at, article.published_at_source) == (datetime(2024, 5, 12, tzinfo=UTC), "metadata")
    assert article.url == "https://velmark.example/port"


@pytest.mark.parametrize(
    "head", ["---\nHe said so.\n---\n", "---\ntitle: x\nno closing mark\n", "+++\n= broken\n+++\n"]
)
def test_a_head_that_is_no_metadata_stays_text(head: str) -> None:
    assert text_article(head + TEXT).text == head + TEXT


RECORDS = {
    "news-please": {
        "maintext": TEXT, "text": None, "title": "Port stays open", "date_publish": "2024-05-12 06:30:00",
        "authors": ["Tilda Marrow"], "source_domain": "www.velmark-post.example", "language": "en",
        "url": "https://www.velmark-post.example/port", "description": "A teaser.",
    },
    "fundus": {
        "body": {"summary": [], "sections": [{"headline": [], "paragraphs": TEXT.split("\n")}]},
        "title": "Port stays open", "authors": ["Tilda Marrow"], "publishing_date": "2024-05-12 08:30:00+02:00",
        "publisher": "velmark-post.example", "lang": "en", "requested_url": "https://www.velmark-post.example/port",
    },
    "trafilatura": {
        "text": TEXT, "title": "Port stays open", "author": "Tilda Marrow", "date": "2024-05-12T06:30:00Z",
        "sitename": "velmark-post.example", "url": "https://www.velmark-post.example/port", "hostname": "x.example",
        "language": "en",
    },
    "gdelt": {
        "DATE": 20240512063000, "DocumentIdentifier": "https://www.velmark-post.example/port", "content": TEXT,
        "SourceCommonName": "velmark-post.example", "Title": "Port stays open", "author": "By Tilda Marrow",
        "language": "English",
    },
    "newsapi": {
        "content": TEXT, "title": "Port stays open", "source": {"id": None, "name": "velmark-post.example"},
        "author": "Tilda Marrow, Political Editor", "publishedAt": "2024-05-12T06:30:00Z", "language": "en",
        "url": "https://www.velmark-post.example/port",
    },
    "archive": {
        "_source": {"body": TEXT, "headline": {"main": "Port stays open"}, "timestamp": 1715495400, "lang": "en-GB",
                    "byline": {"name": "TBD"}, "authors": [{"name": "Tilda Marrow"}],
                    "outlet": "velmark-post.example", "link": "https://www.velmark-post.example/port"},
    },
}  # fmt: skip


@pytest.mark.parametrize("kind", RECORDS)
def test_the_fields_of_well_known_crawlers_and_archives_are_recognised(kind: str) -> None:
    article = record_article(RECORDS[kind])
    assert article.text.replace("\n\n", "\n") == TEXT
    assert article.title == "Port stays open"
    assert article.authors == ("Tilda Marrow",)
    assert article.publisher == "velmark-post.example"
    assert article.published_at == datetime(2024, 5, 12, 6, 30, tzinfo=UTC)
    assert article.published_at_source == "metadata"
    assert article.language == "en"
    assert article.url == "https://www.velmark-post.example/port"


def test_a_field_map_wins_over_the_known_names() -> None:
    record = {"title": "wrong", "kopf": {"zeile": "right"}, "text": "wrong too", "wortlaut": TEXT}
    article = record_article(record, field_map=["title=kopf.zeile", "text=wortlaut"])
    assert (article.title, article.text) == ("right", TEXT)


def test_a_teaser_is_the_text_only_where_no_field_is_meant_for_a_body() -> None:
    assert record_article({"description": TEXT}).text == TEXT
    empty = record_outcome({"maintext": None, "description": TEXT})
    assert isinstance(empty, Rejected)
    assert (empty.stage, empty.reason) == ("extract", "no_text")


@pytest.mark.parametrize("text", [None, "", " \n\t", 12345, ["a", "list"], {}])
def test_a_record_without_text_is_refused(text: object) -> None:
    outcome = record_outcome({"title": "Port", "text": text})
    assert isinstance(outcome, Rejected)
    assert outcome.reason == "no_text"


def test_a_record_without_any_field_for_text_says_which_fields_it_has() -> None:
    outcome = record_outcome({"kopf": "x", "wortlaut": "y"})
    assert isinstance(outcome, Rejected)
    assert (outcome.reason, "wortlaut" in outcome.detail) == ("missing_field", True)


def test_markup_in_a_record_becomes_paragraphs() -> None:
    record = {"body": "<p>She said: &ldquo;We <em>wait</em>.&rdquo;</p><p>One<br>two.</p><script>x()</script>"}
    assert record_article(record).text == "She said: “We wait.”\n\nOne\ntwo."
    assert record_article({"text": "Marl &amp; Stoke said &quot;no&quot;; R&D <i> too"}).text == (
        'Marl & Stoke said "no"; R&D <i> too'
    )


def test_what_the_document_says_wins_over_what_came_beside_it() -> None:
    record = {"text": TEXT, "publisher": "The Velmark Post"}
    article = record_article(record, publisher="Elsewhere", published_at="2024-05-12", title="Port")
    assert (article.publisher, article.title) == ("The Velmark Post", "Port")
    assert article.published_at == datetime(2024, 5, 12, tzinfo=UTC)


def test_without_a_stated_date_the_one_in_the_address_is_taken() -> None:
    article = record_article({"text": TEXT, "url": "https://velmark.example/2024/05/12/port", "date": "soon"})
    assert (article.published_at, article.published_at_source) == (datetime(2024, 5, 12, tzinfo=UTC), "url")
    unknown = record_article({"text": TEXT, "url": "https://velmark.example/port"})
    assert (unknown.published_at, unknown.published_at_source) == (None, "none")


def test_the_same_address_is_the_same_article_and_another_text_another_version() -> None:
    first = record_article({"text": TEXT, "url": "https://velmark.example/port?utm_source=x"})
    second = record_article({"text": TEXT + " More.", "url": "http://VELMARK.example/port/"})
    assert first.article_id == second.article_id
    assert first.version_id != second.version_id


def test_without_an_address_the_text_is_the_article() -> None:
    assert text_article(TEXT).article_id == text_article("\n" + TEXT.replace(" ", "  ") + "\n").article_id
    assert text_article(TEXT).article_id != text_article(TEXT + " More.").article_id


def test_a_text_over_the_limit_is_refused_by_name_of_the_limit() -> None:
    outcome = extract_article(Document("a.txt", "text/plain", b"x" * 200), limits=Limits(text_chars=100))
    assert isinstance(outcome, Rejected)
    assert (outcome.reason, "text_chars = 100" in outcome.detail) == ("too_large", True)


def test_words_are_counted_between_white_space() -> None:
    assert text_article("“Don’t,” — she said: 3.5% of e-mail.").word_count == 6


def test_the_language_is_detected_only_in_texts_long_enough() -> None:
    assert text_article(TEXT).language == "en"
    assert text_article("Das Tor ist zu.").language == "und"
    assert text_article("Der Hafen bleibt offen, sagte die Ministerin am Dienstag in der Stadt. " * 3).language == "de"
    assert record_article({"text": TEXT, "language": "lv-LV"}).language == "lv"


def test_the_same_document_always_gives_the_same_record() -> None:
    document = Document("a.txt", "text/plain", TEXT.encode(), {"publisher": "The Velmark Post"})
    assert extract_article(document, as_of=AS_OF) == extract_article(document, as_of=AS_OF)


def test_a_text_of_marks_alone_is_taken_under_a_title_and_gives_nothing() -> None:
    article = record_article({"title": "Port", "text": '"' * 10_000})
    assert (article.text, article.word_count) == ('"' * 10_000, 0)
    assert isinstance(record_outcome({"title": "* * *", "text": '"' * 10_000}), Rejected)


def test_a_text_without_a_single_word_is_refused() -> None:
    found = extract_article(Document("a.txt", "text/plain", b"******\n"))
    assert isinstance(found, Rejected)
    assert found.reason == "no_text"


def test_a_date_that_nobody_gives_is_read_from_the_text() -> None:
    dateline = text_article("ORVIK, 12 May 2024 (VPA) - " + TEXT)
    assert (dateline.published_at, dateline.published_at_source) == (datetime(2024, 5, 12, tzinfo=UTC), "text")
    told = text_article(TEXT + "\n\nThe council meets tomorrow, 13 May 2024, in Orvik.")
    assert (told.published_at, told.published_at_source) == (datetime(2024, 5, 12, tzinfo=UTC), "inferred")
    ahead = text_article("ORVIK, 12 May 2044 (VPA) - " + TEXT)
    assert (ahead.published_at, ahead.published_at_source) == (None, "none")
