"""Declarations of articles and of the stories that they tell.

Belongs here: tables with a row a version of an article. Does not belong here: what annotation finds inside the text.
"""

import polars as pl

from pipelines.contracts.columns import (
    ARTICLE_ID,
    INGESTED_AT,
    INSTANT,
    SOURCE_URI,
    SPANS,
    STRINGS,
    VERSION_ID,
    Column,
    count,
    identifier,
    optional,
)
from pipelines.contracts.table import Table

PUBLISHED_AT_SOURCES = ("metadata", "url", "text", "inferred", "none")

ARTICLES = Table(
    layer="core",
    name="articles",
    description="One row a version of an article; a changed text, title or date is a new version.",
    primary_key=("version_id",),
    columns=(
        identifier("version_id", "The version: a digest of article_id, text, title and published_at."),
        identifier(
            "article_id",
            "The article, the same in all its versions: a digest of its URL or, without one, title and text.",
        ),
        identifier("document_id", "The document that it was read from.", references="raw.documents.document_id"),
        SOURCE_URI,
        optional("url", pl.String, "Canonical address of the article."),
        optional("publisher", pl.String, "The outlet: its name where the document gives one, else its host name."),
        optional("title", pl.String, "Headline, without the outlet's name."),
        Column("authors", STRINGS, "Names in the byline, in order; empty when there is none."),
        optional("section", pl.String, "Section of the outlet, as the outlet calls it."),
        optional("published_at", INSTANT, "Instant (UTC) of publication; midnight when only the day is known."),
        Column(
            "published_at_source",
            pl.String,
            "Where published_at comes from, the surest first; none when it is unknown.",
            allowed=PUBLISHED_AT_SOURCES,
        ),
        optional("modified_at", INSTANT, "Instant (UTC) of the last change that the outlet declares."),
        Column("language", pl.String, "ISO 639-1 code of the text, or und when unsure.", pattern="^(?:[a-z]{2}|und)$"),
        Column("text", pl.String, "The text of the article; every offset in the warehouse counts its characters."),
        Column(
            "text_sha256", pl.String, "SHA-256 digest of the text, 64 hexadecimal digits.", pattern="^[0-9a-f]{64}$"
        ),
        count("word_count", "Number of words in the text."),
        Column(
            "furniture", SPANS, "Spans of the text that belong to the page (captions, links) and are not annotated."
        ),
        count("sequence", "Place of the document in the order of its run, from 0."),
        INGESTED_AT,
        Column("is_current", pl.Boolean, "Whether this is the latest version of its article.", in_lake=False),
    ),
)

STORIES = Table(
    layer="core",
    name="stories",
    description="One row a version of an article, with its place among the reprints of one text.",
    primary_key=("version_id",),
    partitioned=False,
    per_article=False,
    columns=(
        VERSION_ID,
        ARTICLE_ID,
        identifier("story_id", "The story: equal for articles that reprint one text."),
        Column("is_original", pl.Boolean, "Whether this is the earliest article of its story."),
        Column("is_wire", pl.Boolean, "Whether the text names a news agency as its source."),
    ),
)
