"""Articles -> files: one writer a delivery format.

Belongs here: the shape of each input format, with the furniture and the faults that real deliveries have.
Does not belong here: the articles. A writer maps articles to {path under ``articles/``: bytes}, the same every time.
"""

import csv
import io
import json
from collections.abc import Callable
from datetime import UTC, datetime

import polars as pl

from pipelines.demo.page import html_page
from pipelines.demo.source import Article

Files = dict[str, bytes]

UNKNOWN_FORMAT = "Deliberately of no known format: the run lists this file among its rejects.\n"
BROKEN_LINE = '{"title": "Shares in Karsten & Wold suspended", "text": "Trading in the builder\'s shares was'


def write_front_matter(articles: list[Article]) -> Files:
    """Text files with a block of ``key: value`` lines on top."""
    return {_path(article, "txt"): _front_matter(article).encode() for article in articles}


def _front_matter(article: Article) -> str:
    fields = {key: ", ".join(value) if isinstance(value, list) else value for key, value in _record(article).items()}
    head = "\n".join(f"{key}: {value}" for key, value in fields.items() if key != "text")
    return f"---\n{head}\n---\n{article.text}\n"


def write_sidecar(articles: list[Article]) -> Files:
    """Text files, each with a JSON file of the same stem that holds the rest."""
    written: Files = {}
    for article in articles:
        record = {key: value for key, value in _record(article).items() if key != "text"}
        record["published_at"] = f"{article.published:%B} {article.published.day}, {article.published:%Y %H:%M}"
        written[_path(article, "txt")] = f"{article.text}\n".encode()
        written[_path(article, "json")] = f"{json.dumps(record, ensure_ascii=False, indent=2)}\n".encode()
    return written


def write_plain(articles: list[Article]) -> Files:
    """Text files and nothing else: title and date are only in the text."""
    return {_path(article, "txt"): f"{article.text}\n".encode() for article in articles}


def write_html(articles: list[Article]) -> Files:
    """Web pages with navigation, advertisements and links to other stories around the article."""
    return {_path(article, "html"): html_page(article).encode() for article in articles}


def write_jsonl(articles: list[Article]) -> Files:
    """One JSON object a line; times in UTC. The fourth line is broken off on purpose."""
    lines = []
    for article in articles:
        record = _record(article)
        for key in ("published_at", "modified_at"):
            if key in record:
                record[key] = f"{datetime.fromisoformat(str(record[key])).astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
        lines.append(json.dumps(record, ensure_ascii=False))
    lines.insert(3, BROKEN_LINE)
    return {_file(articles, "jsonl"): _joined(lines)}


def write_ndjson(articles: list[Article]) -> Files:
    """One JSON object a line, with local times and their offset, as the wire sends them."""
    lines = [json.dumps(_record(article), ensure_ascii=False) for article in articles]
    return {_file(articles, "ndjson"): _joined(lines)}


def write_csv(articles: list[Article]) -> Files:
    """A table under other column names (headline, body, date, source, link, byline); dates without a time."""
    table = io.StringIO()
    writer = csv.writer(table, lineterminator="\n")
    writer.writerow(["headline", "body", "date", "source", "link", "byline", "section", "lang"])
    for article in articles:
        date, byline = f"{article.published:%Y-%m-%d}", "; ".join(article.authors)
        source, link = article.outlet.name, article.url
        writer.writerow([article.title, article.text, date, source, link, byline, article.section, article.language])
    return {_file(articles, "csv"): table.getvalue().encode()}


def write_parquet(articles: list[Article]) -> Files:
    """A typed table: ``published_at`` is a UTC datetime, ``authors`` a list."""
    records = [{**_record(article), "published_at": article.published.astimezone(UTC)} for article in articles]
    table = io.BytesIO()
    pl.DataFrame(records).write_parquet(table, compression="zstd")
    return {_file(articles, "parquet"): table.getvalue()}


WRITERS: dict[str, Callable[[list[Article]], Files]] = {
    "front_matter": write_front_matter,
    "sidecar": write_sidecar,
    "plain": write_plain,
    "html": write_html,
    "jsonl": write_jsonl,
    "ndjson": write_ndjson,
    "csv": write_csv,
    "parquet": write_parquet,
}


def write_articles(articles: list[Article]) -> Files:
    """Every outlet in its own format, and one file that no reader knows."""
    written: Files = {"notes.xyz": UNKNOWN_FORMAT.encode()}
    for outlet in dict.fromkeys(article.outlet for article in articles):
        delivered = [article for article in articles if article.outlet == outlet]
        written |= WRITERS[outlet.delivery](delivered)
    return written


def _record(article: Article) -> dict[str, object]:
    """The article under the usual field names; ``modified_at`` only where there is one."""
    modified = {"modified_at": article.modified.isoformat()} if article.modified else {}
    return {
        "title": article.title,
        "text": article.text,
        "published_at": article.published.isoformat(),
        **modified,
        "publisher": article.outlet.name,
        "url": article.url,
        "authors": list(article.authors),
        "section": article.section,
        "language": article.language,
    }


def _path(article: Article, suffix: str) -> str:
    version = "-corrected" if article.modified else ""
    return f"{article.outlet.folder}/{article.published:%Y-%m-%d}-{article.slug}{version}.{suffix}"


def _file(articles: list[Article], suffix: str) -> str:
    return f"{articles[0].outlet.folder}.{suffix}"


def _joined(lines: list[str]) -> bytes:
    return "".join(f"{line}\n" for line in lines).encode()
