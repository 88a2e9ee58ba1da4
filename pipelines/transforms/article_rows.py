"""Frames to the chains and speakers of each article, and back: whom they mean, as rows.

Belongs here: going between frames and the records of ``appearances``, article by article in the order of ingest.
Does not belong here: deciding who is who (see ``registry``), the published tables (see ``entity_tables``).
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any

import polars as pl
from polars.datatypes import DataTypeClass

from pipelines.knowledge import Knowledge
from pipelines.transforms.appearances import ArticleLinks, SeenChain, SeenSpeaker, link_article
from pipelines.transforms.clear_names import clear_kind
from pipelines.transforms.entity_memory import EntityMemory, seen_articles
from pipelines.transforms.known import Known, Link, Scene
from pipelines.transforms.name_forms import PERSON, is_acronym, read_person
from pipelines.transforms.registry import Registry
from pipelines.transforms.registry_bytes import UnreadableRegistry, from_bytes, to_bytes

LINK_COLUMNS: dict[str, DataTypeClass] = {
    "shown_name": pl.String,
    "is_short": pl.Boolean,
    "entity_id": pl.String,
    "link_confidence": pl.Float64,
    "link_is_full": pl.Boolean,
    "link_is_kb": pl.Boolean,
}
ARTICLE_COLUMNS: dict[str, DataTypeClass] = {"article_id": pl.String, "published_on": pl.Date, "entity_kind": pl.String}
CHAIN_COLUMNS = pl.Schema({"chain_id": pl.String, **ARTICLE_COLUMNS, **LINK_COLUMNS})
SPEAKER_COLUMNS = pl.Schema({"quote_id": pl.String, **ARTICLE_COLUMNS, **LINK_COLUMNS})
Row = dict[str, Any]
BATCH_ROWS, MOST_BATCHES = 1000, 16  # articles read at a time; each batch costs a look at all mentions


@dataclass(frozen=True, slots=True)
class LinkedRows:
    """``chains``: chain_id, article_id, published_on, entity_kind, shown_name, is_short and the columns of a link.

    ``speakers``: quote_id and the same.

    ``known`` are the entities by id. Chains and speakers that stay open have no row.
    """

    chains: pl.DataFrame
    speakers: pl.DataFrame
    known: dict[str, Known]


def read_chains(mentions: pl.LazyFrame) -> pl.LazyFrame:
    """One row a chain: version_id, chain, start, kind, name, names, roles, nominals.

    The kind is the one most mentions of the chain have; names, roles and nominals are without repeats, in text order.
    """
    chain = ("version_id", "chain_id")
    kinds = mentions.group_by(*chain, "entity_kind").len()
    kinds = kinds.sort([*chain, "len", "entity_kind"], descending=[False, False, True, False])
    kinds = kinds.group_by(*chain, maintain_order=True).agg(kind=pl.col("entity_kind").first())
    texts = pl.col("text").str.replace_all(r"\s+", " ")
    ordered = mentions.sort("version_id", "start", "end", "mention_id").group_by(*chain, maintain_order=True)
    seen = ordered.agg(
        start=pl.col("start").first(),
        name=pl.col("chain_name").first(),
        names=texts.filter(pl.col("form") == "name").unique(maintain_order=True),
        roles=pl.col("role").drop_nulls().unique(maintain_order=True),
        nominals=texts.filter(pl.col("form") == "nominal").unique(maintain_order=True),
    )
    return seen.join(kinds, on=chain, how="left").rename({"chain_id": "chain"})


def read_speakers(quotes: pl.LazyFrame) -> pl.LazyFrame:
    """One row a quote with a source: version_id, quote, start, kind, name, chain, method, source."""
    return quotes.filter(pl.col("speaker_kind") != "none").select(
        "version_id",
        quote="quote_id",
        start=pl.coalesce("source_start", "cue_start", pl.col("segments").list.first().struct.field("start")),
        kind="speaker_kind",
        name="speaker_name",
        chain="speaker_chain_id",
        method="speaker_method",
        source="source_text",
    )


def link_rows(mentions: pl.LazyFrame, quotes: pl.LazyFrame, articles: pl.LazyFrame, knowledge: Knowledge) -> LinkedRows:
    """Whom all chains and speakers mean. Articles are read in the order in which they were taken in.

    They are read in batches, so that what their mentions say lies in memory for some of them at a time only.
    """
    return link_rows_again(mentions, quotes, articles, knowledge, None)[0]


def link_rows_again(
    mentions: pl.LazyFrame,
    quotes: pl.LazyFrame,
    articles: pl.LazyFrame,
    knowledge: Knowledge,
    memory: EntityMemory | None,
) -> tuple[LinkedRows, EntityMemory]:
    """What `link_rows` gives, and what to remember: only articles that come after those remembered are read."""
    order = articles.sort("ingested_at", "sequence", "version_id").unique(
        "version_id", keep="first", maintain_order=True
    )
    columns = ("version_id", "article_id", "publisher")
    scenes = order.select(*columns, published_on=pl.col("published_at").dt.date()).collect()
    read = seen_articles(scenes, mentions, quotes)
    linker = _Linker(knowledge)
    done = memory.read.height if memory and memory.is_good_for(read) and linker.recall(memory) else 0
    new = scenes.with_row_index("place").slice(done)
    for batch in new.iter_slices(max(BATCH_ROWS, math.ceil(new.height / MOST_BATCHES))):
        linker.link(batch, mentions, quotes)
    return linker.linked(), linker.memory(read)


def _chain(row: Row) -> Row:
    return row | {name: tuple(row[name]) for name in ("names", "roles", "nominals")}


class _ByArticle:
    """Rows by article, in the order of ingest, read once from front to back."""

    def __init__(self, frame: pl.LazyFrame, scenes: pl.DataFrame) -> None:
        placed = frame.join(scenes.lazy().select("version_id", "place"), on="version_id").drop("version_id")
        rows = placed.sort("place", maintain_order=True).collect().iter_rows(named=True)
        self._groups = groupby(rows, key=itemgetter("place"))
        self._next = next(self._groups, None)

    def rows_of(self, place: int) -> Iterator[Row]:
        if self._next is None or self._next[0] != place:
            return
        for row in self._next[1]:
            del row["place"]
            yield row
        self._next = next(self._groups, None)


class _Linker:
    """Links articles, batch by batch, and keeps the links as rows."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge, self._registry = knowledge, Registry(knowledge)
        self._known: dict[str, Known] = {}
        self._outlets: dict[str | None, str | None] = {}  # each name of one once, however many articles have it
        self._chains = [pl.DataFrame(schema=CHAIN_COLUMNS)]
        self._speakers = [pl.DataFrame(schema=SPEAKER_COLUMNS)]

    def recall(self, memory: EntityMemory) -> bool:
        """Begin with what is remembered, if it can be read."""
        try:
            self._registry, self._known = from_bytes(memory.registry, self._knowledge)
        except UnreadableRegistry:
            return False
        self._chains, self._speakers = [memory.chains], [memory.speakers]
        return True

    def memory(self, read: pl.DataFrame) -> EntityMemory:
        """What to remember of all articles so far; ``read`` tells their content."""
        linked = self.linked()
        return EntityMemory(read, linked.chains, linked.speakers, to_bytes(self._registry, self._known))

    def link(self, scenes: pl.DataFrame, mentions: pl.LazyFrame, quotes: pl.LazyFrame) -> None:
        """Link articles, in order; ``scenes``: place, version_id, article_id, publisher, published_on."""
        versions = scenes.lazy().select("version_id")
        chains = read_chains(mentions.join(versions, on="version_id", how="semi"))
        wanted = chains.filter(pl.col("name").is_not_null() | (pl.col("nominals").list.len() > 0))
        speakers = read_speakers(quotes.join(versions, on="version_id", how="semi"))
        seen_chains, seen_speakers = (_ByArticle(frame, scenes) for frame in (wanted, speakers))
        of_chains, of_speakers = list[tuple[Any, ...]](), list[tuple[Any, ...]]()
        for place, _, article, publisher, day in scenes.iter_rows():
            found = [SeenChain(**_chain(row)) for row in seen_chains.rows_of(place)]
            said = [SeenSpeaker(**row) for row in seen_speakers.rows_of(place)]
            scene = Scene(self._outlets.setdefault(publisher, publisher), day)
            links = link_article(self._registry, self._knowledge, scene, found, said)
            of_chains += ((one[0], article, day, *one[1:]) for one in self._chain_rows(links, found))
            of_speakers += ((one[0], article, day, *one[1:]) for one in self._speaker_rows(links, said))
        self._chains.append(pl.DataFrame(of_chains, CHAIN_COLUMNS, orient="row"))
        self._speakers.append(pl.DataFrame(of_speakers, SPEAKER_COLUMNS, orient="row"))

    def _chain_rows(self, links: ArticleLinks, chains: list[SeenChain]) -> Iterator[tuple[Any, ...]]:
        for chain in chains:
            if link := links.chains.get(chain.chain):
                name = chain.name and clear_kind(chain.kind, chain.name, chain.names)[1]
                yield chain.chain, chain.kind, *self._row(link, name)

    def _speaker_rows(self, links: ArticleLinks, speakers: list[SeenSpeaker]) -> Iterator[tuple[Any, ...]]:
        for speaker in speakers:
            if link := links.speakers.get(speaker.quote):
                name = speaker.name and clear_kind(speaker.kind, speaker.name, ())[1]
                kind = PERSON if link.known.kind == PERSON else speaker.kind
                yield speaker.quote, kind, *self._row(link, name)

    def _row(self, link: Link, name: str | None) -> tuple[Any, ...]:
        known = link.known
        self._known[known.entity_id] = known
        shown = read_person(name).shown if name and known.kind == PERSON else name
        is_short = not link.is_full or (name is not None and (is_acronym(name) or name.isupper()))
        return shown, is_short, known.entity_id, link.confidence, link.is_full, link.is_kb

    def linked(self) -> LinkedRows:
        """All links so far."""
        return LinkedRows(pl.concat(self._chains), pl.concat(self._speakers), self._known)
