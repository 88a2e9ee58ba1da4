"""Persons whom an article introduces without a name: "a woman in the queue", "his mother".

Belongs here: finding such nouns, so that a pronoun behind them need not mean somebody named before.
Does not belong here: nouns that stand for somebody named (``nominals``), sources (``heads``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipelines.text import lexicon
from pipelines.text.names import fold
from pipelines.text.nominal_records import Noun
from pipelines.text.roles import noun_for_person
from pipelines.text.spans import Span

_INTRODUCED = re.compile(
    r"(?<![\w’'-])(?:(?P<new>an?|another|one)|my|our|his|her|their) (?P<words>(?:[\w’'-]+ ){0,3}[\w’'-]+)",
    re.IGNORECASE,
)
_WORD = re.compile(r"[\w’'-]+")
_PREDICATE = re.compile(
    r"(?:,|(?<!\bthere )\b(?:is|was|are|were|be|been|being|become|becomes|became|remains?|remained|as|like|than|not"
    r"|called|named|elected|for))(?: (?:just|also|once|only|still|such|now))? \Z",
    re.IGNORECASE,
)
_NAMED = re.compile(r",? [A-Z]")


def find_newcomers(text: str) -> Iterator[Noun]:
    """The nouns that introduce one person without a name, in text order; ``modifiers`` are left empty."""
    for match in _INTRODUCED.finditer(text):
        if _PREDICATE.search(text, max(0, match.start() - 24), match.start()):
            continue
        head = _head(match)
        if head is None or _NAMED.match(text, head.end):
            continue
        word = fold(text[head.start : head.end])
        if match.group("new") or word in lexicon.words("kin", "close"):
            yield Noun(Span(match.start(), head.end), word, (), True, True)


def _head(match: re.Match[str]) -> Span | None:
    """The last of the nouns for a person that come together: ``police officer`` in ``a police officer in Olm``."""
    found: Span | None = None
    for word in _WORD.finditer(match.string, match.start("words"), match.end("words")):
        form = fold(word.group())
        is_person = noun_for_person(form) or form in lexicon.words("kin", "close")
        if is_person and word.group().islower():
            found = Span(*word.span())
        elif found or form in lexicon.words("prepositions", "not_names") or "'" in form:
            break
    return found
