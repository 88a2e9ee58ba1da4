"""Declarations of what one pass over an article finds: quotes, mentions, dates, topics.

Belongs here: tables whose rows point at characters of one version of an article.
Does not belong here: what needs several articles (see ``resolution``).
"""

import polars as pl

from pipelines.contracts.columns import (
    ARTICLE_ID,
    CONFIDENCE,
    ENTITY_KINDS,
    SPANS,
    SPEAKER_KINDS,
    VERSION_ID,
    Column,
    count,
    identifier,
    offset,
    optional,
    share,
)
from pipelines.contracts.table import Table

QUOTE_KINDS = ("direct", "indirect", "mixed")
CUE_KINDS = (
    "say",
    "claim",
    "deny",
    "warn",
    "promise",
    "demand",
    "ask",
    "praise",
    "criticise",
    "think",
    "document",
    "none",
)
SAID_ON_SOURCES = ("text", "published", "none")
SPEAKER_METHODS = ("name", "pronoun", "nominal", "apposition", "metonym", "kb", "none")
MENTION_FORMS = ("name", "pronoun", "nominal")
GRANULARITIES = ("day", "week", "month", "quarter", "year", "decade", "time", "range")

QUOTES = Table(
    layer="core",
    name="quotes",
    description="One row an attribution: words that an article reports as said, written or thought by a source.",
    primary_key=("quote_id",),
    columns=(
        identifier("quote_id", "The quote: a digest of version_id and the offsets of cue and content."),
        VERSION_ID,
        ARTICLE_ID,
        Column(
            "quote_kind",
            pl.String,
            "Whether the words stand wholly (direct), not at all (indirect) or partly (mixed) inside quotation marks.",
            allowed=QUOTE_KINDS,
        ),
        Column("quote_text", pl.String, "The reported words; the segments joined by ' … '."),
        Column(
            "segments", SPANS, "Offsets of the reported words in the article's text, one span a segment, at least one."
        ),
        optional("cue_text", pl.String, "The words that report, such as said or according to."),
        Column("cue_kind", pl.String, "What the speaker does with the words, read from the cue.", allowed=CUE_KINDS),
        offset("cue_start", "Offset of the cue's first character in the article's text.", nullable=True),
        offset("cue_end", "Offset after the cue's last character in the article's text.", nullable=True),
        optional("source_text", pl.String, "The words that name who speaks, such as she or the minister."),
        offset("source_start", "Offset of the source's first character in the article's text.", nullable=True),
        offset("source_end", "Offset after the source's last character in the article's text.", nullable=True),
        optional("said_on", pl.Date, "Calendar day on which the words were said."),
        Column(
            "said_on_source",
            pl.String,
            "Whether said_on comes from a date in the text or is the day of publication; none when it is unknown.",
            allowed=SAID_ON_SOURCES,
        ),
        optional("medium", pl.String, "Where the words were said, such as interview, statement or tweet."),
        identifier(
            "parent_quote_id", "The quote whose words hold this one.", references="core.quotes.quote_id", nullable=True
        ),
        CONFIDENCE.described("Probability from 0 to 1 that source, cue and content are right."),
        optional(
            "speaker_name", pl.String, "Fullest name that this article gives the speaker; null when it gives none."
        ),
        Column(
            "speaker_kind",
            pl.String,
            "What the speaker is: unnamed is a speaker without a name, none a quote without a source.",
            allowed=SPEAKER_KINDS,
        ),
        Column(
            "speaker_method",
            pl.String,
            "What led from the source to the speaker within the article.",
            allowed=SPEAKER_METHODS,
        ),
        share("speaker_confidence", "Probability from 0 to 1 that the speaker is right, given the source."),
        identifier("speaker_chain_id", "The chain of core.mentions that the source belongs to.", nullable=True),
        optional("speaker_head", pl.String, "Head noun of a source that names nobody, as written, such as officials."),
    ),
)

MENTIONS = Table(
    layer="core",
    name="mentions",
    description="One row a mention: a span of an article's text that refers to an entity.",
    primary_key=("mention_id",),
    columns=(
        identifier("mention_id", "The mention: a digest of version_id and offsets."),
        VERSION_ID,
        ARTICLE_ID,
        Column("text", pl.String, "The words of the mention."),
        offset("start", "Offset of the mention's first character in the article's text."),
        offset("end", "Offset after the mention's last character in the article's text."),
        Column("entity_kind", pl.String, "What is mentioned.", allowed=ENTITY_KINDS),
        Column("form", pl.String, "Whether the words are a name, a pronoun or a noun phrase.", allowed=MENTION_FORMS),
        optional("role", pl.String, "Title or apposition beside the mention, such as finance minister."),
        identifier("chain_id", "The chain: equal for all mentions of one entity in one version of an article."),
        optional("chain_name", pl.String, "Fullest name in the chain; null when the entity is never named."),
    ),
)

DATES = Table(
    layer="core",
    name="dates",
    description="One row a time expression in an article's text.",
    primary_key=("date_id",),
    columns=(
        identifier("date_id", "The time expression: a digest of version_id and offsets."),
        VERSION_ID,
        ARTICLE_ID,
        Column("text", pl.String, "The words of the time expression, such as last Wednesday."),
        offset("start", "Offset of the expression's first character in the article's text."),
        offset("end", "Offset after the expression's last character in the article's text."),
        Column("value", pl.String, "What it means in ISO 8601, which may be partial, such as 2021-10."),
        Column("granularity", pl.String, "How much time the expression covers.", allowed=GRANULARITIES),
        Column("date_from", pl.Date, "First calendar day that it covers."),
        Column("date_to", pl.Date, "Last calendar day that it covers, inclusive."),
        Column("is_contradictory", pl.Boolean, "Whether it names a weekday that its date does not fall on."),
    ),
)

ARTICLE_TOPICS = Table(
    layer="core",
    name="article_topics",
    description="One row a topic of a version of an article.",
    primary_key=("version_id", "topic_id"),
    columns=(
        VERSION_ID,
        ARTICLE_ID,
        Column("topic_id", pl.String, "The topic.", pattern="^medtop:[0-9]{8}$", references="core.topics.topic_id"),
        share("score", "How well the topic fits, from 0 to 1."),
        count("rank", "Place of the topic among those of the article; 1 fits best.", minimum=1),
    ),
)
