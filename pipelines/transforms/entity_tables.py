"""core.entities, core.mention_entities and core.quote_speakers from mentions and quotes whose entity is known.

Belongs here: names, aliases, roles and counts of an entity, and confidence of a row. Does not belong here: deciding who
is who (see ``registry``), decisions of people (see ``curation``).
"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from pipelines.contracts import conform, table
from pipelines.transforms.head_nouns import singular
from pipelines.transforms.known import Known

LEADING_ARTICLE = r"(?i)^(?:the|an?|neither|both)\s+"
POSSESSIVE = r"(?i)\b(?:his|her|its|their|our|my)\b"
SURE = 0.9  # from this confidence on a link takes nothing from the confidence that the article gives


def mention_entities(linked: pl.LazyFrame) -> pl.DataFrame:
    """core.mention_entities. ``linked``: core.mentions with entity_id, link_confidence, link_is_kb."""
    rows = linked.select(
        "mention_id",
        "entity_id",
        method=pl.when("link_is_kb").then(pl.lit("kb")).otherwise("form"),
        confidence="link_confidence",
    )
    return conform(rows.collect(engine="streaming").sort("mention_id"), table("core.mention_entities"))


def quote_speakers(quotes: pl.LazyFrame, linked: pl.LazyFrame, entities: pl.DataFrame) -> pl.DataFrame:
    """core.quote_speakers. ``linked``: quote_id, entity_id, link_confidence, link_is_kb of the quotes that have one."""
    known = entities.lazy().select("entity_id", usual_name="name", usual_kind="entity_kind")
    of_quotes = quotes.select("quote_id", pl.col("^speaker_(name|kind|method|confidence|head)$"))
    joined = of_quotes.join(linked, on="quote_id", how="left").join(known, on="entity_id", how="left")
    heads = quotes.select(pl.col("speaker_head").drop_nulls().unique()).collect().to_series()
    nouns = {head: singular(head) for head in heads}
    is_named = pl.col("speaker_kind").is_in(("person", "organisation"))
    by_base = pl.col("link_is_kb") & ~(is_named & pl.col("speaker_name").is_not_null())
    # a place or an event speaks as a body, so that an entity is one speaker, of one kind
    kind = pl.when(pl.col("usual_kind") != "person").then(pl.lit("organisation")).otherwise("usual_kind")
    factor = pl.when(pl.col("link_confidence") >= SURE).then(1.0).otherwise(pl.col("link_confidence").fill_null(1.0))
    is_open = pl.col("entity_id").is_null() & (pl.col("speaker_kind") == "unnamed")
    noun = pl.col("speaker_head").replace_strict(nouns, default=None, return_dtype=pl.String)
    rows = joined.select(
        "quote_id",
        "entity_id",
        speaker_name=pl.coalesce("usual_name", "speaker_name"),
        speaker_kind=pl.coalesce(kind, "speaker_kind"),
        method=pl.when(by_base).then(pl.lit("kb")).otherwise("speaker_method"),
        confidence=pl.when(by_base).then("link_confidence").otherwise(pl.col("speaker_confidence") * factor),
        head_noun=pl.when(is_open).then(noun),
    )
    return conform(rows.collect(engine="streaming").sort("quote_id"), table("core.quote_speakers"))


def entities(
    mentions: pl.LazyFrame, names: pl.LazyFrame, known: Mapping[str, Known], given_names: Mapping[str, str]
) -> pl.DataFrame:
    """core.entities.

    ``mentions``: core.mentions with entity_id and published_on. ``names``: entity_id, shown_name, is_short,
    entity_kind, one row a chain or speaker; shown_name is null where only an office tells who it is. ``known`` tells
    what the knowledge base says of an entity, ``given_names`` what people decided to call it.
    """
    declared, facts = table("core.entities"), _base_facts(known, given_names)
    names = _with_base_names(names, facts)
    counts = mentions.group_by("entity_id").agg(
        mention_count=pl.len().cast(pl.Int64), article_count=pl.col("article_id").n_unique().cast(pl.Int64)
    )
    rows = _usual_names(names)
    for found in (_usual_kinds(mentions, names), counts, _aliases(mentions), _roles(mentions)):
        # each by itself, out of the files as they stream by: together they would hold every mention
        rows = rows.join(found.collect(engine="streaming").lazy(), on="entity_id", how="left")
    rows = rows.join(facts, on="entity_id", how="left")
    empty = [pl.col(name).fill_null(pl.lit([], dtype=declared.column(name).dtype)) for name in ("aliases", "roles")]
    filled = rows.with_columns(
        *empty,
        name=pl.coalesce("base_name", "name"),
        entity_kind=pl.coalesce("base_kind", "entity_kind"),
        mention_count=pl.col("mention_count").fill_null(0),
        article_count=pl.col("article_count").fill_null(0),
    )
    return conform(filled.sort("entity_id").collect(), declared)


def _with_base_names(names: pl.LazyFrame, facts: pl.LazyFrame) -> pl.LazyFrame:
    """The names, with that in the base where an article tells only the office; what has none is left out."""
    named = names.join(facts.select("entity_id", "base_name"), on="entity_id", how="left")
    return named.with_columns(shown_name=pl.coalesce("shown_name", "base_name")).drop_nulls("shown_name")


def _base_facts(known: Mapping[str, Known], given_names: Mapping[str, str]) -> pl.LazyFrame:
    rows: list[tuple[str | None, ...]] = [
        (key, given_names.get(key, one.match.name), one.match.kind, one.match.wikidata_id)
        for key, one in known.items()
        if one.match
    ]
    rows += [(key, name, None, None) for key, name in given_names.items() if key not in known or not known[key].match]
    columns = {"entity_id": pl.String, "base_name": pl.String, "base_kind": pl.String, "wikidata_id": pl.String}
    return pl.LazyFrame(rows, columns, orient="row")


def _usual_names(names: pl.LazyFrame) -> pl.LazyFrame:
    """The most frequent full name of each entity, else its short or shouted one; of equals the alphabetically first."""
    counted = names.group_by("entity_id", "is_short", name="shown_name").len()
    ordered = counted.sort(["entity_id", "is_short", "len", "name"], descending=[False, False, True, False])
    return ordered.group_by("entity_id", maintain_order=True).agg(pl.col("name").first())


def _usual_kinds(mentions: pl.LazyFrame, names: pl.LazyFrame) -> pl.LazyFrame:
    """The kind of most mentions of an entity, or of its speakers where it has no mentions."""
    of_mentions = mentions.select("entity_id", "entity_kind", weight=pl.lit(1_000_000, pl.Int64))
    of_names = names.select("entity_id", "entity_kind", weight=pl.lit(1, pl.Int64))
    counted = pl.concat([of_mentions, of_names]).group_by("entity_id", "entity_kind").agg(pl.col("weight").sum())
    ordered = counted.sort(["entity_id", "weight", "entity_kind"], descending=[False, True, False])
    return ordered.group_by("entity_id", maintain_order=True).agg(pl.col("entity_kind").first())


def _aliases(mentions: pl.LazyFrame) -> pl.LazyFrame:
    written = mentions.filter(pl.col("form") == "name").with_columns(name=pl.col("text").str.replace_all(r"\s+", " "))
    counted = written.group_by("entity_id", "name").agg(mention_count=pl.len().cast(pl.Int64))
    ordered = counted.sort(["entity_id", "mention_count", "name"], descending=[False, True, False])
    return ordered.group_by("entity_id", maintain_order=True).agg(aliases=pl.struct("name", "mention_count"))


def _roles(mentions: pl.LazyFrame) -> pl.LazyFrame:
    """Roles of each entity. "The fisheries minister" and "Fisheries Minister" are one, under its more frequent form.

    A role that leans on another person or body ("his predecessor", "its chief engineer") says nothing outside its
    article and is left out.
    """
    given = mentions.select(
        "entity_id", "published_on", "mention_id", "version_id", "start",
        role=pl.col("role").str.replace_all(r"\s+", " ").str.replace(LEADING_ARTICLE, ""),
    )  # fmt: skip
    given = given.filter(pl.col("role").is_not_null() & ~pl.col("role").str.contains(POSSESSIVE))
    given = given.with_columns(same=pl.col("role").str.to_lowercase())
    forms = given.group_by("entity_id", "same", "role").len()
    forms = forms.sort(["entity_id", "same", "len", "role"], descending=[False, False, True, False])
    forms = forms.group_by("entity_id", "same", maintain_order=True).agg(pl.col("role").first())
    in_time = given.sort("published_on", "version_id", "start", "mention_id", nulls_last=True)
    counted = in_time.group_by("entity_id", "same", maintain_order=True).agg(
        first_seen_on=pl.col("published_on").min(),
        last_seen_on=pl.col("published_on").max(),
        mention_count=pl.len().cast(pl.Int64),
        first_mention_id=pl.col("mention_id").first(),
    )
    ordered = counted.join(forms, on=["entity_id", "same"])
    ordered = ordered.sort(["entity_id", "first_seen_on", "role"], nulls_last=True)
    fields = pl.struct("role", "first_seen_on", "last_seen_on", "mention_count", "first_mention_id")
    return ordered.group_by("entity_id", maintain_order=True).agg(roles=fields)
