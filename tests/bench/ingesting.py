"""Taking in: web pages a CPU second, from bytes to an article's text and metadata, in one process."""

from __future__ import annotations

import gzip
from pathlib import Path
from time import process_time

from pipelines.demo import samples_folder
from pipelines.ingest import ArticleRecord, Document, extract_article

LEAST = 100  # pages that are read, the same ones again where there are fewer


def pages_per_second(data: Path) -> tuple[float, int]:
    """Pages a CPU second, and the number of different pages: newspapers' where they are at hand, else the sample's."""
    pages = _pages(data)
    extract_article(pages[0])  # what loads late
    read, began = 0, process_time()
    while read < LEAST:
        for page in pages:
            assert isinstance(extract_article(page), ArticleRecord)
        read += len(pages)
    return read / (process_time() - began), len(pages)


def _pages(data: Path) -> list[Document]:
    folder = data / "html_pages"
    packed = sorted(folder.rglob("*.html.gz")) + sorted(folder.rglob("*.html"))
    found = packed or sorted(samples_folder().rglob("*.html"))
    return [Document(path.name, "text/html", _content(path)) for path in found]


def _content(path: Path) -> bytes:
    return gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
