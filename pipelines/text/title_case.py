"""Lines in title case (headlines, subheads, "Read also"), where a capital proves no name.

Belongs here: which lines these are, and which runs of capitalised words the running text of the article holds.
Does not belong here: what becomes of the names in such a line (see ``name_headlines``).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cache, lru_cache

from pipelines.text import lexicon
from pipelines.text.name_spans import CAPITAL
from pipelines.text.names import fold
from pipelines.text.spans import Span

_LINE = re.compile(r"[^\n]+")
_WORD = re.compile(r"[^\W\d_][\w’'&.-]*\w|[^\W\d_]")
_SMALL = re.compile(r"(?<![\w’'-])[a-z]{2,}(?![\w’'])")
_RUN = re.compile(rf"(?<![\w’'-])[{CAPITAL}][\w’'&.-]*(?: [{CAPITAL}][\w’'&.-]*)*")
_OPENING = re.compile(r"(?:^|[\n.?!:•]|[.?!][\"”’')\]]{1,2})[ \u00a0\t\"“‘'(\[]*\Z")
_POSSESSIVE = re.compile(r"['’]s\Z|['’.]\Z")
_FEWEST_WORDS = 4
_FEWEST_COMMON = 2
_LONGEST = 4  # words of a run that are looked up together


@lru_cache(maxsize=8)  # asked for more than once in one article
def small_words(text: str) -> frozenset[str]:
    """The words of two letters or more that the text writes small."""
    return frozenset(_SMALL.findall(text))


class Titles:
    """The title-case lines of one text, and the capitalised runs outside them."""

    def __init__(self, text: str) -> None:
        self._common = small_words(text) - _parts_of_names() | _function_words()
        lines = [Span(*line.span()) for line in _LINE.finditer(text) if self._is_title(line.group())]
        self._lines = lines if 2 * sum(map(len, lines)) < len(text) else []
        self._starts = [line.start for line in self._lines]
        self._text = text
        self._runs: frozenset[str] | None = None

    def holds(self, offset: int) -> bool:
        """Whether the offset lies in a title-case line."""
        at = bisect_right(self._starts, offset) - 1
        return at >= 0 and self._lines[at].end > offset

    def is_common(self, word: str) -> bool:
        """Whether a word is one that the article also writes small, or that joins others."""
        return fold(word) in self._common

    def is_attested(self, words: str) -> bool:
        """Whether the running text has these words, with capitals that are not due to the start of a sentence."""
        if self._runs is None:
            self._runs = frozenset(self._running())
        return fold(words) in self._runs

    def _running(self) -> Iterator[str]:
        for run in _RUN.finditer(self._text):
            if self.holds(run.start()):
                continue
            words = [_POSSESSIVE.sub("", word) for word in run.group().split()]
            opens = _OPENING.search(self._text, max(0, run.start() - 6), run.start()) is not None
            for at in range(len(words)):
                for end in range(at + 1, min(at + _LONGEST, len(words)) + 1):
                    if not (opens and at == 0 and end == 1):
                        yield fold(" ".join(words[at:end]))

    def _is_title(self, line: str) -> bool:
        """Whether no word but small ones is small, and two that have a capital are common words."""
        words = list[str]()
        for found in _WORD.finditer(line):
            words.append(found.group())
            if words[-1][0].islower() and words[-1] not in _small_words():
                return False
        if len(words) < _FEWEST_WORDS:
            return False
        common = sum(word[0].isupper() and fold(word) in self._common for word in words[1:])
        return common >= _FEWEST_COMMON and common * 5 >= len(words)


@cache
def _small_words() -> frozenset[str]:
    """The words that a headline may write small."""
    return lexicon.words("prepositions", "minor_words", "small_in_headlines")


@cache
def _function_words() -> frozenset[str]:
    return lexicon.words("prepositions", "headline_verbs", "not_names", "minor_words") - _parts_of_names()


@cache
def _parts_of_names() -> frozenset[str]:
    """Words that a name may hold although texts also write them small: ``Mayor``, ``Council``, ``May``."""
    parts = lexicon.words("organisation_designators", "organisation", "corporate_suffixes", "name_particles")
    return parts | frozenset(lexicon.titles()) | frozenset(lexicon.person_nouns()) | frozenset(lexicon.given_names())
