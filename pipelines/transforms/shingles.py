"""Texts as sets of shingles, and how much two sets share.

Belongs here: words, shingles, containment. Does not belong here: which texts to compare (see ``near_duplicates``).

A shingle is five words in a row, kept as a 64-bit hash that is the same on any machine. A number is one word whatever
its separators, so that texts from one template (results, dividends) with other figures share few shingles.
"""

from __future__ import annotations

import re
import unicodedata
import zlib
from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from pipelines.transforms.ids import digest

Hashes = npt.NDArray[np.uint64]
SHINGLE_WORDS = 5
FEWEST_SHINGLES = 16

# Japanese and Chinese write no spaces: each of their characters counts as a word.
_WORD = re.compile(r"\d+(?:[.,:/]\d+)*|[\u3040-\u30ff\u3400-\u9fff]|[^\W\d\u3040-\u30ff\u3400-\u9fff]+")
_NUMBER = re.compile(r"\d+(?:[.,:/]\d+)*")
_FACTOR = np.uint64(0x9E3779B97F4A7C15)
_MIXER = np.uint64(0xBF58476D1CE4E5B9)
_SHIFT = np.uint64(31)


def words_of(text: str) -> list[str]:
    """The words of a text without case and punctuation, in order."""
    return _WORD.findall(unicodedata.normalize("NFKC", text).casefold())


def without_spans(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """The text with a line break in place of each span, which is half-open and in code points."""
    kept, position = [], 0
    for start, end in sorted(spans):
        kept.append(text[position:start])
        position = max(position, end)
    return "\n".join([*kept, text[position:]])


def shingle_hashes(text: str, title: str | None) -> Hashes:
    """The distinct shingles of a text, sorted; none for a text without words.

    A text of fewer than `FEWEST_SHINGLES` says too little to be told from another by its shingles. It gets one hash of
    its words and its title, so that only an equal text under an equal title matches it.
    """
    words = words_of(text)
    if not words:
        return np.empty(0, dtype=np.uint64)
    found = _rolling(words) if len(words) >= SHINGLE_WORDS else np.empty(0, dtype=np.uint64)
    if len(found) >= FEWEST_SHINGLES:
        return found
    whole = digest("short text", *words, "", *words_of(title or ""))
    return np.array([int(whole, 16)], dtype=np.uint64)


def number_words(text: str) -> frozenset[str]:
    """The numbers of a text that are written in digits."""
    return frozenset(_NUMBER.findall(unicodedata.normalize("NFKC", text)))


def lead_hashes(text: str, shingles: int) -> Hashes:
    """The distinct shingles of the first words of a text, at most as many as asked for, sorted."""
    words = words_of(text[: shingles * 40])[: shingles + SHINGLE_WORDS - 1]
    return _rolling(words) if len(words) >= SHINGLE_WORDS else np.empty(0, dtype=np.uint64)


def share_count(one: npt.NDArray[np.uint32], other: npt.NDArray[np.uint32]) -> int:
    """How many values two sorted arrays of distinct values have in common."""
    both = np.concatenate((one, other))
    both.sort(kind="stable")
    return int(np.count_nonzero(both[1:] == both[:-1]))


def _rolling(words: list[str]) -> Hashes:
    codes = np.array([zlib.crc32(word.encode("utf-8", "surrogatepass")) for word in words], dtype=np.uint64)
    codes = _mixed(codes)
    length = len(codes) - SHINGLE_WORDS + 1
    rolled = np.zeros(length, dtype=np.uint64)
    for place in range(SHINGLE_WORDS):
        rolled = rolled * _FACTOR + codes[place : place + length]
    return np.unique(_mixed(rolled))


def _mixed(values: Hashes) -> Hashes:
    values = (values ^ (values >> _SHIFT)) * _MIXER
    return values ^ (values >> _SHIFT)
