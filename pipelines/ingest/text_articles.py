"""Plain text documents to drafts: the text is the article, a front matter its metadata.

A first line that looks like a headline stays text: nothing tells it from a first sentence, and offsets count from it.
"""

from __future__ import annotations

from pipelines.ingest.decoding import decode_bytes
from pipelines.ingest.drafts import Draft, draft_from_fields
from pipelines.ingest.fields import FieldReader
from pipelines.ingest.front_matter import split_front_matter
from pipelines.ingest.identity import web_address
from pipelines.ingest.records import Document, RefusalError

MAX_ADDRESS = 500


def draft_from_text(document: Document) -> Draft:
    """The draft of a text file: the whole file but for a front matter. Raises `RefusalError` for what is no text."""
    served = document.metadata.get("charset")
    text = decode_bytes(document.content, served if isinstance(served, str) else None)
    decoded = text.replace("\r\n", "\n").replace("\r", "\n")
    fields, text = split_front_matter(decoded)
    if (lines := text.split()) and all(map(web_address, lines)):
        raise RefusalError("link_only", f"nothing but addresses: {lines[0][:MAX_ADDRESS]}")
    return draft_from_fields(FieldReader(fields), text)
