"""Columns and frames computed for a suite, where great-expectations cannot express a rule on the table alone.

A rule that needs another table (does the id resolve? does the span hold the stored words?) becomes a Boolean column
that the suite expects to be True throughout. A rule that compares two columns becomes their difference. A rule about
articles rather than rows reads the frame ``per_article``: an expectation with ``meta.frame`` of that name is run on one
row an article, with ``row_count`` (rows of the table in it) and ``rows_per_thousand_words``.

Belongs here: what to compute for which table.
Does not belong here: bounds and severities (they stand in ``expectations/``).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping

import polars as pl

from pipelines.contracts import Table
from pipelines.quality.proofs import segments_match, span_matches, spans_inside, with_article_text

References = Mapping[str, pl.DataFrame]
PER_ARTICLE = "per_article"

_ARTICLES = "core.articles"
_NAMELESS = ("unnamed", "none")


def needed_references(table: Table) -> dict[str, tuple[str, ...]]:
    """The other tables that ``check`` needs for a table, by full name, each with the columns that must be there."""
    needed: dict[str, list[str]] = {}
    for column in table.lake_columns:
        if column.references is not None:
            name, _, key = column.references.rpartition(".")
            if name != table.full_name:
                needed.setdefault(name, []).append(key)
    if _ARTICLES in needed and table.per_article:
        needed[_ARTICLES].extend(["text", "word_count"])
    return {name: tuple(columns) for name, columns in needed.items()}


def with_computed(table: Table, frame: pl.DataFrame, references: References) -> pl.DataFrame:
    """The frame, rows in order, with the Boolean and numeric columns that the table's suite reads."""
    computed = frame.with_columns(_resolves(table, frame, references))
    compute = _COMPUTED.get(table.full_name)
    return computed if compute is None else compute(computed, references)


def per_article(frame: pl.DataFrame, references: References) -> pl.DataFrame:
    """One row a version of an article: version_id, word_count, row_count, rows_per_thousand_words."""
    counts = frame.group_by("version_id").agg(row_count=pl.len().cast(pl.Int64))
    articles = references[_ARTICLES].select("version_id", "word_count")
    counted = articles.join(counts, on="version_id", how="left", maintain_order="left")
    share = pl.col("row_count") * 1000 / pl.col("word_count").clip(1)
    return counted.with_columns(pl.col("row_count").fill_null(0)).with_columns(rows_per_thousand_words=share)


def _resolves(table: Table, frame: pl.DataFrame, references: References) -> list[pl.Series]:
    """A Boolean series for each foreign key; null counts as resolved, since the contract says where null may stand."""
    resolved = []
    for column in table.lake_columns:
        if column.references is not None:
            name, _, key = column.references.rpartition(".")
            known = (frame if name == table.full_name else references[name])[key].unique().drop_nulls()
            values = frame[column.name]
            resolved.append((values.is_in(known.implode()) | values.is_null()).alias(f"{column.name}_resolves"))
    return resolved


def _documents(frame: pl.DataFrame, _: References) -> pl.DataFrame:
    return frame.with_columns(
        _digests(frame["content"]).eq_missing(frame["content_sha256"]).alias("content_sha256_matches_content"),
        (pl.col("content").bin.size() - pl.col("byte_count")).alias("bytes_beyond_byte_count"),
    )


def _articles(frame: pl.DataFrame, _: References) -> pl.DataFrame:
    ahead = (pl.col("published_at") - pl.col("ingested_at")).dt.total_minutes()
    return frame.with_columns(
        _digests(frame["text"].cast(pl.Binary)).eq_missing(frame["text_sha256"]).alias("text_sha256_matches_text"),
        pl.col("published_at").dt.year().alias("published_year"),
        ahead.alias("minutes_published_after_ingest"),
        (pl.col("published_at").is_null() == (pl.col("published_at_source") == "none")).alias(
            "published_at_has_source"
        ),
        spans_inside("furniture", "text").alias("furniture_lies_in_text"),
        ((pl.col("word_count") > 0) | pl.col("title").str.contains(r"\w").fill_null(False)).alias(
            "text_or_title_has_words"
        ),
    )


def _quotes(frame: pl.DataFrame, references: References) -> pl.DataFrame:
    rows = with_article_text(frame, references[_ARTICLES])
    return frame.with_columns(
        segments_match(rows).alias("segments_match_text"),
        *rows.select(
            cue_matches_text=span_matches("cue_start", "cue_end", "cue_text"),
            source_matches_text=span_matches("source_start", "source_end", "source_text"),
        ),
        (pl.col("said_on").is_null() == (pl.col("said_on_source") == "none")).alias("said_on_has_source"),
        (pl.col("parent_quote_id") != pl.col("quote_id")).fill_null(True).alias("parent_is_another_quote"),
        _name_fits_kind().alias("speaker_name_fits_kind"),
        pl.col("quote_text").str.len_chars().alias("quote_length"),
    )


def _spans(frame: pl.DataFrame, references: References) -> pl.DataFrame:
    rows = with_article_text(frame, references[_ARTICLES])
    return frame.with_columns(*rows.select(span_matches_text=span_matches("start", "end", "text")))


def _dates(frame: pl.DataFrame, references: References) -> pl.DataFrame:
    days = (pl.col("date_to") - pl.col("date_from")).dt.total_days() + 1
    return _spans(frame, references).with_columns(days_covered=days, year_from=pl.col("date_from").dt.year())


def _stories(frame: pl.DataFrame, _: References) -> pl.DataFrame:
    originals = pl.col("article_id").filter(pl.col("is_original")).n_unique().over("story_id")
    return frame.with_columns(originals_in_story=originals)


def _entities(frame: pl.DataFrame, _: References) -> pl.DataFrame:
    return frame.with_columns(mentions_beyond_articles=pl.col("mention_count") - pl.col("article_count"))


def _quote_speakers(frame: pl.DataFrame, _: References) -> pl.DataFrame:
    return frame.with_columns(speaker_name_fits_kind=_name_fits_kind())


def _name_fits_kind() -> pl.Expr:
    """Whether a speaker that has no name by its kind bears none."""
    return pl.col("speaker_name").is_null() | ~pl.col("speaker_kind").is_in(_NAMELESS)


def _digests(values: pl.Series) -> pl.Series:
    digests = [None if value is None else hashlib.sha256(value).hexdigest() for value in values]
    return pl.Series(digests, dtype=pl.String)


_COMPUTED: dict[str, Callable[[pl.DataFrame, References], pl.DataFrame]] = {
    "raw.documents": _documents,
    "core.articles": _articles,
    "core.quotes": _quotes,
    "core.mentions": _spans,
    "core.dates": _dates,
    "core.stories": _stories,
    "core.entities": _entities,
    "core.quote_speakers": _quote_speakers,
}
