"""JSON records to drafts: one object is one article, whatever crawler or archive wrote it.

Belongs here: shapes of values (a fundus body, text with markup in it). Does not belong here: field names (`fields`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from pipelines.ingest.cleaning import resolve_references
from pipelines.ingest.decoding import decode_bytes
from pipelines.ingest.drafts import Draft, draft_from_fields
from pipelines.ingest.fields import FieldReader, field_map_of
from pipelines.ingest.html_text import fragment_text
from pipelines.ingest.record_shapes import plain_record
from pipelines.ingest.records import Document, RefusalError

_MARKUP = re.compile(r"</?(?:p|br|div|li|h[1-6]|blockquote|span|a|em|strong)\b[^<>]*>", re.IGNORECASE)
_CLOSING = "\"'”’»)] \n"
FEWEST_WORDS = 4  # of a paragraph: a list of words is no text
MESSAGE_CHARS = 200


def parse_object(content: bytes) -> dict[str, object]:
    """The JSON object in ``content``.

    Raises `RefusalError`: not_json, too_deep, not_an_object, not_text, undecodable.
    """
    value = parse_json(content)
    if not isinstance(value, dict):
        raise RefusalError("not_an_object", f"a JSON {type(value).__name__}, not an object with an article's fields")
    return value


def parse_json(content: bytes) -> object:
    """Strict JSON: NaN and raw control characters inside strings are refused."""
    try:
        return json.loads(decode_bytes(content), parse_constant=refuse_constant)
    except RecursionError:
        raise RefusalError("too_deep", "nested too deeply") from None
    except ValueError as error:
        raise RefusalError("not_json", str(error)[:MESSAGE_CHARS]) from None


def refuse_constant(name: str) -> object:
    """For a decoder: NaN and Infinity are no JSON. Raises `ValueError`."""
    raise ValueError(f"{name} is not JSON")


def draft_from_record(document: Document) -> Draft:
    """The draft of a JSON document. Raises `RefusalError` where it is no JSON object or has no text."""
    record = parse_object(document.content)
    reader = FieldReader(plain_record(record), field_map_of(document.metadata))
    return draft_from_fields(reader, _text(reader))


def _text(reader: FieldReader) -> str:
    """The body; a teaser only where the record has no field for a body at all."""
    for value in reader.values("text" if reader.has("text") else "teaser"):
        text = _plain(value)
        if text and text.strip():
            return text
    if reader.has("text"):
        raise RefusalError("no_text", "the field for the text is empty or holds no text")
    known = ", ".join(reader.names())[:MESSAGE_CHARS]
    raise RefusalError("missing_field", f"no field holds the text; the record has: {known}")


def _plain(value: object) -> str | None:
    if isinstance(value, Mapping):
        return _joined_body(value)
    if isinstance(value, list):
        blocks = [block for item in value if (block := _plain(item))]
        return "\n\n".join(blocks) if any(map(_is_paragraph, blocks)) else None
    if not isinstance(value, str):
        return None
    if len(_MARKUP.findall(value[:20_000])) > 1:
        return fragment_text(value)
    return resolve_references(value)


def _is_paragraph(block: str) -> bool:
    return block.rstrip(_CLOSING).endswith((".", "!", "?", "…")) and len(block.split()) >= FEWEST_WORDS


def _joined_body(body: Mapping[str, object]) -> str | None:
    """fundus: ``{"summary": [...], "sections": [{"headline": [...], "paragraphs": [...]}]}``, parted by blank lines."""
    blocks = _strings(body.get("text")) + _strings(body.get("summary"))
    sections = body.get("sections")
    for section in sections if isinstance(sections, list) else []:
        if isinstance(section, Mapping):
            blocks += _strings(section.get("headline")) + _strings(section.get("paragraphs"))
    return "\n\n".join(blocks) or None


def _strings(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []
