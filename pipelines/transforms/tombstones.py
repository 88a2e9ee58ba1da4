"""What was forgotten on somebody's order, read from ``forgotten.csv`` in the data folder.

Belongs here: the form of the file, reading it, whether a tombstone covers an article, a document or a name.
Does not belong here: taking orders and writing them down (``otr forget``), what is done to rows (see ``redaction``).

The file names nobody: names stand in it as digests. It is enough to keep what was removed from coming back.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pipelines.transforms.ids import digest, name_key

COLUMNS = ("forgotten_at", "kind", "key", "note")
# article, document, entity: an id; name: hidden wherever it is found; name_in_article: in that article only
KINDS = ("article", "document", "entity", "name", "name_in_article")
MOST_WORDS = 5  # of a name
_ID = re.compile("[0-9a-f]{16}")
_WORD = re.compile(r"[^\W\d_](?:[^\W_]|[’'.-](?=[^\W_]))*")


class BadTombstones(ValueError):
    """The file of tombstones cannot be used. The message names the line and how to mend it."""


@dataclass(frozen=True, slots=True)
class Tombstone:
    """One line of the file; ``key`` is an id or the digest of a name, 16 hexadecimal digits."""

    forgotten_at: str
    kind: str
    key: str
    note: str = ""


def _no_keys() -> Mapping[str, frozenset[str]]:
    return {kind: frozenset() for kind in KINDS}


@dataclass(frozen=True, slots=True)
class Tombstones:
    """All tombstones, as sets of keys by kind."""

    keys: Mapping[str, frozenset[str]] = field(default_factory=_no_keys)

    @classmethod
    def of(cls, lines: list[Tombstone]) -> Tombstones:
        """The tombstones of the lines of a file."""
        return cls({kind: frozenset(line.key for line in lines if line.kind == kind) for kind in KINDS})

    def __bool__(self) -> bool:
        """Whether anything is forgotten."""
        return any(self.keys.values())

    @property
    def articles(self) -> frozenset[str]:
        """Ids of articles that are forgotten in all their versions."""
        return self.keys["article"]

    @property
    def documents(self) -> frozenset[str]:
        """Ids of the documents from which these articles were read."""
        return self.keys["document"]

    @property
    def hides_names(self) -> bool:
        """Whether somebody's name is forgotten."""
        return bool(self.keys["name"] or self.keys["name_in_article"])

    @property
    def state(self) -> str:
        """A digest of all keys: equal where the same is forgotten."""
        return digest("tombstones", *(f"{kind} {key}" for kind in KINDS for key in sorted(self.keys[kind])))

    def hides(self, name: str | None, article_id: str) -> bool:
        """Whether the name is one to forget, everywhere or in that article."""
        if not name or not self.hides_names:
            return False
        return name_digest(name) in self.keys["name"] or name_digest(name, article_id) in self.keys["name_in_article"]

    def hidden_names(self, text: str, article_id: str = "") -> set[str]:
        """The names to forget that occur in a text, as they are written there.

        A name is at most `MOST_WORDS` words, of which the first and the last begin with a capital letter.
        """
        if not self.hides_names:
            return set()
        found = {name for name in set(_possible_names(text)) if self.hides(name, article_id)}
        return {" ".join(name.split()) for name in found}


def name_digest(name: str, article_id: str = "") -> str:
    """The key of a name, whatever its case and accents; with an article's id, of the name in that article."""
    return digest("forgotten", article_id, name_key(name))


def read_tombstones(path: Path) -> list[Tombstone]:
    """The tombstones in a file, in its order; none where there is no file.

    Raises:
        BadTombstones: not UTF-8, no header, an unknown kind or a key that is none. A run must not go on without the
            line: it would bring back what was forgotten.
    """
    if not path.exists():
        return []
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            if missing := [name for name in ("kind", "key") if name not in (reader.fieldnames or ())]:
                raise BadTombstones(
                    f"{path}, line 1: no column {' and '.join(missing)}; it must be {','.join(COLUMNS)}"
                )
            return [_tombstone(row, f"{path}, line {reader.line_num}") for row in reader]
    except UnicodeDecodeError as error:
        raise BadTombstones(f"{path}: not UTF-8 (byte {error.start}); save it as UTF-8") from error
    except csv.Error as error:
        raise BadTombstones(f"{path}: not CSV ({error})") from error


def _tombstone(row: Mapping[str, str | None], place: str) -> Tombstone:
    found = Tombstone(**{name: (row.get(name) or "").strip() for name in COLUMNS})
    if found.kind not in KINDS:
        raise BadTombstones(f"{place}: kind is {found.kind!r}; it must be one of {', '.join(KINDS)}")
    if not _ID.fullmatch(found.key):
        raise BadTombstones(f"{place}: key is {found.key!r}; it must be 16 digits (0-9, a-f)")
    return found


def _possible_names(text: str) -> Iterator[str]:
    words = [(match.start(), match.end()) for match in _WORD.finditer(text)]
    capital = [text[start].isupper() for start, _ in words]
    for first in range(len(words)):
        if capital[first]:
            for last in range(first, min(first + MOST_WORDS, len(words))):
                if last > first and "\n" in text[words[last - 1][1] : words[last][0]].strip(" "):
                    break
                if capital[last]:
                    yield text[words[first][0] : words[last][1]]
