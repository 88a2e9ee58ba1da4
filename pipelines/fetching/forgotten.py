"""Articles that somebody ordered to be forgotten: a source that still shows one does not bring its bytes back.

Belongs here: whether an entry, or what was fetched for it, is such an article. Does not belong here: orders and their
file, which are the caller's; keeping and asking (`list_turn`, `entry_turn`).
"""

from __future__ import annotations

from dataclasses import dataclass

from pipelines.fetching.client import Fetched
from pipelines.fetching.entries import Entry
from pipelines.fetching.store import entry_record, page_metadata, page_suffix
from pipelines.ingest import ArticleRecord, Document, extract_article_apart
from pipelines.ingest.fields import recognised_metadata
from pipelines.ingest.identity import article_id, web_address
from pipelines.ingest.records import MediaType


@dataclass(frozen=True, slots=True)
class Forgotten:
    """The ids of these articles (`pipelines.ingest.identity.article_id`)."""

    article_ids: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        """Whether anything is forgotten."""
        return bool(self.article_ids)

    def holds_entry(self, entry: Entry) -> bool:
        """Whether the entry leads to one, or is one itself: an entry without a link goes by its text."""
        if entry.link or not (entry.text or entry.summary):
            return self._holds_link(entry.link)
        return self._holds(Document("fetched", "application/json", entry_record(entry, None)))

    def holds_page(self, page: Fetched, entry: Entry) -> bool:
        """Whether a page is one, read as a run would read it: it may name another address than its entry does."""
        if not self.article_ids:
            return False
        beside = recognised_metadata(page_metadata(page, entry, None))
        media_type: MediaType = "text/html" if page_suffix(page) == ".html" else "text/plain"
        return self._holds(Document("fetched", media_type, page.content, beside))

    def _holds_link(self, link: str) -> bool:
        """Whether the address is that of one."""
        return bool(self.article_ids and web_address(link)) and article_id(link, "", None) in self.article_ids

    def _holds(self, document: Document) -> bool:
        found = extract_article_apart(document) if self.article_ids else None
        return isinstance(found, ArticleRecord) and found.article_id in self.article_ids
