"""Rows of invented articles, mentions and quotes, with the fields that a test names and plain values for the rest."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from typing import Any

import polars as pl

from pipelines.contracts import polars_schema, table
from pipelines.transforms.ids import digest

INGESTED = datetime(2024, 10, 1, tzinfo=UTC)
FLOOD = (
    "The River Sarn burst its banks early on Tuesday and flooded the lower town of Brennafold, the State Water Office "
    "said. Mayor Teodor Jalink told reporters that the water came over the dyke at ten past four and stood in the "
    "school half an hour later.\n\nThe office said the river had risen to 7.32 metres by noon, the highest level in a "
    "generation. Soldiers stacked sandbags along the quay while neighbours rowed the old and sick to the church.\n\n"
    "A hydrologist, Ingeborg Mwangi, said the dykes had been built for the floods of another century and that two "
    "governments had filed her report without reading it. Nobody at the ministry answered the telephone that evening."
)


def article(name: str, **fields: Any) -> dict[str, Any]:
    """A row of core.articles; ``version`` names another version of the same article."""
    fields = {"text": FLOOD, "title": "River floods Brennafold", "publisher": "Aldra Courier"} | fields
    version = fields.pop("version", "first")
    published_at = fields.setdefault("published_at", datetime(2024, 3, 5, 12, tzinfo=UTC))
    words = fields["text"].encode()
    return {
        "version_id": digest("version", name, version),
        "article_id": digest("article", name),
        "document_id": digest("document", name, version),
        "source_uri": f"inbox/{name}.txt",
        "url": None,
        "authors": [],
        "section": None,
        "published_at_source": "none" if published_at is None else "metadata",
        "modified_at": None,
        "language": "en",
        "text_sha256": hashlib.sha256(words).hexdigest(),
        "word_count": len(fields["text"].split()),
        "furniture": [],
        "sequence": 0,
        "ingested_at": INGESTED,
    } | fields


def frame(name: str, rows: list[dict[str, Any]]) -> pl.DataFrame:
    """Rows as a frame of the table of that name."""
    return pl.DataFrame(rows, schema=polars_schema(table(name)))


def mention(chain: str, text: str, **fields: Any) -> dict[str, Any]:
    """A row of core.mentions in the article "a" unless ``article`` says otherwise; ``chain`` is local to it."""
    name, start = fields.pop("article", "a"), fields.get("start", 0)
    return {
        "mention_id": digest("mention", name, chain, text, start),
        "version_id": digest("version", name, "first"),
        "article_id": digest("article", name),
        "text": text,
        "start": start,
        "end": start + len(text),
        "entity_kind": "person",
        "form": "name",
        "role": None,
        "chain_id": digest("chain", name, chain),
        "chain_name": text,
    } | fields


def quote(words: str, **fields: Any) -> dict[str, Any]:
    """A row of core.quotes without a speaker unless fields name one; ``chain`` is the speaker's, if any."""
    name, chain = fields.pop("article", "a"), fields.pop("chain", None)
    nothing = ("cue_text", "cue_start", "cue_end", "source_text", "source_start", "source_end", "said_on", "medium")
    return {
        "quote_id": digest("quote", name, words),
        "version_id": digest("version", name, "first"),
        "article_id": digest("article", name),
        "quote_kind": "indirect",
        "quote_text": words,
        "segments": [{"start": 0, "end": len(words)}],
        "cue_kind": "say",
        **dict.fromkeys(nothing),
        "said_on_source": "none",
        "parent_quote_id": None,
        "confidence": 0.9,
        "speaker_name": None,
        "speaker_kind": "none",
        "speaker_method": "none",
        "speaker_confidence": 0.5,
        "speaker_chain_id": None if chain is None else digest("chain", name, chain),
        "speaker_head": None,
    } | fields
