"""Mentions of all articles to entities, and quotes to their speakers.

First form: two chains are one entity when the fullest names that their articles give them are the same, whatever the
case, accents or article, and their kinds agree. What is not named stays without an entity.
"""

from __future__ import annotations

import polars as pl

from pipelines.contracts import conform, table
from pipelines.transforms.ids import entity_ids

SAME_NAME_CONFIDENCE = 0.9  # a full name may be shared by two people; nothing here tells them apart yet
SURNAME_CONFIDENCE = 0.6  # one word alone is shared by more
LEADING_ARTICLE = r"(?i)^(?:the|an?|neither|both)\s+"
POSSESSIVE = r"(?i)\b(?:his|her|its|their|our|my)\b"
NAMED_KINDS = ("person", "organisation")


def resolve_entities(
    mentions: pl.LazyFrame, quotes: pl.LazyFrame, articles: pl.LazyFrame
) -> tuple[pl.LazyFrame, pl.LazyFrame, pl.LazyFrame]:
    """core.entities, core.mention_entities and core.quote_speakers from core.mentions, core.quotes, core.articles."""
    named = _named_mentions(mentions)
    speakers = _speakers(quotes, named)
    entities = _entities(named, speakers, articles)
    return (
        conform(entities, table("core.entities")),
        conform(_mention_entities(named), table("core.mention_entities")),
        conform(_quote_speakers(speakers, entities), table("core.quote_speakers")),
    )


def _named_mentions(mentions: pl.LazyFrame) -> pl.LazyFrame:
    """Mentions whose chain has a name, with entity_id; the kind is the one most mentions of the chain have."""
    kinds = (
        mentions.group_by("chain_id", "entity_kind")
        .len()
        .sort(["chain_id", "len", "entity_kind"], descending=[False, True, False])
        .group_by("chain_id", maintain_order=True)
        .agg(pl.col("entity_kind").first().alias("chain_kind"))
    )
    named = mentions.filter(pl.col("chain_name").is_not_null()).join(kinds, on="chain_id", how="left").collect()
    return named.with_columns(entity_id=entity_ids(named["chain_name"], named["chain_kind"])).lazy()


def _mention_entities(named: pl.LazyFrame) -> pl.LazyFrame:
    return named.select(
        "mention_id", "entity_id", method=pl.col("form"), confidence=_name_confidence(pl.col("chain_name"))
    ).sort("mention_id")


def _name_confidence(name: pl.Expr) -> pl.Expr:
    return pl.when(name.str.contains(r"\s")).then(SAME_NAME_CONFIDENCE).otherwise(SURNAME_CONFIDENCE)


def _speakers(quotes: pl.LazyFrame, named: pl.LazyFrame) -> pl.LazyFrame:
    """Quotes with ``entity_id``: that of the speaker's chain where names agree, else one from its name and kind."""
    chains = named.select("chain_id", "chain_name", "chain_kind", chain_entity_id="entity_id").unique("chain_id")
    joined = quotes.join(chains, left_on="speaker_chain_id", right_on="chain_id", how="left")
    is_named = pl.col("speaker_kind").is_in(NAMED_KINDS) & pl.col("speaker_name").is_not_null()
    found = joined.filter(is_named).collect()
    own = entity_ids(found["speaker_name"], found["speaker_kind"])
    as_in_chain = entity_ids(found["speaker_name"], found["chain_kind"].fill_null(found["speaker_kind"]))
    same = pl.col("as_in_chain") == pl.col("chain_entity_id")
    found = found.with_columns(own=own, as_in_chain=as_in_chain).with_columns(
        entity_id=pl.when(same).then("chain_entity_id").otherwise("own"),
        entity_kind=pl.when(same).then("chain_kind").otherwise("speaker_kind"),
    )
    rest = joined.filter(~is_named).with_columns(entity_id=pl.lit(None, pl.String), entity_kind=pl.lit(None, pl.String))
    return pl.concat([found.drop("own", "as_in_chain").lazy(), rest], how="diagonal")


