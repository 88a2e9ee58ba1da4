"""Whether offsets prove what they claim: does ``text[start:end]`` hold the stored words?

Belongs here: comparisons of spans with the text of their article.
Does not belong here: which tables have spans (see ``computed``).
"""

from __future__ import annotations

import polars as pl

ARTICLE_TEXT = "text_of_article"
SEPARATOR = " … "


def with_article_text(rows: pl.DataFrame, articles: pl.DataFrame) -> pl.DataFrame:
    """The rows, in order, with the text of their version as ``text_of_article``; null when the version is unknown."""
    texts = articles.select("version_id", pl.col("text").alias(ARTICLE_TEXT)).unique("version_id", keep="first")
    return rows.join(texts, on="version_id", how="left", maintain_order="left")


def span_matches(start: str, end: str, words: str) -> pl.Expr:
    """Whether the span from column ``start`` to column ``end`` of the article's text equals column ``words``.

    True where all three are null; False where only some are, or where the span is empty or reaches out of the text.
    """
    first, after, stored = pl.col(start), pl.col(end), pl.col(words)
    absent = first.is_null() & after.is_null() & stored.is_null()
    inside = (first >= 0) & (after > first) & (stored.str.len_chars() == after - first)
    return absent | (inside & (_characters(start, end) == stored)).fill_null(False)


def segments_match(rows: pl.DataFrame) -> pl.Series:
    """Whether the segments of each row, joined by ' … ', are its ``quote_text`` (rows bear the article's text).

    Segments must be in the order of the text, apart from each other, not empty and at least one. One Boolean a row.
    """
    numbered = rows.select("segments", "quote_text", ARTICLE_TEXT).with_row_index("row")
    pieces = numbered.explode("segments").unnest("segments")
    previous = pl.col("end").shift(1).over("row").fill_null(0)
    pieces = pieces.with_columns(
        sound=((pl.col("start") >= previous) & (pl.col("end") > pl.col("start"))).fill_null(False),
        piece=_characters("start", "end"),
        length=pl.col("end") - pl.col("start"),
    )
    whole = pieces.group_by("row").agg(
        pl.col("sound").all(),
        pl.col("piece").str.join(SEPARATOR, ignore_nulls=False),
        characters=pl.col("length").sum() + len(SEPARATOR) * (pl.len().cast(pl.Int64) - 1),
    )
    quoted = pl.col("quote_text")
    matches = pl.col("sound") & (pl.col("piece") == quoted) & (quoted.str.len_chars() == pl.col("characters"))
    joined = numbered.select("row", "quote_text").join(whole, on="row", how="left", maintain_order="left")
    return joined.select(matches=matches.fill_null(False)).to_series()


def spans_inside(spans: str, text: str) -> pl.Expr:
    """Whether every span of a list column lies inside the text of the same row; True for an empty list."""
    starts = pl.col(spans).list.eval(pl.element().struct.field("start"))
    lengths = pl.col(spans).list.eval(pl.element().struct.field("end") - pl.element().struct.field("start"))
    ends = pl.col(spans).list.eval(pl.element().struct.field("end"))
    sound = (starts.list.min() >= 0) & (lengths.list.min() > 0) & (ends.list.max() <= pl.col(text).str.len_chars())
    return (pl.col(spans).list.len() == 0) | sound.fill_null(False)


def _characters(start: str, end: str) -> pl.Expr:
    length = (pl.col(end) - pl.col(start)).clip(0)
    return pl.col(ARTICLE_TEXT).str.slice(pl.col(start), length)
