"""topics.toml: the topics that a newsroom names itself, read and checked.

Belongs here: the file's form and what is wrong with it, with the line. Does not belong here: finding the topics in
articles (see ``own_topics``).

    [[topic]]
    name = "Rail strike"
    any_of = { phrases = ["rail strike", "train drivers walk out"] }
    all_of = { entities = ["Velmark Railways"] }
    none_of = { phrases = ["bus strike"] }

A phrase matches its words in that order by their stems: *striking on the rails* is no *rail strike*, *rail strikes* is.
An entity is a name or alias in core.entities, or a Wikidata id. ``all_of`` wants each of its entries, ``any_of`` one,
``none_of`` not one, anywhere in title and text.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipelines.text.stemming import stem

CONDITIONS = ("any_of", "all_of", "none_of")
KINDS = ("phrases", "entities")
_FIELDS = ("name", "description", *CONDITIONS)
_WORD = re.compile(r"\w+", re.UNICODE)
_TABLE = re.compile(r"\s*\[\[\s*topic\s*\]\]")
Stems = tuple[str, ...]


class TopicsFileError(ValueError):
    """topics.toml is not as it should be; the message names the file, the line, the topic and the field."""


@dataclass(frozen=True, slots=True)
class Condition:
    """Phrases and names of entities, as they are written."""

    phrases: tuple[str, ...] = ()
    entities: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.phrases or self.entities)

    def in_words(self) -> str:
        """The condition for people to read."""
        return ", ".join([f"“{phrase}”" for phrase in self.phrases] + list(self.entities))


@dataclass(frozen=True, slots=True)
class OwnTopic:
    """A topic of the file. ``definition`` is its description, or else its conditions in words."""

    topic_id: str
    name: str
    definition: str
    any_of: Condition
    all_of: Condition
    none_of: Condition


def read_own_topics(path: Path) -> list[OwnTopic]:
    """The topics of a file, in its order; none where there is no file.

    Raises TopicsFileError for what is no TOML, an unknown field, a topic without name or wanted entries, an empty
    phrase and two topics of one name.
    """
    if not path.is_file():
        return []
    try:
        written = path.read_text(encoding="utf-8")
        content = tomllib.loads(written)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise TopicsFileError(f"{path.name}: no TOML: {error}") from error
    lines = [number for number, line in enumerate(written.splitlines(), 1) if _TABLE.match(line)]
    if unknown := sorted(content.keys() - {"topic"}):
        raise TopicsFileError(f"{path.name}: {unknown[0]!r} is unknown; each topic begins with [[topic]]")
    entries = content.get("topic", [])
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise TopicsFileError(f"{path.name}: each topic begins with [[topic]], in two pairs of brackets")
    topics = [_Entry(_place(path, lines, number, entry), entry).read() for number, entry in enumerate(entries)]
    _refuse_doubles(path, topics)
    return topics


def stems(words: str) -> Stems:
    """The stems of the words of a text, lower-cased; numbers stay as they are."""
    return tuple(stem(word) for word in _WORD.findall(words.lower()))


def _place(path: Path, lines: list[int], number: int, entry: Mapping[str, Any]) -> str:
    line = f", line {lines[number]}" if number < len(lines) else ""
    name = f" ({entry['name']})" if isinstance(entry.get("name"), str) else ""
    return f"{path.name}{line}: topic {number + 1}{name}"


@dataclass(frozen=True)
class _Entry:
    place: str
    fields: Mapping[str, Any]

    def read(self) -> OwnTopic:
        for field in self.fields.keys() - set(_FIELDS):
            raise self._wrong(f"{field!r} is unknown; there are {', '.join(_FIELDS)}")
        name, description = self._text("name"), self._text("description", missing="")
        found = {field: self._condition(field) for field in CONDITIONS}
        if not (found["any_of"] or found["all_of"]):
            raise self._wrong("any_of or all_of must name a phrase or an entity")
        slug = _slug(name)
        if not slug:
            raise self._wrong("the name needs a letter or digit that can stand in an id")
        return OwnTopic(f"own:{slug}", name, description or _in_words(found), **found)

    def _text(self, field: str, missing: str | None = None) -> str:
        value = self.fields.get(field, missing)
        if not isinstance(value, str) or (missing is None and not value.strip()):
            raise self._wrong(f"{field} must be a text that is not empty")
        return value.strip()

    def _condition(self, field: str) -> Condition:
        value = self.fields.get(field, {})
        if not isinstance(value, dict) or value.keys() - set(KINDS):
            raise self._wrong(f"{field} must look like {{ phrases = [...], entities = [...] }}")
        return Condition(**{kind: tuple(self._entries(f"{field}.{kind}", value.get(kind, []))) for kind in KINDS})

    def _entries(self, field: str, value: object) -> Iterator[str]:
        if not isinstance(value, list):
            raise self._wrong(f"{field} must be a list of texts")
        for number, entry in enumerate(value, 1):
            if not isinstance(entry, str) or not stems(entry):
                raise self._wrong(f"{field}, entry {number}: {entry!r} has no words")
            yield entry.strip()

    def _wrong(self, what: str) -> TopicsFileError:
        return TopicsFileError(f"{self.place}: {what}")


def _in_words(found: Mapping[str, Condition]) -> str:
    words = {"any_of": "any of", "all_of": "all of", "none_of": "none of"}
    return "; ".join(f"{words[field]}: {condition.in_words()}" for field, condition in found.items() if condition)


def _slug(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return "-".join(re.findall(r"[a-z0-9]+", plain))


def _refuse_doubles(path: Path, topics: list[OwnTopic]) -> None:
    seen: dict[str, str] = {}
    for topic in topics:
        if topic.topic_id in seen:
            raise TopicsFileError(
                f"{path.name}: {seen[topic.topic_id]!r} and {topic.name!r} give one id, {topic.topic_id}"
            )
        seen[topic.topic_id] = topic.name
