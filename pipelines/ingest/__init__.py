"""Ingest: bytes to documents (`read_sources`) to articles (`extract_article`).

Belongs here: file formats, encodings, metadata, identity, page furniture. Does not belong here: anything that knows
tables, the lake or what a sentence means. Nothing here reads the clock, the environment or the network.
"""

from pipelines.ingest.articles import extract_article, extract_articles
from pipelines.ingest.extraction import extract_article_apart, extract_articles_apart
from pipelines.ingest.isolation import end_workers
from pipelines.ingest.limits import Limits
from pipelines.ingest.reading import read_sources_apart
from pipelines.ingest.records import ArticleRecord, Document, Hints, Rejected
from pipelines.ingest.sources import read_sources

__all__ = [
    "ArticleRecord",
    "Document",
    "Hints",
    "Limits",
    "Rejected",
    "end_workers",
    "extract_article",
    "extract_article_apart",
    "extract_articles",
    "extract_articles_apart",
    "read_sources",
    "read_sources_apart",
]
