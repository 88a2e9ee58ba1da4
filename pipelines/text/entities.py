"""What the names of one entity tell about it: its roles and the nouns that may stand for it.

Belongs here: making an entity from the names of one group.
Does not belong here: choosing between entities (see ``nominals``, ``pronouns``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipelines.text import lexicon
from pipelines.text.name_records import Group, Named
from pipelines.text.nominal_records import Entity
from pipelines.text.nominals import body_nouns
from pipelines.text.public_roles import public_roles

_MOST_ROLES = 20
_COMPLEMENT = re.compile(r" (?:of|for|on|in|at) ")


def read_entity(number: int, group: Group) -> Entity:
    """The entity that a group of names gives, with the first 20 different roles that stand beside them."""
    stated = (
        role for named in group.names for role in (named.before and named.before.role, named.leading, named.after)
    )
    roles = list(dict.fromkeys(role for role in stated if role))[:_MOST_ROLES]
    last_words = frozenset(_heads(group)) if group.kind == "organisation" else frozenset()
    parties = list(dict.fromkeys(named.party for named in group.names if named.party))
    known = public_roles(group.forms) if group.kind == "person" else ()
    return Entity(number, group.kind, group.gender, True, len(group.names), roles, last_words, parties, known)


def _heads(group: Group) -> Iterator[str]:
    """The nouns for a body: the last words of its names, those before "of" and "for", and what it is known to be."""
    for form in group.forms:
        yield form.split()[-1]
        if form.split()[-1] in lexicon.words("club_words"):
            yield "club"
        yield from body_nouns().get(form, ())
        front = _COMPLEMENT.split(form, maxsplit=1)[0].split()
        yield front[-1]
        while len(front) > 1 and front[-1] in lexicon.words("corporate_suffixes"):
            front.pop()
        if front[-1] not in lexicon.words("no_firms"):  # General Mining Union Corp is no union
            yield front[-1]


def role_text(named: Named) -> str | None:
    """The role that stands beside one name, as the article words it."""
    if named.before and named.before.role:
        return named.before.role.text
    role = named.after or named.leading
    return role.text if role else None
