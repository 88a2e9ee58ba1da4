"""Mentions of all articles to entities, and quotes to their speakers: the door to resolving across articles.

Belongs here: the order of the steps. Does not belong here: the steps. Reading names is in ``name_forms``, what one
article says in ``appearances``, who is who in ``registry``, people's decisions in ``curation``, tables in
``entity_tables``.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

import polars as pl

from pipelines.knowledge import Knowledge
from pipelines.transforms import entity_tables
from pipelines.transforms.article_rows import link_rows_again
from pipelines.transforms.curation import Decision, apply_decisions
from pipelines.transforms.entity_memory import EntityMemory


@dataclass(frozen=True, slots=True)
class Resolution:
    """core.entities, core.mention_entities, core.quote_speakers, and which decisions could not be obeyed, and why."""

    entities: pl.DataFrame
    mention_entities: pl.DataFrame
    quote_speakers: pl.DataFrame
    notices: tuple[str, ...] = ()


def resolve_entities(
    mentions: pl.LazyFrame,
    quotes: pl.LazyFrame,
    articles: pl.LazyFrame,
    knowledge: Knowledge,
    decisions: Sequence[Decision] = (),
) -> Resolution:
    """Resolve core.mentions and core.quotes of core.articles; reads articles in the order in which they were taken in.

    Ids follow from names and the knowledge base, never from counts; an article that is added later changes none.
    """
    return resolve_entities_again(mentions, quotes, articles, knowledge, decisions, None)[0]


def resolve_entities_again(
    mentions: pl.LazyFrame,
    quotes: pl.LazyFrame,
    articles: pl.LazyFrame,
    knowledge: Knowledge,
    decisions: Sequence[Decision],
    memory: EntityMemory | None,
) -> tuple[Resolution, EntityMemory]:
    """What `resolve_entities` gives, and what to remember: of articles that are remembered no names are read again."""
    linked, memory = link_rows_again(mentions, quotes, articles, knowledge, memory)
    (of_chains, of_speakers), notices = apply_decisions((linked.chains, linked.speakers), decisions)
    columns = ("chain_id", "entity_id", "link_confidence", "link_is_kb", "published_on")
    rows = mentions.join(of_chains.lazy().select(columns), on="chain_id")
    shown = ("entity_id", "shown_name", "is_short", "entity_kind")
    names = pl.concat([of_chains.select(shown), of_speakers.select(shown)]).lazy()
    given_names = {one.target_id: one.other_name for one in decisions if one.action == "split" and one.other_name}
    entities = entity_tables.entities(rows, names, linked.known, given_names)
    speakers = of_speakers.lazy().select("quote_id", "entity_id", "link_confidence", "link_is_kb")
    found = Resolution(
        entities,
        entity_tables.mention_entities(rows),
        entity_tables.quote_speakers(quotes, speakers, entities),
        tuple(notices),
    )
    return found, memory


def without_entities(found: Resolution, entity_ids: Collection[str]) -> Resolution:
    """The resolution without some entities: their mentions mean nobody, their quotes have a speaker without name."""
    if not entity_ids:
        return found
    gone = pl.col("entity_id").is_in(list(entity_ids))
    nobody = pl.lit(None, dtype=pl.String)
    is_gone = pl.col("entity_id").is_not_null() & gone
    return replace(
        found,
        entities=found.entities.filter(~gone),
        mention_entities=found.mention_entities.filter(~gone),
        quote_speakers=found.quote_speakers.with_columns(
            entity_id=pl.when(is_gone).then(nobody).otherwise("entity_id"),
            speaker_name=pl.when(is_gone).then(nobody).otherwise("speaker_name"),
            speaker_kind=pl.when(is_gone).then(pl.lit("unnamed")).otherwise("speaker_kind"),
        ),
    )
