"""Which field of a record means what: the names that crawlers, feeds and archives give to title, text, date and so on.

Belongs here: field names and the plain shapes of their values. Does not belong here: cleaning or checking the values
(`cleaning`, `dates`, `identity`) or fields of web pages (`html_metadata`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from pipelines.ingest.records import Metadata

# Ours -> theirs, in order of preference, in lower case and without anything but letters and digits, so that
# publishedAt, published_at and "Published at" are one name. news-please, fundus, GDELT, trafilatura, common APIs.
FIELD_NAMES: dict[str, tuple[str, ...]] = {
    "text": ("text", "maintext", "plaintext", "articletext", "fulltext", "maincontent", "contenttext", "textcontent",
             "bodytext", "articlebody", "body", "content", "article", "story", "rawtext",
             "bodyhtml", "contenthtml", "bodyxhtml", "html"),
    "teaser": ("description", "summary", "abstract", "lead", "excerpt"),
    "title": ("title", "headline", "headlinemain", "titletext", "articletitle", "titlepage", "titlerss", "webtitle",
              "name"),
    "publisher": ("publisher", "publishername", "sitename", "outlet", "newspaper", "publication", "sourcename",
                  "sourcecommonname", "sourcehostname", "source", "media", "provider", "site", "agency",
                  "sourcedomain", "hostname", "domain"),
    "authors": ("authors", "author", "byline", "bylines", "creator", "creators", "by", "writer", "journalist",
                "authornames"),
    "section": ("section", "sectionname", "articlesection", "newsdesk", "desk", "category", "categories"),
    "published": ("publishedat", "datepublished", "datepublish", "publishingdate", "publishdate", "publicationdate",
                  "publisheddate", "published", "pubdate", "firstpublished", "webpublicationdate", "versioncreated",
                  "issued", "firstcreated", "date", "v21date", "sqldate", "datetime", "timestamp", "isodate",
                  "createdat", "seendate", "time"),
    "modified": ("modifiedat", "datemodified", "datemodify", "modified", "updatedat", "lastmodified", "updated",
                 "dateupdated"),
    "language": ("language", "lang", "inlanguage", "languagecode", "locale"),
    "url": ("url", "canonicalurl", "requestedurl", "respondedurl", "weburl", "articleurl", "link", "permalink",
            "sourceurl", "documentidentifier", "v2documentidentifier", "uri", "guid", "externalurl", "source"),
}  # fmt: skip
# The names under which metadata, sidecars and `--map` speak of the same things.
OUR_NAMES = {"text": "text", "title": "title", "publisher": "publisher", "authors": "authors", "section": "section",
             "published_at": "published", "modified_at": "modified", "language": "language", "url": "url"}  # fmt: skip
_NOTHING = ("None", "nan", "NaN", "null", "NULL", "NaT", "[]", "{}")  # what tables hold for what is missing
_MARKS = re.compile(r"[^a-z0-9]")
# Objects that wrap the record itself.
_WRAPPERS = ("_source", "article", "document", "fields")


def normalised_name(name: str) -> str:
    """Lower case, letters and digits only."""
    return _MARKS.sub("", name.lower())


class FieldReader:
    """Finds values in one record by our names. A field map (``title -> headline.main``) goes before the known names."""

    def __init__(self, record: Mapping[str, object], field_map: Mapping[str, str] | None = None) -> None:
        self._record = _unwrapped(record)
        self._map = {OUR_NAMES.get(ours, ours): theirs for ours, theirs in (field_map or {}).items()}
        self._known: dict[str, object] = {}
        for name, value in self._record.items():
            self._known.setdefault(normalised_name(name), value)

    def values(self, name: str) -> Iterator[object]:
        """The values under all names of this field, best first, without None, empty ones and words for them."""
        if name in self._map:
            candidates: list[object] = [self._follow(self._map[name])]
        else:
            candidates = [self._known.get(key) for key in FIELD_NAMES[name]]
        yield from (value for value in candidates if value not in (None, "", [], {}) and value not in _NOTHING)

    def has(self, name: str) -> bool:
        """Whether the record has a field for this at all, be its value empty."""
        if name in self._map:
            return self._map[name].split(".")[0] in self._record
        return any(key in self._known for key in FIELD_NAMES[name])

    def line(self, name: str) -> str | None:
        """The first value that is, or holds, one piece of text."""
        return next((text for value in self.values(name) if (text := one_text(value))), None)

    def names(self) -> list[str]:
        """The record's own field names, for messages."""
        return list(self._record)

    def _follow(self, path: str) -> object:
        if path in self._record:
            return self._record[path]
        value: object = self._record
        for step in path.split("."):
            value = value.get(step) if isinstance(value, Mapping) else None
        return value


def _unwrapped(record: Mapping[str, object]) -> Mapping[str, object]:
    for wrapper in _WRAPPERS:
        inner = record.get(wrapper)
        if isinstance(inner, Mapping) and len(inner) > 1:
            return {**record, **inner}
    return record


def one_text(value: object) -> str | None:
    """A string, the name or value inside an object, the first such thing in a list; numbers are no text."""
    if isinstance(value, str):
        return value.strip() or None
    if isinstance(value, Mapping):
        keys = ("name", "main", "value", "@value", "title", "text", "original", "code", "id")
        return next((text for key in keys if (text := one_text(value.get(key)))), None)
    if isinstance(value, Sequence) and not isinstance(value, bytes):
        return next((text for item in value if (text := one_text(item))), None)
    return None


def field_map_of(metadata: Metadata) -> dict[str, str]:
    """The field map that travels in a document's metadata as ``ours=theirs`` strings."""
    pairs = metadata.get("field_map", [])
    return dict(pair.split("=", 1) for pair in pairs if isinstance(pairs, list) and "=" in pair)


def recognised_metadata(record: Mapping[str, object]) -> dict[str, str | list[str]]:
    """A sidecar's fields under our names; what is not recognised keeps its name if it is text or a list of texts."""
    reader = FieldReader(record)
    found: dict[str, str | list[str]] = {}
    for name, value in record.items():
        if isinstance(value, str | int | float) and not isinstance(value, bool):
            found[name] = str(value)
        elif isinstance(value, list) and value and all(isinstance(item, str) for item in value):
            found[name] = value
    for ours, name in OUR_NAMES.items():
        value = next(reader.values(name), None)
        if ours == "authors" and isinstance(value, list):
            found[ours] = [text for item in value if (text := one_text(item))]
        elif ours != "text" and (text := str(value) if isinstance(value, int | float) else one_text(value)):
            found[ours] = text
    return found
