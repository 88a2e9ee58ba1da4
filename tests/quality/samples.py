"""A small, sound set of tables with invented people and places."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import polars as pl

from pipelines.contracts import TABLES, polars_schema

SUITES = Path(__file__).resolve().parents[2] / "expectations"
NOW = datetime(2031, 5, 7, 12, tzinfo=UTC)
TEXT = "“We will — at last — rebuild the bridge,” Orla Venn said in Port Velmark on Monday. “It is late.”"


def digest(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()


def short(words: str) -> str:
    return digest(words)[:16]


def span(words: str) -> tuple[int, int]:
    start = TEXT.index(words)
    return start, start + len(words)


VERSION = short("version")
ARTICLE = short("article")


def _document() -> dict[str, Any]:
    content = TEXT.encode()
    return {
        "document_id": short("document"),
        "source_uri": "inbox/bridge.txt",
        "media_type": "text/plain",
        "metadata": "{}",
        "sequence": 0,
        "ingested_at": NOW,
        "content": content,
        "content_sha256": hashlib.sha256(content).hexdigest(),
        "byte_count": len(content),
    }


def _article() -> dict[str, Any]:
    return {
        "version_id": VERSION,
        "article_id": ARTICLE,
        "document_id": short("document"),
        "source_uri": "inbox/bridge.txt",
        "url": None,
        "publisher": "Velmark Courier",
        "title": "Bridge to be rebuilt",
        "authors": ["Ilse Tarn"],
        "section": None,
        "published_at": datetime(2031, 5, 6, tzinfo=UTC),
        "published_at_source": "metadata",
        "modified_at": None,
        "language": "en",
        "text": TEXT,
        "text_sha256": digest(TEXT),
        "word_count": 20,
        "furniture": [],
        "sequence": 0,
        "ingested_at": NOW,
    }


def _quote(words: tuple[str, ...], with_source: bool) -> dict[str, Any]:
    cue, source = span("said"), span("Orla Venn")
    return {
        "quote_id": short(" ".join(words)),
        "version_id": VERSION,
        "article_id": ARTICLE,
        "quote_kind": "direct",
        "quote_text": " … ".join(words),
        "segments": [dict(zip(("start", "end"), span(piece), strict=True)) for piece in words],
        "cue_text": "said" if with_source else None,
        "cue_kind": "say" if with_source else "none",
        "cue_start": cue[0] if with_source else None,
        "cue_end": cue[1] if with_source else None,
        "source_text": "Orla Venn" if with_source else None,
        "source_start": source[0] if with_source else None,
        "source_end": source[1] if with_source else None,
        "said_on": date(2031, 5, 5),
        "said_on_source": "text",
        "medium": None,
        "parent_quote_id": None,
        "confidence": 0.9,
        "speaker_name": "Orla Venn",
        "speaker_kind": "person",
        "speaker_method": "name",
        "speaker_confidence": 0.9,
        "speaker_chain_id": short("chain"),
    }


def _mention() -> dict[str, Any]:
    start, end = span("Orla Venn")
    return {
        "mention_id": short("mention"),
        "version_id": VERSION,
        "article_id": ARTICLE,
        "text": "Orla Venn",
        "start": start,
        "end": end,
        "entity_kind": "person",
        "form": "name",
        "role": None,
        "chain_id": short("chain"),
        "chain_name": "Orla Venn",
    }


def _date() -> dict[str, Any]:
    start, end = span("on Monday")
    return {
        "date_id": short("date"),
        "version_id": VERSION,
        "article_id": ARTICLE,
        "text": "on Monday",
        "start": start,
        "end": end,
        "value": "2031-05-05",
        "granularity": "day",
        "date_from": date(2031, 5, 5),
        "date_to": date(2031, 5, 5),
        "is_contradictory": False,
    }


def _across() -> dict[str, list[dict[str, Any]]]:
    entity, name = short("entity"), "Orla Venn"
    role = {"role": "mayor", "first_seen_on": date(2031, 5, 6), "last_seen_on": None, "mention_count": 1}
    speaker = {"entity_id": entity, "speaker_name": name, "speaker_kind": "person", "method": "name", "confidence": 0.9}
    topic = {"topic_id": "medtop:04000000", "label": "economy", "parent_id": None, "definition": "Money."}
    return {
        "core.topics": [topic, {**topic, "topic_id": "medtop:20000001", "parent_id": "medtop:04000000"}],
        "core.article_topics": [
            {"version_id": VERSION, "article_id": ARTICLE, "topic_id": "medtop:04000000", "score": 0.8, "rank": 1},
            {"version_id": VERSION, "article_id": ARTICLE, "topic_id": "medtop:20000001", "score": 0.5, "rank": 2},
        ],
        "core.quote_topics": [
            {"quote_id": short("It is late."), "version_id": VERSION, "article_id": ARTICLE, **scored}
            for scored in (
                {"topic_id": "medtop:04000000", "score": 0.8, "rank": 1},
                {"topic_id": "medtop:20000001", "score": 0.1, "rank": 2},
            )
        ],
        "core.article_phrases": [
            {"version_id": VERSION, "article_id": ARTICLE, "phrase": phrase, **numbers}
            for phrase, numbers in (
                ("night train", {"score": 1.0, "occurrence_count": 3, "rank": 1}),
                ("delay", {"score": 0.5, "occurrence_count": 2, "rank": 2}),
            )
        ],
        "core.own_topics": [{"topic_id": "own:trains", "name": "Trains", "definition": "any of: train"}],
        "core.article_own_topics": [
            {"version_id": VERSION, "article_id": ARTICLE, "topic_id": "own:trains", "match_count": 2}
        ],
        "core.quote_own_topics": [
            {
                "quote_id": short("It is late."),
                "version_id": VERSION,
                "article_id": ARTICLE,
                "topic_id": "own:trains",
                "matched_in": "article",
                "match_count": 0,
            }
        ],
        "core.stories": [
            {
                "version_id": VERSION,
                "article_id": ARTICLE,
                "story_id": short("story"),
                "is_original": True,
                "is_wire": False,
            }
        ],
        "core.entities": [
            {
                "entity_id": entity,
                "name": name,
                "entity_kind": "person",
                "aliases": [{"name": name, "mention_count": 1}],
                "roles": [role],
                "wikidata_id": None,
                "mention_count": 1,
                "article_count": 1,
            }
        ],
        "core.mention_entities": [
            {"mention_id": short("mention"), "entity_id": entity, "method": "name", "confidence": 0.9}
        ],
        "core.quote_speakers": [{"quote_id": short("It is late."), **speaker}],
        "core.rejects": [
            {
                "reject_id": short("reject"),
                "source_uri": "inbox/empty.txt",
                "stage": "read",
                "reason": "empty",
                "detail": "0 bytes",
                "ingested_at": NOW,
            }
        ],
        "core.check_results": [
            {
                "run_id": "run",
                "table_name": "core.quotes",
                "partition": "all",
                "expectation": "quote_id is unique",
                "severity": "critical",
                "success": True,
                "unexpected_count": None,
                "sample": "[]",
                "checked_at": NOW,
            }
        ],
        "core.run_stages": [
            {
                "run_id": "run",
                "stage": "annotations",
                "started_at": NOW,
                "seconds": 1.5,
                "row_count": 12,
                "part_count": 6,
                "reject_count": 0,
                "is_published": True,
            }
        ],
    }


def sound_frames() -> dict[str, pl.DataFrame]:
    """A sound frame of every table; ids of one resolve in the others."""
    rows = {
        "raw.documents": [_document()],
        "core.articles": [_article()],
        "core.quotes": [
            _quote(("We will — at last — rebuild the bridge,", "It is late."), True),
            _quote(("It is late.",), False),
        ],
        "core.mentions": [_mention()],
        "core.dates": [_date()],
        **_across(),
    }
    return {name: pl.DataFrame(rows[name], schema=polars_schema(declared)) for name, declared in TABLES.items()}
