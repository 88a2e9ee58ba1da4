"""An attribution while its content still grows, and the page that it stands on.

Belongs here: the draft, look-ups on a page, trimming a span to its words. Does not belong here: any finding.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipelines.text.decoding import TokenRange
from pipelines.text.encoding import Encoding
from pipelines.text.quotation import inner
from pipelines.text.sentences import split_sentences
from pipelines.text.spans import Span

WORD = re.compile(r"\w+")
EDGES = " \t\n\r\u00a0,;:–—-"  # cut off at both ends of a span
OPENERS = tuple("“\"«»„‘'`")
ORPHAN_WORDS = 4  # a quoted region of fewer words may be a title or a scare quote: only a cue makes it speech


@dataclass(slots=True)
class Draft:
    """An attribution while its content still grows."""

    source: Span | None
    cue: Span
    content: list[Span]
    confidence: float


class Page:
    """The text with its quoted regions and lines, for quick look-ups."""

    def __init__(self, text: str, regions: Sequence[Span]) -> None:
        self.text = text
        self.regions = list(regions)
        self._starts, self._ends = [region.start for region in regions], [region.end for region in regions]
        self._breaks = [found.start() for found in re.finditer("\n", text)]
        words = [match.span() for match in WORD.finditer(text)]
        self._word_starts = [start for start, _ in words]
        self._word_ends = [end for _, end in words]
        self._sentences = split_sentences(text)
        self._sentence_starts = [sentence.start for sentence in self._sentences]

    def regions_over(self, span: Span) -> list[Span]:
        """The quoted regions that share a character with a span."""
        return self.regions[bisect_right(self._ends, span.start) : bisect_left(self._starts, span.end)]

    def line(self, place: int) -> int:
        """Number of the line that holds a character."""
        return bisect_right(self._breaks, place - 1)

    def fills_lines(self, span: Span) -> bool:
        """Whether nothing but white space stands before and behind a span in its lines."""
        start, end = self.text.rfind("\n", 0, span.start) + 1, self.text.find("\n", span.end)
        behind = self.text[span.end : end if end >= 0 else len(self.text)]
        return not self.text[start : span.start].strip() and not behind.strip()

    def sentence(self, place: int) -> Span:
        """The sentence that holds a character, or the one before it where it stands between two."""
        if not self._sentences:
            return Span(0, len(self.text))
        return self._sentences[max(0, bisect_right(self._sentence_starts, place) - 1)]

    def borders(self, start: int, end: int, lines_only: bool = False) -> list[int]:
        """Where sentences begin inside a range, in order; ``lines_only``: only those that begin a line."""
        first, last = bisect_right(self._sentence_starts, start), bisect_left(self._sentence_starts, end)
        return [
            place
            for place in self._sentence_starts[first:last]
            if not lines_only or self.line(place) > self.line(start)
        ]

    def words(self, start: int, end: int) -> int:
        """Words in a range, those included that it cuts."""
        first, last = bisect_right(self._word_ends, start), bisect_left(self._word_starts, end)
        return max(0, last - first) if start < end else 0


def characters(encoding: Encoding, tokens: TokenRange) -> Span:
    return Span(int(encoding.starts[tokens.start]), int(encoding.ends[tokens.end - 1]))


def trimmed(text: str, span: Span) -> Span:
    """Without white space, commas and dashes at the ends, and without the marks of a region that it just is."""
    start, end = span.start, span.end
    while start < end and text[start] in EDGES:
        start += 1
    while start < end and text[end - 1] in EDGES:
        end -= 1
    bare = inner(text, Span(start, end)) if start < end else Span(start, end)
    if bare.start > start and bare.end < end and not _marks_within(text, bare):
        return trimmed(text, bare)
    if bare.start > start and bare.end == end and text[start] not in "'‘" and not _marks_within(text, bare):
        return trimmed(text, bare)
    if end - start > 1 and text[end - 1] == "." and text[start - 1 : start] not in OPENERS:
        end -= 1
    return Span(start, end)


def _marks_within(text: str, span: Span) -> bool:
    return any(mark in text[span.start : span.end] for mark in '“”"«»„')


def whole_words(text: str, span: Span) -> Span:
    """The span widened to the ends of the words that it cuts; behind its end a word with hyphens is one (*by|-law*)."""
    start, end = span.start, span.end
    while start > 0 and text[start - 1].isalnum() and text[start].isalnum():
        start -= 1
    while end < len(text) and text[end - 1].isalnum() and (text[end].isalnum() or _is_hyphen(text, end)):
        end += 1 + _is_hyphen(text, end)
    return Span(start, end)


def _is_hyphen(text: str, place: int) -> bool:
    """Whether a hyphen that more letters follow stands at a place."""
    return text[place] == "-" and text[place + 1 : place + 2].isalnum()


def without(span: Span, hole: Span) -> list[Span]:
    """What is left of a span outside a hole."""
    if not span.overlaps(hole):
        return [span]
    return [part for part in (Span(span.start, hole.start), Span(hole.end, span.end)) if part.start < part.end]


def merged(spans: Iterable[Span]) -> list[Span]:
    """Spans in order and apart: those that share a character become one."""
    found: list[Span] = []
    for span in sorted(spans):
        if found and span.start < found[-1].end:
            found[-1] = Span(found[-1].start, max(found[-1].end, span.end))
        else:
            found.append(span)
    return found
