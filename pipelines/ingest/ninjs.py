"""ninjs 1, 2 and 3, the IPTC's news in JSON: an item under the names that `fields` knows.

Belongs here: recognising an item and what its members mean. Does not belong here: names of other records (`fields`).
Schemas: https://iptc.org/std/ninjs. Version 1 has ``headline``, ``body_text``, ``body_html``; 2 and 3 have lists of
``headlines`` and ``bodies`` with roles.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pipelines.ingest.identity import web_address

Record = Mapping[str, object]
_BODIES = ("bodies", "body_text", "body_html", "body_xhtml", "body_nitf")
_MARKS = ("versioncreated", "firstcreated", "pubstatus", "representationtype")
_PLAIN_FIRST = ("text/plain", "text/html", "application/xhtml+xml")


def is_item(record: Record) -> bool:
    """Whether a record is a ninjs item: it has a URI, a body or headline of ninjs's, and a mark of its own."""
    has_content = any(name in record for name in (*_BODIES, "headlines", "headline"))
    return "uri" in record and has_content and any(name in record for name in _MARKS)


def plain_record(item: Record) -> dict[str, object]:
    """The item's title, text, names, dates and address."""
    places = [item.get("uri"), *(link.get("href") for link in _objects(item.get("renditions")))]
    creators = [one for name in ("people", "person") for one in _objects(item.get(name)) if _is_author(one)]
    return {
        "title": item.get("headline") or _in_role(item.get("headlines"), "main"),
        "text": _body(item),
        "authors": [one["name"] for one in creators if one.get("name")] or _byline(item),
        "publisher": _named(item.get("infosources"))
        or _named(item.get("infosource"))
        or item.get("source")
        or item.get("provider"),
        "published_at": item.get("firstcreated") or item.get("versioncreated"),
        "modified_at": item.get("versioncreated"),
        "language": item.get("language"),
        "url": next((url for place in places if (url := web_address(place))), None),
    }


def _byline(item: Record) -> object:
    """A line of text in version 1, lists in others."""
    lines = [one.get("value") or one.get("name") for one in _objects(item.get("bylines"))]
    return item.get("byline") or item.get("by") or [line for line in lines if line]


def _body(item: Record) -> object:
    bodies = sorted(_objects(item.get("bodies")), key=_plainness)
    listed = next((body.get("value") for body in bodies if body.get("value")), None)
    return listed or next((item[name] for name in _BODIES[1:] if item.get(name)), "")


def _plainness(body: Record) -> int:
    kind = str(body.get("contenttype") or body.get("contentType") or "").partition(";")[0].strip().lower()
    return _PLAIN_FIRST.index(kind) if kind in _PLAIN_FIRST else len(_PLAIN_FIRST)


def _in_role(listed: object, role: str) -> object:
    """The value in this role, else the first one."""
    values = sorted(_objects(listed), key=lambda one: one.get("role") != role)
    return next((one.get("value") for one in values if one.get("value")), None)


def _is_author(person: Record) -> bool:
    return str(person.get("rel", "")).lower() in ("author", "creator", "writer")


def _named(listed: object) -> object:
    return next((one["name"] for one in _objects(listed) if one.get("name")), None)


def _objects(value: object) -> Iterator[Record]:
    items = value if isinstance(value, list) else [value]
    yield from (item for item in items if isinstance(item, Mapping))
