"""Declarations of the raw layer: documents as they were found.

Belongs here: tables whose rows are bytes of a source. Does not belong here: anything read out of those bytes.
"""

import polars as pl

from pipelines.contracts.columns import INGESTED_AT, SOURCE_URI, Column, count, identifier
from pipelines.contracts.table import Table

DOCUMENTS = Table(
    layer="raw",
    name="documents",
    description="One row a document found in a source, with its bytes unchanged.",
    primary_key=("document_id",),
    columns=(
        identifier("document_id", "The document: a digest of its media type, content and metadata."),
        SOURCE_URI,
        Column("media_type", pl.String, "What the content is, as a media type such as text/html."),
        Column("metadata", pl.String, "What came beside the content (sidecar file, record fields, flags), as JSON."),
        count("sequence", "Place of the document in the order of its run, from 0."),
        INGESTED_AT,
        Column("content", pl.Binary, "The bytes as they were found."),
        Column(
            "content_sha256",
            pl.String,
            "SHA-256 digest of the content, 64 hexadecimal digits.",
            pattern="^[0-9a-f]{64}$",
        ),
        count("byte_count", "Length of the content in bytes."),
    ),
)
