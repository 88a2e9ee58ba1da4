"""The words of a text and what stands between its quotation marks, as the measure counts them.

Belongs here: the two definitions that every figure rests on; they are plain and do not change with the engine's own
reading of quotation marks (`pipelines.text.quotation`), which is among the things measured.
Does not belong here: attributions.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator

from pipelines.text.spans import Span

WORD = re.compile(r"\w+")
_PIECE = re.compile(r"[^\n]+")
_QUOTED = re.compile(
    r"""
      “ [^”"\n]* [”"]?                  # an opening mark holds to its closing one,
    | " [^"”\n]* ["”]?                  # or, where there is none, to the end of the paragraph
    | „ [^“”"\n]* [“”"]?
    | « [^»\n]* »?
    | » [^«\n]* «?
    | `` (?:[^'\n] | '(?!'))*+ (?:'')?
    | (?<![^\W_])                       # a single mark is an apostrophe inside a word, and needs a word and its
      ‘ [^\w’“\n]*+ (?:’(?=\w))? \w     # closing mark, not followed by a letter, before any double mark opens
      (?:[^’“\n] | ’(?=\w))*+ ’
    """,
    re.VERBOSE,
)


class Words:
    """The words of a text, by number; marks, punctuation and spaces at a span's ends never count."""

    def __init__(self, text: str) -> None:
        found = [match.span() for match in WORD.finditer(text)]
        self._starts = [start for start, _ in found]
        self._ends = [end for _, end in found]

    def within(self, spans: Iterable[Span]) -> frozenset[int]:
        """Numbers of the words that share a character with one of the spans."""
        return frozenset(
            number
            for span in spans
            for number in range(bisect_right(self._ends, span.start), bisect_left(self._starts, span.end))
        )


def quoted_regions(text: str) -> list[Span]:
    """What stands between quotation marks, marks included, in text order and without overlaps.

    A paragraph is a line, and no region crosses its end. Straight double marks open and close in turn.
    """
    return [Span(*match.span()) for match in _QUOTED.finditer(text)]


def pieces(text: str, spans: Iterable[Span]) -> Iterator[Span]:
    """The spans, divided where a paragraph ends; what is only white space is left out."""
    for span in spans:
        for match in _PIECE.finditer(text, span.start, span.end):
            if not match.group().isspace():
                yield Span(*match.span())
