"""A list in JSON text taken apart element by element: for a file that is cut or damaged, or that broke the reader.

Belongs here: where elements begin and end, also behind a broken one. Does not belong here: what an element means
(`json_file`), files that parse as they are.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pipelines.ingest.fields import FieldReader
from pipelines.ingest.formats.source_file import SourceFile
from pipelines.ingest.record_articles import MESSAGE_CHARS, refuse_constant
from pipelines.ingest.records import RefusalError

MOST_ATTEMPTS = 2_000  # places in a file that are tried as the beginning of an element behind a broken one
_SPACE = re.compile(r"\s*")
_NEXT = re.compile(r"[\[},]\s*,?\s*(?=\{)")
_BRACKETS = re.compile(r'"(?:[^"\\]|\\.)*"|[\[\]{}]', re.DOTALL)
_DECODER = json.JSONDecoder(parse_constant=refuse_constant)


@dataclass(frozen=True, slots=True)
class Piece:
    """An element counted from 1: its value, or why it has none."""

    number: int
    value: object
    refusal: RefusalError | None = None


@dataclass(frozen=True, slots=True)
class OpenList:
    """A list found in JSON text: the members of the object around it that stand before it, and where it begins."""

    head: Mapping[str, object]
    start: int


def fragment(number: int) -> str:
    """An element's place in its file, ``I12``."""
    return f"I{number}"


def find_list(text: str, names: tuple[str, ...]) -> OpenList | None:
    """The list that the text is, or that an object holds under one of the names; None where none is to be found.

    Objects that follow one another without a list around them count as one.
    """
    start = _skip(text, 0)
    if text[start : start + 1] == "[":
        return OpenList({}, start + 1)
    if text[start : start + 1] != "{":
        return None
    return _list_inside(text, start, names) or _list_without_brackets(text, start)


def _list_without_brackets(text: str, start: int) -> OpenList | None:
    try:
        _, end = _decoded(text, start)
    except RefusalError:
        return None
    end = _skip(text, end)
    return OpenList({}, start) if text[end : end + 1] == "{" else None


def _list_inside(text: str, start: int, names: tuple[str, ...]) -> OpenList | None:
    """A list of objects in an object that is no article itself."""
    head: dict[str, object] = {}
    at = _skip(text, start + 1)
    try:
        while text[at : at + 1] == '"':
            name, at = _decoded(text, at)
            at = _skip(text, at)
            if text[at : at + 1] != ":":
                return None
            at = _skip(text, at + 1)
            if name in names and re.compile(r"\[\s*\{").match(text, at):
                return None if FieldReader(head).has("text") else OpenList(head, at + 1)
            head[str(name)], at = _decoded(text, at)
            at = _skip(text, _skip(text, at) + 1)
    except RefusalError:
        return None
    return None


def pieces(source: SourceFile, text: str, start: int, why: RefusalError | None) -> Iterator[Piece]:
    """The elements from ``start`` on, each entered as a part of the source before it is looked at.

    What cannot be read is one refusal, up to the next whole element that looks like the others. Where all are whole
    though the text as such could not be read (``why``), that is said last.
    """
    at, number, whole, seen, attempts = _skip(text, start), 0, True, set[str](), MOST_ATTEMPTS
    while at < len(text) and text[at] != "]":
        number += 1
        begins, refusal, value = at, None, None
        is_wanted = source.enter(fragment(number))
        try:
            is_deadly = source.course.is_behind(source.depth)
            value, at = _passed_over(text, at) if is_deadly else _decoded(text, at)
            seen = set(value) if isinstance(value, dict) else seen
        except RefusalError as error:
            at, attempts = _resumed(text, begins, seen, attempts)
            goes_on = f"reading goes on at character {at:,}" if at < len(text) else "nothing whole follows"
            refusal = RefusalError(error.reason, f"element at character {begins:,}: {error.detail}; {goes_on}")
            whole = False
        if is_wanted:
            yield Piece(number, value, refusal)
        at = _skip(text, at)
        at = _skip(text, at + 1) if text[at : at + 1] == "," else at
    if whole and why and source.enter(fragment(number + 1)):
        yield Piece(number + 1, None, RefusalError(why.reason, f"after {number} whole elements: {why.detail}"))


def _resumed(text: str, broken: int, seen: set[str], attempts: int) -> tuple[int, int]:
    """Where the next whole element begins, and the attempts left; the end of the text where there is none."""
    for match in _NEXT.finditer(text, broken):
        if not attempts:
            break
        attempts -= 1
        try:
            value, _ = _decoded(text, match.end())
        except RefusalError:
            continue
        if isinstance(value, dict) and _is_alike(value, seen):
            return match.end(), attempts
    return len(text), attempts


def _is_alike(value: Mapping[str, object], seen: set[str]) -> bool:
    """Whether an object is an element of the list and not one inside a broken element."""
    if seen:
        return 2 * len(seen & set(value)) >= len(seen)
    reader = FieldReader(value)
    return reader.has("text") and reader.has("title")


def _passed_over(text: str, at: int) -> tuple[object, int]:
    """No value, and where the element ends by its brackets alone. Raises `RefusalError` not_json."""
    depth = 0
    for match in _BRACKETS.finditer(text, at):
        depth += {"{": 1, "[": 1, "}": -1, "]": -1}.get(match[0], 0)
        if depth <= 0:
            return None, match.end()
    raise RefusalError("not_json", "the element does not end")


def _skip(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    return found.end() if found else at


def _decoded(text: str, at: int) -> tuple[object, int]:
    """The value at a place and where it ends. Raises `RefusalError`: not_json, too_deep."""
    try:
        return _DECODER.raw_decode(text, at)
    except RecursionError:
        raise RefusalError("too_deep", "nested too deeply") from None
    except ValueError as error:
        raise RefusalError("not_json", str(error)[:MESSAGE_CHARS]) from None
