"""Declarations of the pipeline's own records: what was refused, how every check came out, what each run did.

Belongs here: tables about runs. Does not belong here: tables about articles.
"""

import polars as pl

from pipelines.contracts.columns import INSTANT, SOURCE_URI, Column, count, identifier
from pipelines.contracts.table import Table

REJECT_STAGES = ("fetch", "read", "extract", "annotate", "gate", "resolve")
REJECT_REASONS = (
    "unknown_format",
    "not_a_file",
    "unreadable",
    "empty",
    "corrupt",
    "undecodable",
    "not_text",
    "not_json",
    "not_xml",
    "unsafe_xml",
    "unsafe_path",
    "encrypted",
    "not_an_object",
    "too_deep",
    "malformed_row",
    "missing_field",
    "link_only",
    "bad_status",
    "too_large",
    "no_text",
    "not_prose",
    "unsupported_language",
    "timed_out",
    "failed",
    "failed_expectation",
    "no_effect",
    "unreachable",
    "gone",
    "denied",
    "robots_disallowed",
    "foreign_address",
    "private_address",
    "untrusted",
    "not_an_article",
    "not_a_feed",
    "forgotten",
)
SEVERITIES = ("critical", "warning")

REJECTS = Table(
    layer="core",
    name="rejects",
    description="One row a document or row that was refused, with the reason.",
    primary_key=("reject_id",),
    per_article=False,
    columns=(
        identifier("reject_id", "The refusal: a digest of source, stage, reason and detail."),
        SOURCE_URI,
        Column("stage", pl.String, "The step that refused it.", allowed=REJECT_STAGES),
        Column("reason", pl.String, "Why it was refused, from a closed list.", allowed=REJECT_REASONS),
        Column("detail", pl.String, "What exactly was wrong: a message, or the row's key and the failed expectation."),
        Column("ingested_at", INSTANT, "Instant (UTC) of the run that refused it."),
    ),
)

CHECK_RESULTS = Table(
    layer="core",
    name="check_results",
    description="One row an expectation, each time it was checked.",
    primary_key=("run_id", "table_name", "partition", "expectation"),
    per_article=False,
    columns=(
        Column("run_id", pl.String, "The run that checked it."),
        Column("table_name", pl.String, "The table that was checked, such as core.quotes."),
        Column("partition", pl.String, "The part of the table that was checked, or all."),
        Column("expectation", pl.String, "What was expected, in words."),
        Column(
            "severity",
            pl.String,
            "Whether a failure stops publication (critical) or not (warning).",
            allowed=SEVERITIES,
        ),
        Column("success", pl.Boolean, "Whether the expectation was met."),
        Column(
            "unexpected_count",
            pl.Int64,
            "Number of rows that do not meet it; null when rows cannot be told apart.",
            nullable=True,
            minimum=0,
        ),
        Column("sample", pl.String, "Up to five of those rows or values, as a JSON list."),
        Column("checked_at", INSTANT, "Instant (UTC) of the check."),
    ),
)

STAGES = ("documents", "articles", "annotations", "topics", "entities", "own_topics", "stories")

RUN_STAGES = Table(
    layer="core",
    name="run_stages",
    description="One row a stage of a run that made, refused or rejected something.",
    primary_key=("run_id", "stage"),
    per_article=False,
    columns=(
        Column("run_id", pl.String, "The run, as in core.check_results and in Dagster's UI."),
        Column("stage", pl.String, "What was done.", allowed=STAGES),
        Column("started_at", INSTANT, "Instant (UTC) at which the stage began."),
        Column("seconds", pl.Float64, "How long it took, publication included.", minimum=0),
        count("row_count", "Rows that it published, of all of its tables."),
        count("part_count", "Part files that it published."),
        count("reject_count", "Documents that it refused, those that were refused before included."),
        Column("is_published", pl.Boolean, "Whether all that it made was published; else core.check_results says why."),
    ),
)
