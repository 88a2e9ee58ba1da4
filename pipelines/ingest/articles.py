"""Documents to articles: dispatch by media type, clean, check, identify.

Belongs here: `extract_article`, a pure function of a document. Does not belong here: how one media type is read
(`text_articles`, `record_articles`, `html_articles`).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import datetime

from pipelines.ingest.cleaning import clean_line, clean_text
from pipelines.ingest.dates import first_instant, instant_from_url, parse_instant
from pipelines.ingest.drafts import Draft
from pipelines.ingest.feed_articles import draft_from_atom, draft_from_rss
from pipelines.ingest.furniture import find_furniture
from pipelines.ingest.html_articles import draft_from_html
from pipelines.ingest.identity import article_id, host, version_id, web_address
from pipelines.ingest.language import UNDETERMINED, detect_language, language_code
from pipelines.ingest.limits import Limits, exceeded
from pipelines.ingest.names import author_names, headline
from pipelines.ingest.prose import refusal_of
from pipelines.ingest.record_articles import draft_from_record
from pipelines.ingest.records import (
    ArticleRecord,
    Document,
    MediaType,
    Metadata,
    PublishedAtSource,
    RefusalError,
    Rejected,
)
from pipelines.ingest.text_articles import draft_from_text
from pipelines.ingest.wire_articles import draft_from_newsml, draft_from_nitf
from pipelines.text.publication import infer_published_on

_WORD_CHARACTER = re.compile(r"\w")
DEFAULT_LIMITS = Limits()
DRAFTERS: dict[MediaType, Callable[[Document], Draft]] = {
    "text/plain": draft_from_text,
    "application/json": draft_from_record,
    "application/rss+xml": draft_from_rss,
    "application/atom+xml": draft_from_atom,
    "application/nitf+xml": draft_from_nitf,
    "application/vnd.iptc.g2.newsitem+xml": draft_from_newsml,
}


def extract_articles(
    documents: Iterable[Document], *, as_of: datetime | None = None, limits: Limits = DEFAULT_LIMITS
) -> Iterator[ArticleRecord | Rejected]:
    """`extract_article` over a stream, in its order."""
    return (extract_article(document, as_of=as_of, limits=limits) for document in documents)


def extract_article(
    document: Document, *, as_of: datetime | None = None, limits: Limits = DEFAULT_LIMITS
) -> ArticleRecord | Rejected:
    """The article in a document, or why there is none.

    ``as_of`` is an aware datetime: dates of more than two days later are refused. The document's own metadata goes
    before the sidecar's, and that before the caller's hints. The same document always gives the same record.
    """
    try:
        draft = _with_metadata(_draft(document, limits), document.metadata)
        return _record(document, draft, as_of, limits)
    except RefusalError as refusal:
        return replace(refusal.at(document.source_uri, "extract"), format=document.format)


def _draft(document: Document, limits: Limits) -> Draft:
    if document.media_type == "text/html":
        return draft_from_html(document, limits)
    return DRAFTERS[document.media_type](document)


def _with_metadata(draft: Draft, metadata: Metadata) -> Draft:
    """Gaps filled from what came beside the content."""
    beside = {name: value for name, value in metadata.items() if isinstance(value, str)}
    return replace(
        draft,
        title=draft.title or beside.get("title"),
        publisher=draft.publisher or beside.get("publisher"),
        authors=draft.authors or author_names(metadata.get("authors")),
        section=draft.section or beside.get("section"),
        url=draft.url or web_address(beside.get("url")),
        published=(*draft.published, beside.get("published_at")),
        modified=(*draft.modified, beside.get("modified_at")),
        language=draft.language or beside.get("language"),
    )


def _record(document: Document, draft: Draft, as_of: datetime | None, limits: Limits) -> ArticleRecord:
    publisher = clean_line(draft.publisher or "") or host(draft.url)
    title = headline(draft.title, publisher=publisher, site=host(draft.url))
    text = _checked_text(draft.text, title, limits)
    published_at, published_at_source = _published(draft, text, as_of)
    article = article_id(draft.url, text, title)
    return ArticleRecord(
        document_id=document.document_id,
        source_uri=document.source_uri,
        article_id=article,
        version_id=version_id(article, text, title, published_at),
        url=draft.url,
        publisher=publisher,
        title=title,
        authors=draft.authors,
        section=clean_line(draft.section or ""),
        published_at=published_at,
        published_at_source=published_at_source,
        modified_at=first_instant(draft.modified, as_of),
        language=_language(draft, text),
        text=text,
        text_sha256=hashlib.sha256(text.encode()).hexdigest(),
        word_count=count_words(text),
        furniture=find_furniture(text),
    )


def _checked_text(raw: str, title: str | None, limits: Limits) -> str:
    if over := exceeded(limits, "text_chars", len(raw)):
        raise RefusalError("too_large", f"characters of text: {over}")
    text = clean_text(raw)
    if refusal := refusal_of(text, title, limits):
        raise RefusalError(*refusal)
    return text


def _published(draft: Draft, text: str, as_of: datetime | None) -> tuple[datetime | None, PublishedAtSource]:
    if stated := first_instant(draft.published, as_of):
        return stated, "metadata"
    if in_address := instant_from_url(draft.url, as_of):
        return in_address, "url"
    told = infer_published_on(text)
    if told and (in_text := parse_instant(told.day.isoformat(), as_of)):
        return in_text, told.source
    return None, "none"


def _language(draft: Draft, text: str) -> str:
    """What the metadata says, else what is detected, else what the page's template says."""
    if stated := language_code(draft.language):
        return stated
    detected = detect_language(text)
    return detected if detected != UNDETERMINED else language_code(draft.language_guess) or UNDETERMINED


def count_words(text: str) -> int:
    """Stretches between white space that hold a letter, digit or underscore: "3.5%" is one word, "—" is none."""
    return sum(map(bool, map(_WORD_CHARACTER.search, text.split())))
