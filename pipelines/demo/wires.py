"""Three of the articles in every format that can be read: what the readers' tests compare, and samples to look at.

Belongs here: one writer a format, each as its makers' documentation and real files have it. Does not belong here: the
articles, the corpus that a run reads (`formats`). A writer maps articles to {file name under ``samples/``: bytes}.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from datetime import UTC
from html import escape

import polars as pl

from pipelines.demo.formats import Files
from pipelines.demo.page import html_page
from pipelines.demo.source import Article
from pipelines.demo.wire_xml import PROMOTION, write_atom, write_news_sitemap, write_newsml, write_nitf, write_rss

SLUGS = ("sarn-bridge-to-open-in-june", "patient-records-for-sale", "flood-inquiry-blames-everyone-in-turn")
CRAWLED = "2024-09-30T08:00:01Z"


def chosen(articles: list[Article]) -> list[Article]:
    """The three articles, in a fixed order, in their first versions."""
    return [next(one for one in articles if one.slug == slug and one.modified is None) for slug in SLUGS]


def write_samples(articles: list[Article]) -> Files:
    """Every sample file, by its name."""
    written: Files = {}
    for write in WRITERS:
        written |= write(chosen(articles))
    return written


def paragraphs(article: Article) -> list[str]:
    """The paragraphs of the text."""
    return article.text.split("\n\n")


def markup(article: Article) -> str:
    """The text as HTML paragraphs on one line."""
    return "".join(f"<p>{escape(one, quote=False)}</p>" for one in paragraphs(article))


def _record(article: Article) -> dict[str, object]:
    return {
        "url": article.url,
        "title": article.title,
        "authors": list(article.authors),
        "published_at": article.published.isoformat(),
        "publisher": article.outlet.name,
        "section": article.section,
        "language": article.language,
        "text": article.text,
    }


def _lines(records: list[dict[str, object]]) -> bytes:
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records).encode()


def write_plain(articles: list[Article]) -> Files:
    """JSON lines, a JSON list, a CSV table and a Parquet table of the same fields."""
    records = [_record(article) for article in articles]
    table, sheet = io.BytesIO(), io.StringIO()
    pl.DataFrame(records).write_parquet(table, compression="zstd")
    writer = csv.DictWriter(sheet, list(records[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows({**_record(article), "authors": "; ".join(article.authors)} for article in articles)
    return {
        "plain.jsonl": _lines(records),
        "plain.json": json.dumps({"articles": records}, ensure_ascii=False, indent=1).encode(),
        "plain.csv": sheet.getvalue().encode(),
        "plain.parquet": table.getvalue(),
    }


def write_text(articles: list[Article]) -> Files:
    """Text with front matter."""
    written = {}
    for number, article in enumerate(articles, 1):
        fields = {**_record(article), "authors": ", ".join(article.authors)}
        head = "".join(f"{name}: {value}\n" for name, value in fields.items() if name != "text")
        written[f"text-{number}.txt"] = f"---\n{head}---\n{article.text}".encode()
    return written


def write_pages(articles: list[Article]) -> Files:
    """Web pages, and an archive of their responses."""
    pages = [html_page(article).encode() for article in articles]
    records = [_warc_record(article, page) for article, page in zip(articles, pages, strict=True)]
    about = b"software: invented for this sample\r\n"
    info = _warc_header("warcinfo", "", "application/warc-fields", len(about)) + about + b"\r\n\r\n"
    named = {f"page-{number}.html": page for number, page in enumerate(pages, 1)}
    return {**named, "pages.warc": info + b"".join(records)}


def _warc_record(article: Article, page: bytes) -> bytes:
    http = f"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {len(page)}\r\n\r\n".encode()
    header = _warc_header("response", article.url, "application/http; msgtype=response", len(http + page))
    return header + http + page + b"\r\n\r\n"


def _warc_header(kind: str, url: str, media_type: str, length: int) -> bytes:
    target = f"WARC-Target-URI: {url}\r\n" if url else ""
    return (
        f"WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Date: {CRAWLED}\r\n{target}"
        f"Content-Type: {media_type}\r\nContent-Length: {length}\r\n\r\n"
    ).encode()


def write_crawls(articles: list[Article]) -> Files:
    """Exports of news-please, fundus and trafilatura, with the fields of each."""
    return {
        "news_please.jsonl": _lines([_news_please(article) for article in articles]),
        "fundus.json": json.dumps([_fundus(article) for article in articles], ensure_ascii=False, indent=1).encode(),
        "trafilatura.jsonl": _lines([_trafilatura(article) for article in articles]),
    }


def _news_please(article: Article) -> dict[str, object]:
    local = f"{article.published:%Y-%m-%d %H:%M:%S}"
    return {
        "authors": list(article.authors), "date_download": "2024-09-30 08:00:01", "date_modify": None,
        "date_publish": local, "description": None, "filename": "article.json", "image_url": None,
        "language": article.language, "localpath": None, "maintext": "\n".join(paragraphs(article)),
        "source_domain": article.outlet.domain, "text": None, "title": article.title, "title_page": None,
        "title_rss": None, "url": article.url,
    }  # fmt: skip


def _fundus(article: Article) -> dict[str, object]:
    body = {"summary": [], "sections": [{"headline": [], "paragraphs": paragraphs(article)}]}
    return {
        "html": {"requested_url": article.url, "responded_url": article.url, "crawl_date": CRAWLED},
        "publisher": article.outlet.name, "title": article.title, "authors": list(article.authors), "body": body,
        "publishing_date": str(article.published), "topics": [article.section], "lang": article.language,
    }  # fmt: skip


def _trafilatura(article: Article) -> dict[str, object]:
    text = "\n".join(paragraphs(article))
    return {
        "title": article.title, "author": "; ".join(article.authors), "hostname": article.outlet.domain,
        "date": f"{article.published:%Y-%m-%d}", "fingerprint": "c2f4e6d8a0b1c3d5", "id": None, "license": None,
        "comments": "", "raw_text": text, "text": text, "language": article.language, "image": None,
        "pagetype": "article", "filedate": "2024-09-30", "source": article.url,
        "source-hostname": article.outlet.name, "excerpt": None, "categories": article.section, "tags": None,
    }  # fmt: skip


def write_gdelt(articles: list[Article]) -> Files:
    """The quotation graph (passages around quotations) and the knowledge graph (addresses, no text)."""
    graph: list[dict[str, object]] = []
    rows = []
    for article in articles:
        stamp = f"{article.published.astimezone(UTC):%Y%m%d%H%M%S}"
        head, _, rest = article.text.partition("“")
        quote, _, tail = rest.partition("”")
        entry = {"pre": head[-60:].strip(), "quote": quote, "post": tail[:60].strip()}
        seen = f"{article.published.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
        graph.append({"date": seen, "url": article.url, "title": article.title, "lang": "ENGLISH", "quotes": [entry]})
        extra = f"<PAGE_TITLE>{escape(article.title)}</PAGE_TITLE>"
        rows.append("\t".join([f"{stamp}-1", stamp, "1", article.outlet.domain, article.url, *[""] * 21, extra]))
    return {"gqg.jsonl": _lines(graph), "gkg.csv": "".join(row + "\n" for row in rows).encode()}


def write_json_feed(articles: list[Article]) -> Files:
    """JSON Feed 1.1."""
    items = [
        {
            "id": article.url, "url": article.url, "title": article.title, "content_html": markup(article) + PROMOTION,
            "date_published": article.published.isoformat(), "authors": [{"name": name} for name in article.authors],
            "tags": [article.section],
        }
        for article in articles
    ]  # fmt: skip
    first = articles[0]
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": first.outlet.name, "language": first.language}
    return {"feed.json": json.dumps({**feed, "items": items}, ensure_ascii=False, indent=1).encode()}


def write_ninjs(articles: list[Article]) -> Files:
    """ninjs: each article in versions 1.4, 2.1 and 3.0."""
    written = {}
    for number, article in enumerate(articles, 1):
        shared = {
            "uri": article.url, "type": "text", "versioncreated": article.published.isoformat(),
            "firstcreated": article.published.isoformat(), "pubstatus": "usable", "language": article.language,
        }  # fmt: skip
        people = [{"name": name, "rel": "author"} for name in article.authors]
        bodies = [{"role": "main", "contenttype": "text/html", "value": markup(article)}]
        listed = {"headlines": [{"role": "main", "value": article.title}], "bodies": bodies, "people": people}
        plain = {"headline": article.title, "body_html": markup(article), "person": people}
        later: dict[str, object] = {**listed, "infosources": [{"name": article.outlet.name}]}
        versions: dict[str, dict[str, object]] = {"1": {**plain, "source": article.outlet.name}, "2": later, "3": later}
        for version, own in versions.items():
            item = {"standard": {"name": "ninjs", "version": version}, **shared, **own}
            written[f"ninjs{version}-{number}.json"] = json.dumps(item, ensure_ascii=False, indent=1).encode()
    return written


WRITERS: tuple[Callable[[list[Article]], Files], ...] = (
    write_plain, write_text, write_pages, write_crawls, write_gdelt, write_json_feed, write_ninjs, write_rss,
    write_atom, write_news_sitemap, write_nitf, write_newsml,
)  # fmt: skip
