"""Declarations of what is known across articles: entities, who a mention or speaker is, and the topic list.

Belongs here: tables made from all articles at once. Does not belong here: tables made from one article at a time.
"""

import polars as pl

from pipelines.contracts.columns import CONFIDENCE, ENTITY_KINDS, SPEAKER_KINDS, Column, count, identifier, optional
from pipelines.contracts.table import Table

ALIASES = pl.List(pl.Struct({"name": pl.String, "mention_count": pl.Int64}))
ROLES = pl.List(
    pl.Struct(
        {
            "role": pl.String,
            "first_seen_on": pl.Date,
            "last_seen_on": pl.Date,
            "mention_count": pl.Int64,
            "first_mention_id": pl.String,
        }
    )
)

TOPICS = Table(
    layer="core",
    name="topics",
    description="One row a topic of the IPTC Media Topics taxonomy.",
    primary_key=("topic_id",),
    partitioned=False,
    per_article=False,
    columns=(
        Column("topic_id", pl.String, "The topic's IPTC code, such as medtop:04000000.", pattern="^medtop:[0-9]{8}$"),
        Column("label", pl.String, "Name of the topic."),
        Column(
            "parent_id",
            pl.String,
            "The wider topic; null at the top of the taxonomy.",
            nullable=True,
            pattern="^medtop:[0-9]{8}$",
            references="core.topics.topic_id",
        ),
        Column("definition", pl.String, "What the topic covers."),
    ),
)

ENTITIES = Table(
    layer="core",
    name="entities",
    description="One row a person, organisation, place or event, across all articles.",
    primary_key=("entity_id",),
    partitioned=False,
    per_article=False,
    columns=(
        identifier("entity_id", "The entity: a digest of its key in the knowledge base or else of its name and kind."),
        Column("name", pl.String, "The entity's fullest usual name."),
        Column("entity_kind", pl.String, "What the entity is.", allowed=ENTITY_KINDS),
        Column("aliases", ALIASES, "Names under which articles mention it, with the number of mentions of each."),
        Column(
            "roles",
            ROLES,
            "Roles that articles give it, each with its first and last day of publication, count and first mention.",
        ),
        Column(
            "wikidata_id", pl.String, "Wikidata id, such as Q42; null when unknown.", nullable=True, pattern="^Q[0-9]+$"
        ),
        count("mention_count", "Number of mentions in all articles."),
        count("article_count", "Number of articles that mention it."),
    ),
)

MENTION_ENTITIES = Table(
    layer="core",
    name="mention_entities",
    description="One row a mention whose entity is known.",
    primary_key=("mention_id",),
    partitioned=False,
    per_article=False,
    columns=(
        identifier("mention_id", "The mention.", references="core.mentions.mention_id"),
        identifier("entity_id", "The entity that the mention refers to.", references="core.entities.entity_id"),
        Column("method", pl.String, "What led from the mention to the entity."),
        CONFIDENCE.described("Probability from 0 to 1 that the entity is right."),
    ),
)

QUOTE_SPEAKERS = Table(
    layer="core",
    name="quote_speakers",
    description="One row a quote, with the speaker that all articles together make likeliest.",
    primary_key=("quote_id",),
    partitioned=False,
    per_article=False,
    columns=(
        identifier("quote_id", "The quote.", references="core.quotes.quote_id"),
        identifier(
            "entity_id",
            "The entity that speaks; null when it has no name.",
            references="core.entities.entity_id",
            nullable=True,
        ),
        optional("speaker_name", pl.String, "The speaker's usual name across all articles; null when it has none."),
        Column(
            "speaker_kind",
            pl.String,
            "What the speaker is: unnamed is a speaker without a name, none a quote without a source.",
            allowed=SPEAKER_KINDS,
        ),
        Column("method", pl.String, "What led from the source to the speaker."),
        CONFIDENCE.described("Probability from 0 to 1 that the speaker is right."),
        optional(
            "head_noun",
            pl.String,
            "What a speaker without a name is called, in the singular and lower case, such as official; else null.",
        ),
    ),
)
