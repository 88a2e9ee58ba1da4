"""Text to the numbers that the encoder reads: subtokens, three features each, and windows over them.

Belongs here: tokenising, the features beside each token, cutting a long article into overlapping windows.
Does not belong here: running the network (`inference`) or reading its answer (`decoding`).
The training code imports this module, so that both sides see the same numbers.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from pipelines.text.quotation import quoted_regions
from pipelines.text.spans import Span
from pipelines.text.subtokens import Subtokens

WINDOW = 222  # tokens a window, without [CLS] and [SEP]; chosen on PolNeAR dev
STRETCH = 4096  # tokens whose vectors are held at once; of a longer article, one stretch after another
MARGIN = 192  # tokens read on either side of a stretch: more than a cue's source or content is looked for in
CONTEXT = (8, 16)  # tokens of a window before and after its own that only serve as context; chosen on PolNeAR dev
LOWER, TITLE, UPPER, DIGITS, OTHER = range(5)
OUTSIDE, INSIDE, OPENING, CLOSING = range(4)

Integers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Encoding:
    """The subtokens of one text. All arrays have shape (n,), int64.

    ``ids`` vocabulary numbers, ``starts``/``ends`` half-open offsets into the text, ``quote`` where the token stands
    to the quoted regions, ``case`` the letter case of its word, ``line`` 1 where it is the first of a line, ``word``
    the number, from 0, of its word (a run of tokens that touch and are letters or digits).
    """

    ids: Integers
    starts: Integers
    ends: Integers
    quote: Integers
    case: Integers
    line: Integers
    word: Integers

    def __len__(self) -> int:
        return len(self.ids)


@dataclass(frozen=True, slots=True)
class Window:
    """Tokens ``start..end`` are read together; what stands in ``own_start..own_end`` is answered here."""

    start: int
    end: int
    own_start: int
    own_end: int


def encode(
    tokenizer: Subtokens, text: str, regions: Sequence[Span] | None = None, ignore: Sequence[Span] = ()
) -> Encoding:
    """Tokenise a text; tokens inside ``ignore`` (page furniture) are left out.

    Marks at the ends of quoted regions all become the straight mark, and curly apostrophes the straight one, so that
    what the network learned of one style of marks holds for every other.
    """
    regions = quoted_regions(text) if regions is None else regions
    tokens = tokenizer.cut(text)
    ids, starts, ends = (column.copy() for column in tokens[_outside(tokens[:, 1], ignore)].T)
    quote = _quote_feature(text, starts, ends, regions)
    ids[ids == tokenizer.number("’")] = tokenizer.number("'")
    ids[quote >= OPENING] = tokenizer.number('"')
    word = _word_numbers(text, starts, ends)
    case = _case_feature(text, starts, ends, word)
    return Encoding(ids, starts, ends, quote, case, _line_feature(text, starts), word)


def stretches(total: int, own: int = STRETCH, margin: int = MARGIN) -> Iterator[Window]:
    """Cut ``total`` tokens into long stretches, so that what one article takes in memory does not grow with it."""
    for start in range(0, total, own):
        end = min(total, start + own)
        yield Window(max(0, start - margin), min(total, end + margin), start, end)


def windows(
    line: Integers, start: int, end: int, size: int = WINDOW, context: tuple[int, int] = CONTEXT
) -> Iterator[Window]:
    """Cut the tokens ``start..end`` into windows whose own parts tile them.

    Borders fall on line starts where one is near: ``line`` is that of an :class:`Encoding`.
    """
    before, after = context
    line_starts = start + np.flatnonzero(line[start:end])
    own_start = start
    while own_start < end:
        first = max(start, own_start - before)
        if end - first <= size:
            yield Window(first, end, own_start, end)
            return
        own_end = _border(line_starts, own_start, first + size - after)
        yield Window(first, own_end + after, own_start, own_end)
        own_start = own_end


def _border(line_starts: Integers, own_start: int, limit: int) -> int:
    """The last line start in the second half of the own part, else its limit."""
    place = int(np.searchsorted(line_starts, limit, side="right")) - 1
    if place >= 0 and line_starts[place] > (own_start + limit) // 2:
        return int(line_starts[place])
    return limit


def _outside(starts: Integers, ignore: Sequence[Span]) -> NDArray[np.bool_]:
    kept = np.ones(len(starts), dtype=np.bool_)
    for span in ignore:
        first, last = np.searchsorted(starts, [span.start, span.end])
        kept[first:last] = False
    return kept


def _quote_feature(text: str, starts: Integers, ends: Integers, regions: Sequence[Span]) -> Integers:
    feature = np.zeros(len(starts), dtype=np.int64)
    for region in regions:
        first, last = np.searchsorted(starts, [region.start, region.end])
        if first == last:
            continue
        feature[first:last] = INSIDE
        for place in range(first, min(first + 2, last)):
            if _is_mark(text, starts[place], ends[place]) and (place == first or feature[place - 1] == OPENING):
                feature[place] = OPENING
        for place in range(last - 1, max(last - 3, first), -1):
            if _is_mark(text, starts[place], ends[place]) and (place == last - 1 or feature[place + 1] == CLOSING):
                feature[place] = CLOSING
    return feature


def _is_mark(text: str, start: int, end: int) -> bool:
    return text[start:end] in _MARKS


_MARKS = frozenset("“”\"«»„‟‘’‚‛'`‹›")


def _word_numbers(text: str, starts: Integers, ends: Integers) -> Integers:
    """For each token the number of its word."""
    begins = np.ones(len(starts), dtype=np.int64)
    places = np.flatnonzero(starts[1:] == ends[:-1]) + 1
    borders = starts[places].tolist()
    begins[places] = [not (text[border].isalnum() and text[border - 1].isalnum()) for border in borders]
    numbers: Integers = np.cumsum(begins) - 1
    return numbers


def _case_feature(text: str, starts: Integers, ends: Integers, word: Integers) -> Integers:
    """Letter case of the whole word that a token belongs to."""
    if not len(word):
        return word.copy()
    first = np.flatnonzero(np.diff(word, prepend=-1))
    last = np.append(first[1:], len(word)) - 1
    cases = [_case(text[start:end]) for start, end in zip(starts[first].tolist(), ends[last].tolist(), strict=True)]
    return np.array(cases, dtype=np.int64)[word]


@lru_cache(maxsize=1 << 16)
def _case(word: str) -> int:
    letter = word[0]
    if letter.isdigit():
        return DIGITS
    if letter.islower():
        return LOWER
    if letter.isupper() or letter.istitle():
        return UPPER if len(word) > 1 and word.isupper() else TITLE
    return LOWER if unicodedata.category(letter) == "Lo" else OTHER


def _line_feature(text: str, starts: Integers) -> Integers:
    """1 where a newline stands between a token and the one before it."""
    feature = np.zeros(len(starts), dtype=np.int64)
    if not len(starts):
        return feature
    breaks = np.fromiter((found.start() for found in re.finditer("\n", text)), dtype=np.int64)
    lines = np.searchsorted(breaks, starts)
    feature[0] = 1
    feature[1:] = lines[1:] > lines[:-1]
    return feature
