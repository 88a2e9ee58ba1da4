"""Sentences and paragraphs of a text.

Belongs here: where a sentence or a paragraph begins and ends, by fast rules.
Does not belong here: what a sentence says; quotation marks beyond their part in closing a sentence.
"""

from __future__ import annotations

import re
from functools import lru_cache

from pipelines.text import lexicon
from pipelines.text.spans import Span

_LINE = re.compile(r"[^\n\r\u2028\u2029]+")
_END = re.compile(  # guillemets may have a space inside: Go. « Now. » He went.
    r"""(?<![.!?…])[.!?…]++(?:["'”’»)\]]|[ \u00a0\u202f]»(?=\s|\Z))*+(?=\s+["'“‘«(\[]*(?:(?<=«)\s)?[\w$€£#@])"""
    r"""|[.!?]["”»]+(?=[A-Z])"""
)
_NEXT = re.compile(r"""\s+["'“‘«(\[]*(?:(?<=«)\s)?""")
_WORD = re.compile(r"\w+")
_WORD_BEFORE = re.compile(r"[\w.&’'-]*\Z")


@lru_cache(maxsize=8)  # several readers ask for those of one text, as for its sentences
def split_paragraphs(text: str) -> tuple[Span, ...]:
    """The lines of the text that hold anything, without the white space around them."""
    spans = []
    for match in _LINE.finditer(text):
        line = match.group()
        start = match.start() + len(line) - len(line.lstrip())
        if start < match.end():
            spans.append(Span(start, match.start() + len(line.rstrip())))
    return tuple(spans)


@lru_cache(maxsize=8)
def split_sentences(text: str) -> tuple[Span, ...]:
    """The sentences in text order. None crosses a line break; closing quotation marks stay with their sentence."""
    spans: list[Span] = []
    for paragraph in split_paragraphs(text):
        start = paragraph.start
        for match in _END.finditer(text, paragraph.start, paragraph.end):
            if match.end() >= paragraph.end or not _ends_sentence(text, start, match):
                continue
            spans.append(Span(start, match.end()))
            gap = _NEXT.match(text, match.end())
            start = match.end() + (len(gap.group()) - len(gap.group().lstrip()) if gap else 0)
        if start < paragraph.end:
            spans.append(Span(start, paragraph.end))
    return tuple(spans)


def _ends_sentence(text: str, start: int, match: re.Match[str]) -> bool:
    following = _following(text, match.end())
    if not following[:1] or following[0].islower():
        return False
    if match.group()[0] != "." or len(match.group()) > 1:
        return True
    word = _word_before(text, start, match.start())
    return _is_full_stop(word, following)


def _is_full_stop(word: str, following: str) -> bool:
    lower = word.lower()
    if lower in lexicon.words("abbreviations_before_names") or (len(word) == 1 and word.isupper() and word != "I"):
        return False
    if lower in lexicon.words("abbreviations") or "." in word:
        return following.lower() in lexicon.words("sentence_starters")
    return True


def _following(text: str, end: int) -> str:
    gap = _NEXT.match(text, end)
    at = gap.end() if gap else end
    word = _WORD.match(text, at)
    return word.group() if word else text[at : at + 1]


def _word_before(text: str, start: int, end: int) -> str:
    match = _WORD_BEFORE.search(text, max(start, end - 24), end)
    return match.group().lstrip("'’") if match else ""
