"""A lake of a million quotes: seeded, skewed as news is, and in every table what the pipeline would have put there.

Belongs here: rows of tables. Does not belong here: words (see ``words``), building and timing (see ``__main__``).

Few outlets, speakers and topics make up most (Zipf). Speakers keep to their topics. A third of the articles reprint
another one within two days. There are fewer articles at weekends. A speaker in six has no name.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import numpy as np
import polars as pl
from polars.datatypes import DataTypeClass

from pipelines.contracts import polars_schema, table
from pipelines.contracts.annotations import CUE_KINDS
from pipelines.contracts.columns import INSTANT, SPANS
from pipelines.transforms.topics import taxonomy_rows
from pipelines.warehouse.lake import Lake, annotated_tables
from tests.million.words import hex_ids, names, phrases, vocabulary, zipf

FIRST_DAY, LAST_DAY = date(2031, 1, 1), date(2033, 12, 31)
INGESTED = datetime(2034, 1, 1, tzinfo=UTC)
OUTLETS, SPEAKERS, PHRASES, SENTENCES, WORDS = 120, 40_000, 4_000, 60_000, 40_000
QUOTES_PER_ARTICLE, PART_QUOTES = 7, 100_000
_DEFAULTS: dict[DataTypeClass, Any] = {pl.String: "", pl.Boolean: False, pl.Int64: 0, pl.Float64: 0.5}


@dataclass(frozen=True)
class World:
    """What all parts of the lake share: who can speak, where, about what and in which words."""

    random: np.random.Generator
    outlets: pl.Series
    speakers: pl.DataFrame  # entity_id, speaker_name, speaker_kind
    topics: pl.Series  # topic_id, the most frequent first
    phrases: pl.Series
    sentences: pl.Series


def make_world(seed: int) -> World:
    """A world from a seed; the same seed gives the same rows."""
    random = np.random.default_rng(seed)
    words = vocabulary(random, WORDS)
    kinds = random.choice(["person", "person", "person", "organisation"], SPEAKERS)
    speakers = {"entity_id": hex_ids(random, SPEAKERS), "speaker_name": names(random, SPEAKERS), "speaker_kind": kinds}
    topics = taxonomy_rows().filter(pl.col("parent_id").is_null()).collect()["topic_id"].to_numpy()
    return World(
        random,
        pl.Series("publisher", names(random, OUTLETS)),
        pl.DataFrame(speakers),
        pl.Series("topic_id", random.permutation(topics)),
        pl.Series("phrase", list(dict.fromkeys(phrases(random, words[23:], PHRASES, 1, 2)))),
        pl.Series("sentence", phrases(random, words, SENTENCES, 4, 16)),
    )


def fill_lake(lake: Lake, quotes: int, seed: int) -> None:
    """Publish so many quotes (a few more or less), in parts of 100,000, and the tables across articles."""
    world = make_world(seed)
    across: dict[str, list[pl.DataFrame]] = {}
    for number in range(max(1, round(quotes / PART_QUOTES))):
        tables = part_tables(world, min(quotes, PART_QUOTES))
        for name in annotated_tables():
            rows = tables.pop(name, pl.DataFrame(schema=polars_schema(table(name))))
            lake.stage(name, INGESTED.date(), f"{number:016x}", complete(name, rows)).publish()
        for name, rows in tables.items():
            across.setdefault(name, []).append(rows)
    for name, frames in across.items():
        lake.replace_table(name, complete(name, pl.concat(frames)))
    lake.replace_table("core.entities", complete("core.entities", _entities(world)))
    lake.replace_table("core.topics", taxonomy_rows().collect())


def complete(name: str, rows: pl.DataFrame) -> pl.DataFrame:
    """The rows with every column of the table; what they lack is null, empty, zero or the last allowed word."""
    missing = [
        pl.lit(_default(column), dtype=column.dtype).alias(column.name)
        for column in table(name).lake_columns
        if column.name not in rows.columns
    ]
    return rows.with_columns(missing)


def _default(column: Any) -> Any:
    if column.nullable:
        return None
    if column.allowed:
        return column.allowed[-1]
    if column.dtype == pl.List:
        return []
    return INGESTED if column.dtype == INSTANT else _DEFAULTS.get(column.dtype.base_type(), FIRST_DAY)


def _entities(world: World) -> pl.DataFrame:
    names_of = world.speakers.select(
        "entity_id", name="speaker_name", entity_kind="speaker_kind", mention_count=pl.lit(5), article_count=pl.lit(3)
    )
    alias = pl.struct(name=pl.col("name").str.split(" ").list.last(), mention_count=pl.lit(2, pl.Int64))
    return names_of.with_columns(aliases=pl.concat_list(alias))


def part_tables(world: World, quotes: int) -> dict[str, pl.DataFrame]:
    """The rows of one part of the lake, by table."""
    originals = _originals(world, quotes * 2 // 3 // QUOTES_PER_ARTICLE)
    said = _said(world, originals)
    reprints = originals.sample(fraction=0.5, seed=int(world.random.integers(2**31)))
    copies = [_copy(world, reprints.sample(fraction=share, seed=7)) for share in (0.5, 0.3, 0.2)]
    articles = _articles(world, pl.concat([originals, *copies]))
    return _rows(world, articles, said)


def _originals(world: World, count: int) -> pl.DataFrame:
    days = np.arange(FIRST_DAY, LAST_DAY, dtype="datetime64[D]")
    weights = np.where(np.is_busday(days), 1.0, 0.4) * np.linspace(1, 1.6, len(days))
    moments = world.random.choice(days, count, p=weights / weights.sum()).astype("datetime64[us]")
    moments += world.random.integers(5 * 3600, 22 * 3600, count).astype("timedelta64[s]")
    ids = hex_ids(world.random, count)
    topics = zipf(world.random, len(world.topics), count)
    return pl.DataFrame({"story_id": ids, "version_id": ids, "published_at": moments, "topic": topics}).with_columns(
        pl.col("published_at").dt.replace_time_zone("UTC"), is_original=pl.lit(True)
    )


def _copy(world: World, articles: pl.DataFrame) -> pl.DataFrame:
    hours = world.random.integers(1, 48 * 60, len(articles)).astype("timedelta64[m]").astype("timedelta64[us]")
    return articles.with_columns(
        pl.Series("version_id", hex_ids(world.random, len(articles))),
        pl.col("published_at") + pl.Series(hours),
        is_original=pl.lit(False),
    )


def _articles(world: World, articles: pl.DataFrame) -> pl.DataFrame:
    publishers = world.outlets.gather(zipf(world.random, OUTLETS, len(articles)))
    return articles.with_columns(
        publishers,
        article_id=pl.col("version_id"),
        topic_id=world.topics.gather(articles["topic"]),
        title=world.sentences.gather(world.random.integers(0, SENTENCES, len(articles))),
        url="https://news.example/" + pl.col("version_id"),
        published_at_source=pl.lit("metadata"),
        language=pl.lit("en"),
        word_count=pl.lit(400, pl.Int64),
    )


def _said(world: World, originals: pl.DataFrame) -> pl.DataFrame:
    """The quotes of the originals, in the order of the text: who, what, and the words around it."""
    random, sizes = world.random, 1 + world.random.poisson(QUOTES_PER_ARTICLE - 1, len(originals))
    said = originals.select("story_id", "topic")[np.repeat(np.arange(len(originals)), sizes)]
    count = len(said)
    # each topic has its own order of speakers
    who = (zipf(random, SPEAKERS, count, 0.9) * 31 + said["topic"].to_numpy() * 1009) % SPEAKERS
    chosen = world.speakers[who]
    draw = [world.sentences.gather(random.integers(0, SENTENCES, count)) for _ in range(2)]
    kind = pl.Series("kind", random.choice(["named", "unnamed", "none"], count, p=[0.79, 0.16, 0.05]))
    return pl.concat([said, chosen], how="horizontal").with_columns(
        kind,
        quote_text=draw[0] + " " + draw[1],
        mentioned=world.speakers["entity_id"].gather(zipf(random, SPEAKERS, count)),
        quote_kind=pl.Series(random.choice(["direct", "indirect", "mixed"], count, p=[0.45, 0.42, 0.13])),
        cue_kind=pl.Series(random.choice(CUE_KINDS[:-1], count, p=np.array([50, 8, 3, 4, 4, 4, 3, 3, 4, 7, 10]) / 100)),
        confidence=pl.Series(random.beta(6, 1.5, count)),
        quote_topic=pl.Series(np.where(random.random(count) < 0.8, said["topic"], random.integers(0, 17, count))),
    )


def _rows(world: World, articles: pl.DataFrame, said: pl.DataFrame) -> dict[str, pl.DataFrame]:
    quotes = articles.select("version_id", "article_id", "story_id").join(said, on="story_id", maintain_order="left")
    name = pl.when(pl.col("kind") == "named").then("speaker_name")
    quotes = quotes.with_columns(
        pl.Series("quote_id", hex_ids(world.random, len(quotes))),
        speaker_name=name,
        entity_id=pl.when(pl.col("kind") == "named").then("entity_id"),
        speaker_kind=pl.when(pl.col("kind") == "named").then("speaker_kind").otherwise("kind"),
        source_text=name.otherwise(pl.lit("officials")),
        cue_text=pl.lit("said"),
    )
    quotes = _with_offsets(quotes)
    texts = quotes.group_by("version_id").agg(text=pl.col("passage").str.join(""))
    return {
        "core.articles": articles.join(texts, on="version_id"),
        "core.quotes": quotes.with_columns(speaker_confidence=pl.lit(0.8), said_on_source=pl.lit("none")),
        "core.quote_speakers": quotes.with_columns(
            confidence=pl.lit(0.8), head_noun=pl.when(pl.col("kind") == "unnamed").then(pl.lit("official"))
        ),
        "core.quote_topics": quotes.select(
            "quote_id", "version_id", "article_id", topic_id=world.topics.gather(quotes["quote_topic"]), rank=pl.lit(1)
        ),
        "core.article_topics": articles.select("version_id", "article_id", "topic_id", rank=pl.lit(1), score=0.8),
        "core.article_phrases": _article_phrases(world, articles),
        "core.stories": articles.select("version_id", "article_id", "story_id", "is_original"),
        **_mentions(world, quotes),
    }


def _with_offsets(quotes: pl.DataFrame) -> pl.DataFrame:
    """The quotes with the passage of the article that holds each, and the offsets of words, source and cue in it."""
    passage = pl.format("“{}”, {} said. ", "quote_text", "source_text")
    start = pl.col("passage").str.len_chars().cum_sum().over("version_id") - pl.col("passage").str.len_chars() + 1
    end = pl.col("start") + pl.col("quote_text").str.len_chars()
    cue = pl.col("end") + 4 + pl.col("source_text").str.len_chars()
    quotes = quotes.with_columns(passage=passage).with_columns(start=start.cast(pl.Int64))
    quotes = quotes.with_columns(end=end.cast(pl.Int64)).with_columns(cue_start=cue.cast(pl.Int64))
    return quotes.with_columns(
        segments=pl.concat_list(pl.struct("start", "end")).cast(SPANS),
        source_start=pl.col("end") + 3,
        source_end=pl.col("cue_start") - 1,
        cue_end=pl.col("cue_start") + 4,
    )


def _article_phrases(world: World, articles: pl.DataFrame) -> pl.DataFrame:
    places = np.repeat(np.arange(len(articles)), 6)
    drawn = world.phrases.gather(zipf(world.random, len(world.phrases), len(places), 0.8))
    return articles.select("version_id", "article_id")[places].with_columns(drawn).unique(maintain_order=True)


def _mentions(world: World, quotes: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """The speakers by name, and in half of the quotes somebody else."""
    named = quotes.filter(pl.col("kind") == "named").select(
        "version_id", "article_id", "entity_id", text="source_text", start="source_start", end="source_end"
    )
    others = quotes.sample(fraction=0.5, seed=11).select(
        "version_id", "article_id", entity_id="mentioned", text=pl.lit("Somebody"), start="start", end="end"
    )
    mentions = pl.concat([named, others])
    ids = pl.Series("mention_id", hex_ids(world.random, len(mentions)))
    mentions = mentions.with_columns(ids, entity_kind=pl.lit("person"), form=pl.lit("name"))
    return {"core.mentions": mentions, "core.mention_entities": mentions.select("mention_id", "entity_id")}
