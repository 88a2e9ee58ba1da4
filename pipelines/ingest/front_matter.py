"""Metadata written at the head of a text file: ``---`` with ``key: value`` lines, or TOML between ``+++``.

Belongs here: recognising and parting it from the text. Does not belong here: what the keys mean (`fields`).
A head that does not read as metadata from its first line to its closing mark is text, and stays in the text.
"""

from __future__ import annotations

import re
import tomllib
from datetime import date

MAX_LINES = 100
_KEY_VALUE = re.compile(r"([A-Za-z_][\w .-]{0,40}?)\s*:(?:\s+(.*)|)$")
_ITEM = re.compile(r"\s*-\s+(.*)$")

Fields = dict[str, str | list[str]]


def split_front_matter(text: str) -> tuple[Fields, str]:
    """The fields and the text after them; no fields and the whole text where there is no front matter.

    ``text`` has ``\\n`` line ends. The line break after the closing mark and blank lines after it belong to the head.
    """
    mark = text[:4]
    if mark not in ("---\n", "+++\n"):
        return {}, text
    lines = text.split("\n", MAX_LINES + 1)
    closers = {"---", "..."} if mark == "---\n" else {"+++"}
    closing = next((number for number, line in enumerate(lines[1 : MAX_LINES + 1], 1) if line.strip() in closers), None)
    if closing is None:
        return {}, text
    fields = _key_values(lines[1:closing]) if mark == "---\n" else _toml("\n".join(lines[1:closing]))
    if not fields:
        return {}, text
    return fields, "\n".join(lines[closing + 1 :]).lstrip("\n")


def _key_values(lines: list[str]) -> Fields | None:
    fields: Fields = {}
    key = ""
    for line in lines:
        item, pair = _ITEM.match(line), _KEY_VALUE.match(line)
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        if item and key:
            _append(fields, key, _unquoted(item[1]))
        elif pair:
            key = pair[1].strip()
            fields[key] = _value(pair[2] or "")
        else:
            return None
    return fields


def _append(fields: Fields, key: str, item: str) -> None:
    value = fields.get(key)
    fields[key] = [*value, item] if isinstance(value, list) else [item]


def _value(raw: str) -> str | list[str]:
    raw = raw.strip()
    if raw.startswith("[") and raw.endswith("]"):
        return [_unquoted(item) for item in raw[1:-1].split(",") if item.strip()]
    return _unquoted(raw)


def _unquoted(raw: str) -> str:
    raw = raw.strip()
    return raw[1:-1] if len(raw) > 1 and raw[0] == raw[-1] and raw[0] in "\"'" else raw


def _toml(source: str) -> Fields | None:
    try:
        table = tomllib.loads(source)
    except (tomllib.TOMLDecodeError, RecursionError):
        return None
    fields: Fields = {}
    for key, value in table.items():
        if isinstance(value, date):  # datetimes are dates
            fields[key] = value.isoformat()
        elif isinstance(value, list):
            fields[key] = [str(item) for item in value]
        else:
            fields[key] = str(value)
    return fields
