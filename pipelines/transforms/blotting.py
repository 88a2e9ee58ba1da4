"""Blotting names out of text, character by character, so that every offset into the text still holds.

Belongs here: finding the spellings of a name in a text and covering them.
Does not belong here: which names (see ``tombstones``), which rows (see ``redaction``).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

BLOT = "█"  # one for each character that it covers
_PIECE = re.compile(r"[^\W_]+")
Text = TypeVar("Text", str, "str | None")


@dataclass(frozen=True, slots=True)
class Blotter:
    """Covers some names in the texts of one article.

    ``names`` are as written. Those of several words are covered wherever they stand, those of one word not where they
    are part of a name in ``kept``: of two Karstens the other keeps the name.
    """

    names: frozenset[str]
    kept: frozenset[str] = frozenset()

    def text(self, text: Text) -> Text:
        """The text with the names covered, in the case in which they are written or in capitals."""
        if text is None:
            return text
        spellings = self.names | {name.upper() for name in self.names}
        return self._cover(text, _pattern(spellings, r"[\W_]+"))

    def address(self, text: Text) -> Text:
        """An address or a file's name with the names covered, in whatever case, apart or run together."""
        if text is None:
            return text
        return self._cover(text, _pattern(self.names, r"[\W_]*", re.IGNORECASE))

    def is_in(self, phrase: str) -> bool:
        """Whether one of the names is in a phrase of whatever case."""
        return self._cover(phrase, _pattern(self.names, r"[\W_]+", re.IGNORECASE)) != phrase

    def _cover(self, text: str, pattern: re.Pattern[str] | None) -> str:
        if pattern is None:
            return text
        spared = list(self._spared(text))
        return pattern.sub(lambda match: match[0] if _is_spared(match, spared) else _blot(match[0]), text)

    def _spared(self, text: str) -> Iterable[tuple[int, int]]:
        pattern = _pattern(self.kept, r"[\W_]+")
        return (match.span() for match in pattern.finditer(text)) if pattern else ()


def cover(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """The text with these half-open spans covered."""
    for start, end in spans:
        text = text[:start] + _blot(text[start:end]) + text[end:]
    return text


def _blot(words: str) -> str:
    return re.sub(r"\S", BLOT, words)


def _is_spared(match: re.Match[str], spared: Collection[tuple[int, int]]) -> bool:
    if len(_PIECE.findall(match[0])) > 1:
        return False
    return any(start <= match.start() and match.end() <= end for start, end in spared)


@lru_cache(256)
def _pattern(names: frozenset[str], between: str, flags: int = 0) -> re.Pattern[str] | None:
    """The names as whole words, the longest first."""
    pieces = {tuple(_PIECE.findall(name)) for name in names} - {()}
    if not pieces:
        return None
    longest_first = sorted(pieces, key=lambda words: (-len(words), -sum(map(len, words)), words))
    wanted = "|".join(between.join(map(re.escape, words)) for words in longest_first)
    return re.compile(rf"(?<![^\W_])(?:{wanted})(?![^\W_])", flags)
