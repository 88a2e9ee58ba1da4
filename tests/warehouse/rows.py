"""Rows for the warehouse's tests: frames from a few cells, and a small lake of invented articles.

Belongs here: building rows and publishing them. Does not belong here: tests, or rows of one test only.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import polars as pl

from pipelines.contracts import Column, polars_schema, table
from pipelines.warehouse.lake import Lake, annotated_tables

PROJECT = Path(__file__).resolve().parents[2]
SQL = PROJECT / "sql"
DAY = date(2031, 5, 6)
BUILT_AT = datetime(2031, 5, 7, 4, 0, tzinfo=UTC)

Row = Mapping[str, Any]


def digest(*words: object) -> str:
    """An id made of words."""
    return sha256("|".join(map(str, words)).encode()).hexdigest()[:16]


def frame_of(name: str, rows: Sequence[Row]) -> pl.DataFrame:
    """A frame of the table with these rows; cells that a row does not give are null, empty or zero."""
    columns = table(name).lake_columns
    filled = [{column.name: _cell(column, row.get(column.name)) for column in columns} for row in rows]
    return pl.DataFrame(filled, schema=polars_schema(table(name)))


def publish(lake: Lake, tables: Mapping[str, Sequence[Row]], part: str = "0" * 16, day: date = DAY) -> None:
    """Publish the rows as one part of every annotated table, and as the only part of each of the others."""
    for name in annotated_tables():
        lake.stage(name, day, part, frame_of(name, tables.get(name, []))).publish()
    for name in tables.keys() - set(annotated_tables()):
        if table(name).partitioned:
            lake.stage(name, day, part, frame_of(name, tables[name])).publish()
        else:
            lake.replace_table(name, frame_of(name, tables[name]))


@dataclass(frozen=True)
class Told:
    """A quote to be put into an article: who speaks, in which words of the article, and what."""

    speaker: str | None
    source: str
    cue: str
    words: str
    quote_kind: str = "direct"
    cue_kind: str = "say"
    said_on: date | None = None


def article(
    publisher: str, published_at: str, text: str, quotes: Sequence[Told], topic: str | None
) -> dict[str, list[Row]]:
    """The rows of one article: offsets are found in its text."""
    url = f"https://{publisher.lower().replace(' ', '')}.example/{digest(text)}"
    article_id, version_id = digest(url), digest(url, text)
    keys = {"version_id": version_id, "article_id": article_id}
    rows: dict[str, list[Row]] = {name: [] for name in [*annotated_tables(), "core.quote_speakers"]}
    rows["core.articles"].append(
        keys
        | {"url": url, "publisher": publisher, "title": text[:20], "text": text, "language": "en"}
        | {"published_at": parse(published_at), "published_at_source": "metadata", "word_count": len(text.split())}
        | {"source_uri": f"file:{article_id}.txt", "ingested_at": parse("2031-05-06T01:00")}
    )
    if topic is not None:
        rows["core.article_topics"].append(keys | {"topic_id": topic, "score": 0.9, "rank": 1})
        rows["core.article_topics"].append(keys | {"topic_id": "medtop:16000000", "score": 0.2, "rank": 2})
    for quote in quotes:
        _tell(rows, keys, text, quote)
    return rows


def parse(moment: str) -> datetime:
    """An instant in UTC."""
    return datetime.fromisoformat(moment).replace(tzinfo=UTC)


def small_corpus() -> dict[str, list[Row]]:
    """Three outlets, five articles of which one is a reprint, four speakers; text with characters outside the BMP."""
    wire = (
        "VELMARK — 🌧️ “We will build 4,000 homes”, said Orla Vint, the housing minister. "
        "Café owner Tomás Brel warned that rents would rise. Officials said the plan was costly."
    )
    told = [
        Told("Orla Vint", "Orla Vint", "said", "We will build 4,000 homes"),
        Told("Tomás Brel", "Café owner Tomás Brel", "warned", "rents would rise", "indirect", "warn"),
        Told(None, "Officials", "said", "the plan was costly", "indirect"),
    ]
    economy, health = "medtop:04000000", "medtop:07000000"
    reply = "Orla Vint denied the claim. “Tomás Brel is wrong”, she told the Union of Tenants. 👨‍👩‍👧 Unmoved."
    articles = [
        article("Velmark Post", "2031-03-03T08:00", wire, told, economy),
        article("Harbour Times", "2031-03-03T10:00", wire, told, economy),
        article(
            "Harbour Times",
            "2031-04-21T09:30",
            reply,
            [Told("Orla Vint", "she", "told", "Tomás Brel is wrong")],
            economy,
        ),
        article(
            "Velmark Post",
            "2031-05-05T23:30",
            "The Union of Tenants says beds are missing. “Beds are there”, said Orla Vint on 2 May.",
            [
                Told("Union of Tenants", "The Union of Tenants", "says", "beds are missing", "indirect", "claim"),
                Told("Orla Vint", "Orla Vint", "said", "Beds are there", said_on=date(2031, 5, 2)),
            ],
            health,
        ),
        article("Isle Radio", "2031-03-20T12:00", "Nothing was said on the island. The ferry came late.", [], None),
    ]
    return with_speakers(articles)


def with_speakers(articles: Sequence[dict[str, list[Row]]]) -> dict[str, list[Row]]:
    """The rows of all articles together, with entities, stories and topics across them."""
    rows = {name: [row for each in articles for row in each[name]] for name in articles[0]}
    names = sorted({row["speaker_name"] for row in rows["core.quotes"] if row["speaker_name"]})
    rows["core.entities"] = [
        {"entity_id": digest(name), "name": name, "entity_kind": kind_of(name), "mention_count": 3, "article_count": 2}
        | {"aliases": [{"name": name.split()[-1], "mention_count": 2}, {"name": name, "mention_count": 1}]}
        | {"roles": [{"role": "member", "first_seen_on": None, "last_seen_on": None, "mention_count": 1}]}
        for name in names
    ]
    rows["core.mentions"], rows["core.mention_entities"] = [], []
    for row in rows["core.articles"]:
        _mention(rows, row, names)
    rows["core.stories"] = _stories(rows["core.articles"])
    rows["core.topics"] = [
        {"topic_id": "medtop:04000000", "label": "economy, business and finance"},
        {"topic_id": "medtop:07000000", "label": "health"},
        {"topic_id": "medtop:16000000", "label": "conflict, war and peace"},
    ]
    return rows


def kind_of(name: str) -> str:
    """The kind of a speaker of the small corpus."""
    return "organisation" if "Union" in name else "person"


def _tell(rows: dict[str, list[Row]], keys: Row, text: str, quote: Told) -> None:
    start = text.index(quote.words)
    cue, source = text.index(quote.cue), text.index(quote.source)
    kind = "unnamed" if quote.speaker is None else kind_of(quote.speaker)
    quote_id = digest(keys["version_id"], start)
    rows["core.quotes"].append(
        dict(keys)
        | {"quote_id": quote_id, "quote_kind": quote.quote_kind, "quote_text": quote.words, "confidence": 0.9}
        | {"segments": [{"start": start, "end": start + len(quote.words)}], "cue_kind": quote.cue_kind}
        | {"cue_text": quote.cue, "cue_start": cue, "cue_end": cue + len(quote.cue)}
        | {"source_text": quote.source, "source_start": source, "source_end": source + len(quote.source)}
        | {"said_on": quote.said_on, "said_on_source": "text" if quote.said_on else "none"}
        | {"speaker_name": quote.speaker, "speaker_kind": kind, "speaker_method": "name", "speaker_confidence": 0.8}
    )
    rows["core.quote_speakers"].append(
        {"quote_id": quote_id, "entity_id": quote.speaker and digest(quote.speaker), "speaker_name": quote.speaker}
        | {"speaker_kind": kind, "method": "name", "confidence": 0.8}
    )


def _mention(rows: dict[str, list[Row]], found: Row, names: Sequence[str]) -> None:
    for name in names:
        start = found["text"].rfind(name)
        if start >= 0:
            mention_id = digest(found["version_id"], name)
            rows["core.mentions"].append(
                {"mention_id": mention_id, "version_id": found["version_id"], "article_id": found["article_id"]}
                | {"text": name, "start": start, "end": start + len(name), "entity_kind": kind_of(name), "form": "name"}
            )
            rows["core.mention_entities"].append(
                {"mention_id": mention_id, "entity_id": digest(name), "method": "name"}
            )


def _stories(articles: Sequence[Row]) -> list[Row]:
    seen: set[str] = set()
    stories: list[Row] = []
    for row in sorted(articles, key=lambda row: row["published_at"]):
        story_id = digest(row["text"])
        stories.append(
            {"version_id": row["version_id"], "article_id": row["article_id"], "story_id": story_id}
            | {"is_original": story_id not in seen, "is_wire": False}
        )
        seen.add(story_id)
    return stories


def _cell(column: Column, value: Any) -> Any:
    if value is not None or column.nullable:
        return value
    if column.dtype == pl.List:
        return []
    if column.dtype == pl.String:
        return column.allowed[-1] if column.allowed else ""
    if column.dtype == pl.Binary:
        return b""
    if column.dtype == pl.Date:
        return DAY
    return BUILT_AT if column.dtype == pl.Datetime else 0
