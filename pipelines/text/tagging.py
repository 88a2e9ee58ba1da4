"""Names of a text: what the network read, as characters.

Belongs here: token ranges of names to spans. Does not belong here: who is meant (`chains`), repairs (`name_repairs`).
"""

from __future__ import annotations

import re

from pipelines.text import lexicon
from pipelines.text.decoding import find_names
from pipelines.text.drafts import characters, whole_words
from pipelines.text.encoding import Encoding
from pipelines.text.inference import Reading
from pipelines.text.name_kinds import body_words
from pipelines.text.spans import NamedSpan, Span

_WORD = re.compile(r"\w+")
_OPENING = re.compile(r"(?:\A|\n|[.!?:][\"”’)]*\s)\W*\Z")
_MEMBER = re.compile(r"[’']s ([A-Z][\w-]{2,})\Z")
_PLURAL = re.compile(r"[A-Z][a-z]+s")
_NEVER_AT_AN_END = '<>{}|*="“”«»„,;: \t'
_WORD_OF_TWO = re.compile(r"[^\W_]{2}|(?:[A-Z]\.){1,4}[A-Z]")
DOUBLE_NAME = re.compile(r"(?<=\w)-[^\W\d_a-z]\w+")


def find_names_in(text: str, encoding: Encoding, reading: Reading) -> tuple[NamedSpan, ...]:
    """Named mentions of a text, in order, without overlaps."""
    found: list[NamedSpan] = []
    words = frozenset(_WORD.findall(text))
    for tokens, kind in find_names(reading.names):
        span = _whole_name(text, characters(encoding, tokens))
        if _is_common_noun(text, span, words) or not _WORD_OF_TWO.search(text, span.start, span.end):
            continue
        if not found or found[-1].span.end <= span.start:
            found.extend(_parted(text, NamedSpan(span, kind)))
    return tuple(found)


def _parted(text: str, named: NamedSpan) -> list[NamedSpan]:
    """A body and its member, where they were taken for one name: *Varn Bank's Steinhauer*."""
    words = text[named.span.start : named.span.end]
    member = _MEMBER.search(words) if named.kind == "organisation" else None
    if member is None or not {words[: member.start()].rsplit(" ", 1)[-1].lower()} & body_words():
        return [named]
    if member.group(1).lower() in body_words():
        return [named]
    body = Span(named.span.start, named.span.start + member.start())
    return [
        NamedSpan(body, "organisation"),
        NamedSpan(Span(named.span.start + member.start(1), named.span.end), "person"),
    ]


def _is_common_noun(text: str, span: Span, words: frozenset[str]) -> bool:
    """A plural with a capital from the start of a sentence only: "Dealers said ... the dealers", "Critics said"."""
    name = text[span.start : span.end]
    if _PLURAL.fullmatch(name) is None and not name.endswith("men"):
        return False
    lower = name.lower()
    return lower in words or (
        lower in lexicon.person_plurals() and _OPENING.search(text, max(0, span.start - 3), span.start) is not None
    )


def _whole_name(text: str, span: Span) -> Span:
    """A name as far as its line goes, with the other half of a double name (Okafor-Lind)."""
    words = text[span.start : span.end]
    end = span.start + len(words.split("\n")[0].rstrip()) if "\n" in words.strip() else span.end
    span = whole_words(text, Span(span.start, end))
    while found := DOUBLE_NAME.match(text, span.end):
        span = Span(span.start, found.end())
    start, end = span.start, span.end
    while start < end and text[start] in _NEVER_AT_AN_END:
        start += 1
    while start < end and text[end - 1] in _NEVER_AT_AN_END:
        end -= 1
    return Span(start, end)
