"""The head of a source, as it is passed on.

Belongs here: the record, and what it tells by itself. Does not belong here: finding a head (see ``heads``), and whom it
means (see ``speakers``).
"""

from __future__ import annotations

from dataclasses import dataclass

from pipelines.text import lexicon
from pipelines.text.spans import Span
from pipelines.text.word_kinds import HeadKind

_SEVERAL = frozenset(["crowd", "family", "household", "parents", "staff"])


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a source.

    ``name`` is the index of the name that it is or belongs to; ``owner`` the span of a possessive pronoun that it
    belongs to; ``word`` the folded head noun; ``span`` the head's own place; ``appositive`` that a noun came first;
    ``definite`` that "the" did; ``more`` that others are named beside it. ``noun`` is the noun that says what a speaker
    without a name is ("some of the voters": voters), where it is not ``word``.
    """

    kind: HeadKind
    span: Span
    name: int | None = None
    word: str = ""
    owner: Span | None = None
    appositive: bool = False
    definite: bool = False
    more: bool = False
    noun: str = ""


def is_several(head: Head) -> bool:
    """Whether a head means more than one person: ``relatives of the dead man, Jan Olt,`` are not Jan Olt."""
    is_plural = head.kind == "other" and (
        head.word in _SEVERAL or (head.word.endswith("s") and not head.word.endswith(("ss", "us", "is")))
    )
    return head.kind == "people" or is_plural


def may_be_body(head: Head) -> bool:
    """Whether a noun may mean a company or another body: the agency, the union, an owner."""
    return head.name is None and (
        head.kind in ("body", "bloc") or head.word in lexicon.words("generic_bodies", "owners")
    )
