"""A long WARC.gz out of few pages: each is repeated under other addresses, so that every record is an article.

Belongs here: making the file. Does not belong here: running and measuring (see ``__main__``).
"""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path

from pipelines.ingest import Document, extract_article
from pipelines.ingest.records import ArticleRecord

NOWHERE = "https://news.example/page-{number}"
LEVEL = 1  # of compression: what counts is what comes out


def write_archive(folder: Path, pages: int, target: Path) -> None:
    """Repeat the pages (``*.html.gz``) of a folder, in turn, until there are so many records.

    Written aside and renamed, so that a file under that name is whole. Raises ValueError for a folder without pages.
    """
    originals = [(page, _address(page)) for page in _pages(folder)]
    if not originals:
        raise ValueError(f"no *.html.gz with an article in {folder}")
    aside = target.with_name(f"{target.name}.new")
    with aside.open("wb") as file:
        for number in range(pages):
            page, address = originals[number % len(originals)]
            other = f"{address}-copy-{number}" if address else NOWHERE.format(number=number)
            content = page.replace(address.encode(), other.encode()) if address else page
            file.write(gzip.compress(_record(other, content), LEVEL, mtime=0))
    aside.replace(target)


def _pages(folder: Path) -> Iterator[bytes]:
    for path in sorted(folder.glob("*.html.gz")):
        yield gzip.decompress(path.read_bytes())


def _address(page: bytes) -> str:
    """The page's own address; empty where it states none."""
    article = extract_article(Document("page.html", "text/html", page))
    return (article.url or "") if isinstance(article, ArticleRecord) else ""


def _record(address: str, page: bytes) -> bytes:
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + page
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {address}\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
    )
    return head.encode() + http + b"\r\n\r\n"