def _entities(named: pl.LazyFrame, speakers: pl.LazyFrame, articles: pl.LazyFrame) -> pl.LazyFrame:
    days = articles.select("version_id", published_on=pl.col("published_at").dt.date())
    from_mentions = named.select(
        "entity_id", "chain_kind", "version_id", "article_id", "chain_name", "text", "form", "role"
    )
    from_speakers = speakers.filter(pl.col("entity_id").is_not_null()).select(
        "entity_id", pl.col("entity_kind").alias("chain_kind"), "version_id", "article_id",
        pl.col("speaker_name").alias("chain_name"), pl.lit(None, pl.String).alias("text"),
        pl.lit("speaker").alias("form"), pl.lit(None, pl.String).alias("role"),
    )  # fmt: skip
    rows = pl.concat([from_mentions, from_speakers]).join(days, on="version_id", how="left")
    names = _most_frequent(rows, "chain_name").rename({"chain_name": "name"})
    kinds = rows.group_by("entity_id").agg(pl.col("chain_kind").first().alias("entity_kind"))
    is_mention = pl.col("form") != "speaker"
    counts = rows.group_by("entity_id").agg(
        mention_count=is_mention.sum().cast(pl.Int64),
        article_count=pl.col("article_id").filter(is_mention).n_unique().cast(pl.Int64),
    )
    joined = names.join(kinds, on="entity_id").join(counts, on="entity_id")
    joined = joined.join(_aliases(rows), on="entity_id", how="left").join(_roles(rows), on="entity_id", how="left")
    declared = table("core.entities")
    empty_lists = [
        pl.col(name).fill_null(pl.lit([], dtype=declared.column(name).dtype)) for name in ("aliases", "roles")
    ]
    return joined.with_columns(*empty_lists, wikidata_id=pl.lit(None, pl.String)).sort("entity_id")


def _most_frequent(rows: pl.LazyFrame, column: str) -> pl.LazyFrame:
    """The most frequent value of a column for each entity; of equals the first in the alphabet."""
    counted = rows.group_by("entity_id", column).len()
    ordered = counted.sort(["entity_id", "len", column], descending=[False, True, False])
    return ordered.group_by("entity_id", maintain_order=True).agg(pl.col(column).first())


def _aliases(rows: pl.LazyFrame) -> pl.LazyFrame:
    names = rows.filter(pl.col("form") == "name").group_by("entity_id", name="text")
    counted = names.agg(mention_count=pl.len().cast(pl.Int64))
    ordered = counted.sort(["entity_id", "mention_count", "name"], descending=[False, True, False])
    return ordered.group_by("entity_id", maintain_order=True).agg(aliases=pl.struct("name", "mention_count"))


def _roles(rows: pl.LazyFrame) -> pl.LazyFrame:
    """Roles of each entity. "The fisheries minister" and "Fisheries Minister" are one, under its more frequent form.

    A role that leans on another person or body ("his predecessor", "its chief engineer") says nothing outside its
    article and is left out.
    """
    given = rows.select("entity_id", "published_on", role=pl.col("role").str.replace(LEADING_ARTICLE, ""))
    given = given.filter(pl.col("role").is_not_null() & ~pl.col("role").str.contains(POSSESSIVE))
    given = given.with_columns(same=pl.col("role").str.to_lowercase())
    forms = given.group_by("entity_id", "same", "role").len()
    forms = forms.sort(["entity_id", "same", "len", "role"], descending=[False, False, True, False])
    forms = forms.group_by("entity_id", "same", maintain_order=True).agg(pl.col("role").first())
    counted = given.group_by("entity_id", "same").agg(
        first_seen_on=pl.col("published_on").min(),
        last_seen_on=pl.col("published_on").max(),
        mention_count=pl.len().cast(pl.Int64),
    )
    ordered = counted.join(forms, on=["entity_id", "same"]).sort(
        ["entity_id", "first_seen_on", "role"], nulls_last=True
    )
    fields = pl.struct("role", "first_seen_on", "last_seen_on", "mention_count")
    return ordered.group_by("entity_id", maintain_order=True).agg(roles=fields)


def _quote_speakers(speakers: pl.LazyFrame, entities: pl.LazyFrame) -> pl.LazyFrame:
    usual = entities.select("entity_id", usual_name="name")
    joined = speakers.join(usual, on="entity_id", how="left")
    return joined.select(
        "quote_id",
        "entity_id",
        "speaker_kind",
        speaker_name=pl.coalesce("usual_name", "speaker_name"),
        method=pl.col("speaker_method"),
        confidence=pl.col("speaker_confidence"),
    ).sort("quote_id")
