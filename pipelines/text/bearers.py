"""Who bears a role that the article states of nobody: "The coach", right after the one person it has named so far.

Belongs here: the default bearer of a definite noun for one person.
Does not belong here: roles that the article states (see ``nominals``), pronouns.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipelines.text import lexicon
from pipelines.text.nominal_records import Entity, Noun
from pipelines.text.references import Reference
from pipelines.text.role_fit import contradicts, fits_role


def choose_bearer(noun: Noun, paragraph: int, entities: Sequence[Entity], recent: Sequence[Reference]) -> int | None:
    """The only person of the paragraph so far, or of the paragraph before where this one has none yet.

    ``recent`` are the references before the noun, the latest first. None where several persons come into question,
    where one is named only inside quotation marks, or where what the article says of the person contradicts the noun.
    """
    persons = [one for one in recent if entities[one.entity].kind == "person" and not one.quoted]
    here = [one for one in persons if one.paragraph == paragraph]
    near = here or [one for one in persons if one.paragraph == paragraph - 1]
    numbers = {one.entity for one in near}
    if len(numbers) != 1 or not any(one.subject or one.source for one in near):
        return None
    entity = entities[numbers.pop()]
    return entity.number if entity.named and _may_bear(noun, entity) else None


def _may_bear(noun: Noun, entity: Entity) -> bool:
    """Whether gender and the known roles leave room for the noun."""
    gender = lexicon.person_nouns().get(noun.head)
    if gender and entity.gender and gender != entity.gender:
        return False
    if noun.head in lexicon.words("unclaimed_roles", "politicians") or any(
        word[0].isupper() for word in noun.modifiers
    ):
        return False
    if contradicts(noun, entity):
        return False
    if noun.head.endswith("-year-old"):
        return True
    return all(
        role.head in lexicon.words("open_roles") or fits_role(noun, role) for role in (*entity.roles, *entity.learned)
    )
