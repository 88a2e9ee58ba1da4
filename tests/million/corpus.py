"""A lake of so many quotes: seeded, skewed as news is, and in every table what the pipeline would have put there.

Belongs here: rows of tables. Does not belong here: words (see ``words``), building and timing (see ``__main__``).

Five years. Few outlets, speakers and topics make up most (Zipf). Speakers keep to their topics; but for the best known
of each topic they are in the news for a quarter. A fifth of the articles belong to bursts: one topic, a few days. A
third of the articles reprint another one within two days. There are fewer articles at weekends. A speaker in six has
no name. Memory does not grow with the number of quotes: a part after the other is made and written.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from polars.datatypes import DataTypeClass

from pipelines.contracts import polars_schema, table
from pipelines.contracts.annotations import CUE_KINDS
from pipelines.contracts.columns import INSTANT, SPANS
from pipelines.steps.freshness import made_from
from pipelines.steps.versions import engine_versions
from pipelines.transforms.topics import taxonomy_rows
from pipelines.warehouse.lake import ROW_GROUP_ROWS, WHOLE_TABLE, Lake, annotated_tables
from tests.million.words import hex_ids, names, phrases, vocabulary, zipf

FIRST_DAY, LAST_DAY = date(2031, 1, 1), date(2035, 12, 31)
INGESTED = datetime(2025, 1, 1, tzinfo=UTC)  # articles are later, but a run must find the day over
OUTLETS, PHRASES, SENTENCES, WORDS, BURSTS = 120, 4_000, 60_000, 40_000, 250
QUOTES_PER_SPEAKER, FEWEST_SPEAKERS, KNOWN = 25, 2_000, 0.02
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


def make_world(quotes: int, seed: int) -> World:
    """A world for so many quotes from a seed; the same two give the same rows."""
    random = np.random.default_rng(seed)
    words = vocabulary(random, WORDS)
    count = max(FEWEST_SPEAKERS, quotes // QUOTES_PER_SPEAKER)
    kinds = random.choice(["person", "person", "person", "organisation"], count)
    speakers = {"entity_id": hex_ids(random, count), "speaker_name": names(random, count), "speaker_kind": kinds}
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
    world, aside = make_world(quotes, seed), lake.root / ".across"
    for number in range(max(1, round(quotes / PART_QUOTES))):
        tables = part_tables(world, min(quotes, PART_QUOTES))
        # as fresh as if the engine of this installation had made it: a run over this lake reads nothing again
        made = made_from(complete("core.articles", tables["core.articles"]), engine_versions())
        for name in annotated_tables():
            rows = tables.pop(name, pl.DataFrame(schema=polars_schema(table(name))))
            lake.stage(name, INGESTED.date(), f"{number:016x}", complete(name, rows), made.get(name)).publish()
        for name, rows in tables.items():
            (aside / name).mkdir(parents=True, exist_ok=True)
            whole = complete(name, rows).select(polars_schema(table(name)).names())
            whole.write_parquet(aside / name / f"{number:04}.parquet")
    for folder in sorted(aside.iterdir()):
        _join(lake, folder)
    shutil.rmtree(aside)
    lake.replace_table("core.entities", complete("core.entities", _entities(world)))
    lake.replace_table("core.topics", taxonomy_rows().collect())


def _join(lake: Lake, folder: Path) -> None:
    """Publish the files of a folder as the one file of the table that it is named after."""
    target = lake.part_path(folder.name, None, WHOLE_TABLE)
    target.parent.mkdir(parents=True, exist_ok=True)
    pl.scan_parquet(sorted(folder.glob("*.parquet"))).sink_parquet(target, row_group_size=ROW_GROUP_ROWS)


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
    bursting = world.random.random(count) < 0.2
    moments[bursting], topics[bursting] = _burst(world, int(bursting.sum()))
    return pl.DataFrame({"story_id": ids, "version_id": ids, "published_at": moments, "topic": topics}).with_columns(
        pl.col("published_at").dt.replace_time_zone("UTC"), is_original=pl.lit(True)
    )


def _burst(world: World, count: int) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    """Instants and topics of so many articles that belong to bursts, which are the same in every part of the lake."""
    starts = FIRST_DAY.toordinal() + np.linspace(3, (LAST_DAY - FIRST_DAY).days - 30, BURSTS).astype(int)
    about = np.random.default_rng(BURSTS).integers(0, len(world.topics), BURSTS)
    which = zipf(world.random, BURSTS, count, 0.5)
    days = starts[which * 97 % BURSTS] - date(1970, 1, 1).toordinal()
    seconds = world.random.exponential(4 * 86_400, count).clip(0, 25 * 86_400) + days * 86_400
    return seconds.astype("datetime64[s]").astype("datetime64[us]"), about[which * 97 % BURSTS]


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
    said = originals.select("story_id", "topic", "published_at")[np.repeat(np.arange(len(originals)), sizes)]
    count = len(said)
    # each topic has its own order of speakers, in which all but the best known change places every quarter
    crowd = len(world.speakers)
    rank = zipf(random, crowd, count, 0.9)
    quarter = said["published_at"].dt.year().to_numpy() * 4 + said["published_at"].dt.quarter().to_numpy()
    rank = np.where(rank < crowd * KNOWN, rank, rank + quarter * 7919)
    chosen = world.speakers[(rank * 31 + said["topic"].to_numpy() * 1009) % crowd]
    said = said.drop("published_at")
    draw = [world.sentences.gather(random.integers(0, SENTENCES, count)) for _ in range(2)]
    kind = pl.Series("kind", random.choice(["named", "unnamed", "none"], count, p=[0.79, 0.16, 0.05]))
    return pl.concat([said, chosen], how="horizontal").with_columns(
        kind,
        quote_text=draw[0] + " " + draw[1],
        mentioned=world.speakers["entity_id"].gather(zipf(random, crowd, count)),
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
