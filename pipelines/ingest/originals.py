"""From an article's text back to its original: which characters of the document a stretch of the text was read from.

Belongs here: the map of offsets. Does not belong here: reading (`articles`), which documents there are (`steps`).
The map is worked out from the document when it is wanted, not kept: the same document always gives the same one.

The document is decoded and its escapes, tags and references are undone with the place of every character remembered;
then each line of the text is looked up in what is visible, white space and hidden characters aside. What the cleaning
changed (a broken charset mended, a marker of a list set) has no place, and the rest of its line still has.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from pipelines.ingest.cleaning import clean_text
from pipelines.ingest.decoding import decode_bytes
from pipelines.ingest.html_articles import declared_charset
from pipelines.ingest.records import Document
from pipelines.ingest.xml_tree import declared_encoding

NEAR = 4_000  # characters ahead in which a piece of a broken line is looked for
FEWEST = 3  # characters of the shortest piece that is looked for
_ESCAPES = re.compile(r"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|[\"\\/bfnrt])")
_SHORT = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
_MARKUP = re.compile(
    r"<!--.*?-->|<(?P<raw>script|style)\b.*?</(?P=raw)\s*>|<!\[CDATA\[|\]\]>|<[!/?]?[A-Za-z][^<>]*>"
    r"|(?P<reference>&(?:#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});)",
    re.DOTALL | re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of the text, and the stretch of the original that it is; half-open, in characters of each.

    Both are equally long, or the text has one character and the original its escape or reference.
    """

    start: int
    end: int
    original_start: int
    original_end: int


@dataclass(frozen=True, slots=True)
class _Visible:
    """Characters, and where each begins and ends in the original."""

    text: str
    starts: list[int]
    ends: list[int]


def decoded_original(document: Document) -> str:
    """The document's content as characters: what the offsets of the original count. Raises `RefusalError`."""
    if document.media_type.endswith("+xml"):
        return decode_bytes(document.content, declared_encoding(document.content))
    return decode_bytes(document.content, declared_charset(document))


def map_to_original(document: Document, text: str) -> tuple[Run, ...]:
    """The runs of an article's text that stand in its document, in the order of the text.

    Raises `RefusalError` where the document cannot be decoded.
    """
    source = decoded_original(document)
    visible = _Visible(source, list(range(len(source))), list(range(1, len(source) + 1)))
    for layer in _LAYERS.get(document.media_type, (_without_markup,)):
        visible = layer(visible)
    return tuple(_runs(text, _solid(visible)))


def locate(runs: tuple[Run, ...], start: int, end: int) -> tuple[int, int] | None:
    """Where a span of the text stands in the original, from its first to its last mapped character; None if nowhere."""
    first = max(0, bisect_right(runs, start, key=lambda run: run.start) - 1)
    inside = [run for run in runs[first:] if run.start < end and run.end > start]
    if not inside:
        return None
    head, tail = inside[0], inside[-1]
    begin = head.original_start + max(0, start - head.start) * (head.end - head.start == _length(head))
    finish = tail.original_end - max(0, tail.end - end) * (tail.end - tail.start == _length(tail))
    return (begin, finish) if begin < finish else None


def _length(run: Run) -> int:
    return run.original_end - run.original_start


def _rewritten(visible: _Visible, pattern: re.Pattern[str], meaning: Callable[[re.Match[str]], str]) -> _Visible:
    """The characters with each match replaced by what it means; the meaning stands where the match stood."""
    parts: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    last = 0
    for match in pattern.finditer(visible.text):
        begin, finish, words = match.start(), match.end(), meaning(match)
        parts += (visible.text[last:begin], words)
        starts += visible.starts[last:begin] + [visible.starts[begin]] * len(words)
        ends += visible.ends[last:begin] + [visible.ends[finish - 1]] * len(words)
        last = finish
    parts.append(visible.text[last:])
    return _Visible("".join(parts), starts + visible.starts[last:], ends + visible.ends[last:])


def _without_escapes(visible: _Visible) -> _Visible:
    """JSON's escapes undone."""
    return _rewritten(visible, _ESCAPES, _unescaped)


def _unescaped(match: re.Match[str]) -> str:
    mark = match[0]
    if mark[1] != "u":
        return _SHORT.get(mark[1], mark[1])
    units = bytes.fromhex(mark.replace("\\u", ""))
    return units.decode("utf-16-be", "replace")


def _without_markup(visible: _Visible) -> _Visible:
    """Tags, comments and scripts left out, references resolved."""
    return _rewritten(visible, _MARKUP, lambda match: html.unescape(match["reference"]) if match["reference"] else "")


_LAYERS: dict[str, tuple[Callable[[_Visible], _Visible], ...]] = {
    "text/plain": (),
    "application/json": (_without_escapes, _without_markup),
    "text/html": (_without_markup,),
    "application/rss+xml": (_without_markup, _without_markup),  # markup is often escaped inside the XML
    "application/atom+xml": (_without_markup, _without_markup),
}


def _solid(visible: _Visible) -> _Visible:
    """Without white space and the characters that cleaning takes out."""
    hidden = {mark for mark in set(visible.text) if mark.isspace() or not clean_text(mark)}
    kept = [place for place, mark in enumerate(visible.text) if mark not in hidden]
    return _Visible(
        "".join(visible.text[place] for place in kept),
        [visible.starts[place] for place in kept],
        [visible.ends[place] for place in kept],
    )


def _runs(text: str, solid: _Visible) -> Iterator[Run]:
    run: Run | None = None
    for place, found in _places(text, solid.text):
        start, end = solid.starts[found], solid.ends[found]
        even = run is not None and run.end - run.start == _length(run) and end - start == 1
        if run and even and place - run.end == start - run.original_end >= 0:
            run = Run(run.start, place + 1, run.original_start, end)
            continue
        if run:
            yield run
        run = Run(place, place + 1, start, end)
    if run:
        yield run


def _places(text: str, solid: str) -> Iterator[tuple[int, int]]:
    """Pairs of a character's place in the text and in the solid original, in the order of the text."""
    cursor = 0
    for line in re.finditer(r"[^\n]+", text):
        words = list(re.finditer(r"\S+", text[line.start() : line.end()]))
        for piece, found in _pieces([match[0] for match in words], solid, cursor):
            places = [line.start() + at for word in words[piece] for at in range(word.start(), word.end())]
            yield from zip(places, range(found, found + len(places)), strict=True)
            cursor = found + len(places)


def _pieces(words: list[str], solid: str, cursor: int, first: int = 0) -> Iterator[tuple[slice, int]]:
    """The longest pieces of a line that stand in the original, with their places; whole lines may stand anywhere."""
    wanted = "".join(words)
    if len(wanted) < FEWEST and first:
        return
    reach = len(solid) if first == 0 and len(words) > 3 else cursor + NEAR
    found = solid.find(wanted, cursor, reach)
    if found < 0 and reach == len(solid):
        found = solid.find(wanted)
    if found >= 0:
        yield slice(first, first + len(words)), found
    elif len(words) > 1:
        half = len(words) // 2
        for piece, place in _pieces(words[:half], solid, cursor, first):
            cursor = place + sum(map(len, words[piece.start - first : piece.stop - first]))
            yield piece, place
        yield from _pieces(words[half:], solid, cursor, first + half)
