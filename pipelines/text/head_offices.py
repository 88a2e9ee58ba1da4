"""Offices in front of a source's name: ``Secretary of State Maria Olt``, ``chairman and chief executive Maria Olt``.

Belongs here: whether the words before a name are its bearer's office, or tell of somebody else (``an aide to Olt``).
Does not belong here: the other heads of a source (see ``heads``), roles beside names (see ``roles``).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipelines.text import lexicon
from pipelines.text.roles import noun_for_person
from pipelines.text.source_words import NamedPlace, Word

HEAD_OF = re.compile(r"[Tt]he head of (?P<of>government|state)\b(?! [A-Z])")  # an office in three words
_ARTICLES = frozenset(["the", "a", "an", "his", "her", "their", "its"])


def office_bearer(text: str, segment: Sequence[Word], cut: int, names: Sequence[NamedPlace]) -> int | None:
    """The person at the end of words with a preposition at ``cut``, unless the preposition governs the name."""
    last = segment[-1]
    if last.name is None or names[last.name].kind != "person" or cut >= len(segment):
        return None
    start = next(at for at, word in enumerate(segment) if word.name == last.name)
    before = segment[start - 1]
    joined = any(word.lower == "and" for word in segment[cut + 2 : start])
    if joined and segment[cut].lower == "of" and noun_for_person(before.lower):
        return last.name
    if cut < start - 1 and _is_field(segment, cut, start):
        return last.name if segment[0].lower not in ("a", "an") else None
    if start - 1 <= cut or noun_for_person(before.lower) or before.lower in lexicon.titles():
        return None
    governed = segment[cut].lower not in ("of", "for", "on", "at") or not text[before.start].isupper()
    return None if governed or before.lower in lexicon.demonyms() else last.name


def officer_of_body(text: str, segment: Sequence[Word], cut: int, names: Sequence[NamedPlace]) -> int | None:
    """The person behind a body whose name goes on after what was tagged: ``Reform Party | for the People leader Olt``.

    Not in *the Reform Party for leader Maria Olt*, where the preposition governs the person.
    """
    last, body = segment[-1], segment[cut - 1].name
    if last.name is None or body is None or cut >= len(segment) or names[last.name].kind != "person":
        return None
    start = next(at for at, word in enumerate(segment) if word.name == last.name)
    rest = segment[cut + 1 : start - 1]
    rest = rest[1:] if rest and rest[0].lower in _ARTICLES else rest
    goes_on = bool(rest) and all(text[word.start].isupper() or word.lower in ("of", "and") for word in rest)
    is_office = noun_for_person(segment[start - 1].lower) is not None and text[segment[start - 1].start].islower()
    is_body = names[body].kind == "organisation" and segment[cut].lower in ("of", "for")
    return last.name if is_body and goes_on and is_office else None


def is_double_office(front: Sequence[Word], named: int) -> bool:
    """Whether the words before a name are one person's two roles: ``chairman and chief executive``, without article."""
    words = [word for word in front if word.name != named]
    is_bare = words[0].name is not None or words[0].lower not in _ARTICLES
    return is_bare and words[-1].name is None and noun_for_person(words[-1].lower) is not None


def _is_field(segment: Sequence[Word], cut: int, start: int) -> bool:
    """Whether the words between an office's preposition and a name are its field: ``of financial institutions``."""
    field = segment[cut + 1 : start]
    if segment[cut].lower not in ("of", "for") or field[0].lower in _ARTICLES:
        return False
    is_office, nearest = segment[cut - 1].lower in lexicon.words("offices_of"), field[-1].lower
    if any(word.name is not None for word in field) or nearest in lexicon.titles():
        return is_office and len(field) > 1 and nearest in lexicon.titles()  # ``chief of army staff General Olt``
    if nearest in lexicon.words("portfolios"):
        return True
    is_plain = all(word.lower.isalpha() and not noun_for_person(word.lower) for word in field)
    return is_office and is_plain and nearest not in lexicon.person_plurals() and not nearest.endswith(("ed", "ing"))
