"""JSON files: one article, a list of them, or an object that wraps such a list. Read whole, up to a limit."""

from __future__ import annotations

import json

from pipelines.ingest.fields import FieldReader
from pipelines.ingest.formats import json_feed, jsonl
from pipelines.ingest.formats.source_file import Found, SourceFile
from pipelines.ingest.limits import exceeded
from pipelines.ingest.record_articles import parse_json
from pipelines.ingest.records import RefusalError

SUFFIXES = (".json",)
_LISTS = ("articles", "items", "results", "documents", "docs", "data", "records", "entries", "stories")


def read(source: SourceFile) -> Found:
    """A document for each article. Lines of JSON under this name are read as such."""
    content = source.whole("file_bytes")
    try:
        value = parse_json(content)
    except RefusalError:
        if not jsonl.sniff(content[: 1 << 20]):
            raise
        yield from jsonl.read(source)
        return
    items = _items(value)
    if items is None:
        yield source.document("application/json", content)
        return
    for number, item in enumerate(items, 1):
        if isinstance(item, dict):
            content = json.dumps(item, ensure_ascii=True, separators=(",", ":")).encode()
            if over := exceeded(source.limits, "document_bytes", len(content)):
                yield RefusalError("too_large", f"bytes in one item: {over}").at(f"{source.uri}#I{number}", "read")
            else:
                yield source.record(f"I{number}", content)
        else:
            refusal = RefusalError(
                "not_an_object", f"a JSON {type(item).__name__}, not an object with an article's fields"
            )
            yield refusal.at(f"{source.uri}#I{number}", "read")


def _items(value: object) -> list[object] | None:
    """The list of articles; None where the value is one article itself."""
    if isinstance(value, list):
        return value
    if not isinstance(value, dict):
        raise RefusalError("not_an_object", f"a JSON {type(value).__name__}, not an article or a list of articles")
    if json_feed.is_feed(value):
        return list(json_feed.items(value))
    if FieldReader(value).has("text"):
        return None
    for name in _LISTS:
        inner = value.get(name)
        if isinstance(inner, list) and inner and all(isinstance(item, dict) for item in inner):
            return inner
    return None
