"""Records of what nouns are matched with: the entities of one article, and definite noun phrases.

Belongs here: what an entity knows about itself. Does not belong here: finding nouns (``nominals``), matching them
(``role_fit``).
"""

from __future__ import annotations

from dataclasses import dataclass, field

from pipelines.text.lexicon import Gender
from pipelines.text.roles import Role
from pipelines.text.spans import EntityKind, Span


@dataclass(slots=True)
class Entity:
    """What the article tells about one entity. ``last_words`` are the last words of its names, folded.

    ``roles`` are stated beside its names; ``learned`` are nouns that were taken to mean it further up in the article;
    ``known`` are roles that the knowledge base gives to its full name.
    """

    number: int
    kind: EntityKind
    gender: Gender | None = None
    named: bool = True
    count: int = 0
    roles: list[Role] = field(default_factory=list)
    last_words: frozenset[str] = frozenset()
    learned: list[Role] = field(default_factory=list)
    known: tuple[Role, ...] = ()


@dataclass(frozen=True, slots=True)
class Noun:
    """A noun phrase: its span, head noun and the folded words before the head.

    ``introduces``: it is no definite phrase but one that brings a person without a name.
    """

    span: Span
    head: str
    modifiers: tuple[str, ...]
    is_person: bool
    introduces: bool = False
