"""What one word at the head of a source stands for.

Belongs here: the kind of a pronoun or of a common noun, by the word lists.
Does not belong here: finding the head of a phrase (see ``heads``).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Literal

from pipelines.text import lexicon
from pipelines.text.names import fold
from pipelines.text.roles import noun_for_person

HeadKind = Literal[
    "name", "he", "she", "they", "it", "first", "relative",
    "bloc", "delegates", "authored", "survey", "body", "person", "people", "other",
]  # fmt: skip


@lru_cache(maxsize=1 << 14)
def pronoun_kind(word: str) -> HeadKind | None:
    """Which pronoun a folded word is, None for any other word."""
    kinds: tuple[tuple[str, HeadKind], ...] = (
        ("masculine", "he"), ("feminine", "she"), ("plural", "they"), ("neuter", "it"), ("first_person", "first"),
        ("relative", "relative"),
    )  # fmt: skip
    return (
        next((kind for section, kind in kinds if word in lexicon.words(section)), None)
        if word != "that"
        else "relative"
    )


@lru_cache(maxsize=1 << 14)
def noun_kind(word: str) -> HeadKind:
    """What a folded common noun stands for."""
    if word in lexicon.words("representatives"):
        return "people" if word not in ("government", "administration", "regime") else "body"
    if word in lexicon.words("bloc"):
        return "bloc"
    if noun_for_person(word):
        return "person"
    if word in lexicon.words("organisation"):
        return "body"
    if word in lexicon.person_plurals():
        return "people"
    if word in lexicon.words("surveys"):
        return "survey"
    return "authored" if word in lexicon.words("authored") else "other"


def is_behind_noun(word: str) -> bool:
    """Whether a folded word may describe the noun before it: ``people familiar with``, ``a report released on``."""
    return noun_kind(word) == "other" and (word.endswith(("ed", "ing")) or word in lexicon.words("behind_nouns"))


def is_paper(words: Sequence[str]) -> bool:
    """Whether a wide noun for a person and the word before it are capitalised: ``the Olm Star`` is no star."""
    if len(words) < 2 or not all(word[:1].isupper() for word in words[-2:]):
        return False
    before = fold(words[-2])
    known = before in lexicon.words("role_modifiers", "organisation") or before in lexicon.demonyms()
    return fold(words[-1]) in lexicon.words("generic_person") and not known
