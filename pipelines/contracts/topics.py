"""Declarations of what articles and quotes are about beyond an article's own topics: quotes, phrases, own topics.

Belongs here: tables of topics and phrases. Does not belong here: the IPTC taxonomy (see ``resolution``) and
core.article_topics (see ``annotations``).
"""

import polars as pl

from pipelines.contracts.columns import ARTICLE_ID, VERSION_ID, Column, count, identifier, share
from pipelines.contracts.table import Table

OWN_TOPIC_PATTERN = "^own:[a-z0-9]+(?:-[a-z0-9]+)*$"
MATCHED_IN = ("words", "article")

QUOTE_TOPICS = Table(
    layer="core",
    name="quote_topics",
    description="One row a topic of a quote, which inherits its article's topics weighted by its own words.",
    primary_key=("quote_id", "topic_id"),
    columns=(
        identifier("quote_id", "The quote.", references="core.quotes.quote_id"),
        VERSION_ID,
        ARTICLE_ID,
        Column("topic_id", pl.String, "The topic.", pattern="^medtop:[0-9]{8}$", references="core.topics.topic_id"),
        share("score", "Probability from 0 to 1 that the topic is the quote's main one."),
        count("rank", "Place of the topic among those of the quote; 1 fits best, at most 3 are kept.", minimum=1),
    ),
)

ARTICLE_PHRASES = Table(
    layer="core",
    name="article_phrases",
    description="One row a key phrase of a version of an article: words that tell what it is about.",
    primary_key=("version_id", "phrase"),
    columns=(
        VERSION_ID,
        ARTICLE_ID,
        Column("phrase", pl.String, "One to three words in lower case, in the article's usual spelling."),
        share("score", "How well it tells this article, from 0 to 1; the article's best phrase has 1."),
        count("occurrence_count", "How often title and text have it, singular and plural together.", minimum=1),
        count("rank", "Place of the phrase among those of the article; 1 is best, at most 12 are kept.", minimum=1),
    ),
)

OWN_TOPICS = Table(
    layer="core",
    name="own_topics",
    description="One row a topic of topics.toml.",
    primary_key=("topic_id",),
    partitioned=False,
    per_article=False,
    columns=(
        Column(
            "topic_id", pl.String, "The topic, made from its name: own:nato-enlargement.", pattern=OWN_TOPIC_PATTERN
        ),
        Column("name", pl.String, "Name of the topic."),
        Column("definition", pl.String, "What an article needs to be about it, in words."),
    ),
)

_OWN_TOPIC = Column(
    "topic_id", pl.String, "The topic.", pattern=OWN_TOPIC_PATTERN, references="core.own_topics.topic_id"
)
_MATCHES = "Number of phrases and mentions there that speak for the topic."

ARTICLE_OWN_TOPICS = Table(
    layer="core",
    name="article_own_topics",
    description="One row a version of an article and a topic of topics.toml that it meets.",
    primary_key=("version_id", "topic_id"),
    partitioned=False,
    per_article=False,
    columns=(VERSION_ID, ARTICLE_ID, _OWN_TOPIC, count("match_count", _MATCHES, minimum=1)),
)

QUOTE_OWN_TOPICS = Table(
    layer="core",
    name="quote_own_topics",
    description="One row a quote on a topic of topics.toml, by its own words or by those of its article.",
    primary_key=("quote_id", "topic_id"),
    partitioned=False,
    per_article=False,
    columns=(
        identifier("quote_id", "The quote.", references="core.quotes.quote_id"),
        VERSION_ID,
        ARTICLE_ID,
        _OWN_TOPIC,
        Column(
            "matched_in",
            pl.String,
            "Whether the reported words themselves speak for the topic (words) or only their article does (article).",
            allowed=MATCHED_IN,
        ),
        count("match_count", _MATCHES),
    ),
)
