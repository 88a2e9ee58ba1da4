"""JSON files: one article, a list of them, or an object that wraps such a list. Read whole, up to a limit."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from pipelines.ingest.decoding import decode_bytes
from pipelines.ingest.fields import FieldReader
from pipelines.ingest.formats import json_feed, jsonl
from pipelines.ingest.formats.json_pieces import find_list, fragment, pieces
from pipelines.ingest.formats.source_file import Found, SourceFile
from pipelines.ingest.limits import exceeded
from pipelines.ingest.record_articles import parse_json
from pipelines.ingest.records import Document, RefusalError, Rejected

SUFFIXES = (".json",)
MAX_ADDRESS = 500
_START = re.compile(rb"^(?:\xef\xbb\xbf)?\s*(?:\[\s*\{|\{[ \t]*\r?\n\s*\")")
DEEPEST_LIST = 2
_LISTS = ("articles", "items", "results", "documents", "docs", "data", "records", "entries", "stories")


def read(source: SourceFile) -> Found:
    """A document for each article. Lines of JSON under this name are read as such.

    Of a list that is cut or damaged, or that broke the reader, each element is read by itself.
    """
    content = source.whole("file_bytes")
    why = None
    if source.enter_whole():
        try:
            value = parse_json(content)
        except RefusalError as refusal:
            why = refusal
        else:
            yield from _whole(source, content, value)
            return
    if jsonl.sniff(content[: 1 << 20]):
        yield from jsonl.read(source)
        return
    yield from _piecemeal(source, decode_bytes(content), why)


def _whole(source: SourceFile, content: bytes, value: object) -> Found:
    items = _items(value)
    if items is None:
        yield source.document("application/json", content)
        return
    is_feed = json_feed.is_feed(value)
    for number, item in enumerate(items, 1):
        if source.enter(fragment(number)):
            yield _record(source, number, item, is_feed)


def _piecemeal(source: SourceFile, text: str, why: RefusalError | None) -> Found:
    found = find_list(text, _LISTS)
    if found is None:
        raise why or RefusalError("failed", "the file as a whole broke the reader, and it holds no list")
    is_feed = json_feed.is_feed(found.head)
    for piece in pieces(source, text, found.start, why):
        item = json_feed.item_of(found.head, piece.value) if is_feed else piece.value
        if piece.refusal:
            yield piece.refusal.at(f"{source.uri}#{fragment(piece.number)}", "read")
        else:
            yield _record(source, piece.number, item, is_feed)


def _record(source: SourceFile, number: int, item: object, is_feed: bool) -> Document | Rejected:
    uri = f"{source.uri}#{fragment(number)}"
    if not isinstance(item, dict):
        words = f"a JSON {type(item).__name__}, not an object with an article's fields"
        return RefusalError("not_an_object", words).at(uri, "read")
    if is_feed and json_feed.is_link(item):
        return RefusalError("link_only", str(item.get("url") or "no address")[:MAX_ADDRESS]).at(uri, "read")
    content = json.dumps(item, ensure_ascii=True, separators=(",", ":")).encode()
    if over := exceeded(source.limits, "document_bytes", len(content)):
        return RefusalError("too_large", f"bytes in one item: {over}").at(uri, "read")
    return source.record(fragment(number), content)


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
    return _list_of_articles(value) or _articles_by_id(value)


def _list_of_articles(value: Mapping[str, object], depth: int = 0) -> list[object] | None:
    """The list that an object wraps, as answers of programming interfaces do, also one or two objects further in."""
    for name in _LISTS:
        inner = value.get(name)
        if isinstance(inner, list) and inner and all(isinstance(item, dict) for item in inner):
            return inner
    nested = (inner for inner in value.values() if isinstance(inner, dict) and depth < DEEPEST_LIST)
    return next((found for inner in nested if (found := _list_of_articles(inner, depth + 1))), None)


def _articles_by_id(value: Mapping[str, object]) -> list[object] | None:
    """The members of an object where each is an article."""
    members = list(value.values())
    are_articles = all(isinstance(one, dict) and FieldReader(one).has("text") for one in members)
    return members if members and are_articles else None


def sniff(head: bytes) -> bool:
    """Whether the bytes begin as a list of objects, or as an object over more than one line."""
    return bool(_START.match(head))
