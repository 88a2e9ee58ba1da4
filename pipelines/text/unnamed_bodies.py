"""Bodies that speak without a proper name of their own: "the health ministry", "the Velmark police".

Belongs here: what such a body is called, if it can be called anything.
Does not belong here: bodies that the article names elsewhere (see ``nominals``).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipelines.text import lexicon
from pipelines.text.head_records import Head
from pipelines.text.names import fold
from pipelines.text.spans import Chain, Mention, Span, Speaker
from pipelines.text.speaker_confidence import BODY_OF_PLACE, DELEGATES, UNNAMED

_MINISTER = re.compile(
    r"\b(?!(?:prime|first|former|deputy|junior|then|senior|the|a|his|her|new|cabinet)\b)(\w+) minister\b", re.I
)
_VAGUE = frozenset(
    [
        "same",
        "other",
        "new",
        "former",
        "old",
        "local",
        "own",
        "entire",
        "whole",
        "first",
        "second",
        "last",
        "next",
        "big",
    ]
)


def nameless_body(text: str, head: Head, source: Span, offices: frozenset[str]) -> Speaker:
    """An institution that is called by what it is for ("the health ministry"), else an unnamed speaker.

    A bare "the ministry" is the ministry of the one minister whom the article names by office; ``offices`` are those.
    """
    phrase = text[source.start : source.end].split(",")[0].strip()
    words = re.split(r" (?:who|which|that) ", phrase)[0].split()
    national = _national(words, head)
    if national is not None:
        return national
    if words and words[0].lower() == "the" and head.word in lexicon.words("institutions"):
        if len(words) > 2 and not any(word.lower() in _VAGUE for word in words[1:]):
            return Speaker(" ".join(words[1:]), "organisation", "name", 0.6)
        if head.word == "ministry" and len(words) == 2 and len(offices) == 1:
            return Speaker(f"{next(iter(offices))} ministry", "organisation", "nominal", 0.5)
    return Speaker(None, "unnamed", "none", UNNAMED)


def _national(words: Sequence[str], head: Head) -> Speaker | None:
    """A country's forces are called after it (``the Israeli military``); its government is the country itself."""
    plain = list(words[1:] if words and words[0].lower() == "the" else words)
    if not plain or fold(plain[-1]) != head.word or any(word.lower() in _VAGUE for word in plain):
        return None
    country = lexicon.demonyms().get(fold(plain[0])) if plain[0][0].isupper() else None
    if country is None:
        return None
    if head.word in ("government", "regime") and len(plain) == 2:
        return Speaker(country, "organisation", "metonym", DELEGATES)
    is_one = head.word in lexicon.words("national_bodies")  # "Greek court bans it": there are many courts
    if is_one or (len(plain) < len(words) and head.word in lexicon.words("institutions")):
        return Speaker(" ".join(plain), "organisation", "name", BODY_OF_PLACE)
    return None


def minister_offices(chains: Sequence[Chain]) -> frozenset[str]:
    """What the ministers of an article are for: ``transport``."""
    found = (_MINISTER.search(role) for chain in chains for role in chain.roles)
    return frozenset(match.group(1).lower() for match in found if match)


def body_with_name(text: str, head: Head, names: Sequence[Mention]) -> Speaker:
    """``the Velmark police``: a body that is called after a place or another body."""
    name = names[head.name or 0]
    phrase = " ".join(text[name.span.start : head.span.end].split())
    return Speaker(phrase.replace("’s ", " ").replace("'s ", " "), "organisation", "name", BODY_OF_PLACE)
