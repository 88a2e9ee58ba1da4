"""What was linked, as mentions in text order and chains numbered by their first mention.

Belongs here: the numbers and names of chains. Does not belong here: which mention belongs to which (see ``chains``).
"""

from __future__ import annotations

from collections.abc import Sequence

from pipelines.text.name_records import Group
from pipelines.text.nominal_records import Entity
from pipelines.text.spans import Chain, Mention, MentionForm, Span

Found = tuple[Span, int, MentionForm, str | None]  # where, which entity, in which form, the role beside a name


def number_chains(
    found: Sequence[Found], entities: Sequence[Entity], groups: Sequence[Group]
) -> tuple[tuple[Mention, ...], tuple[Chain, ...]]:
    """Mentions and chains. The first ``groups`` entities have names; of mentions of one span the first counts."""
    numbers: dict[int, int] = {}
    mentions: list[Mention] = []
    for span, entity, form, role in sorted(found, key=lambda row: (row[0].start, row[0].end)):
        if mentions and mentions[-1].span == span:
            continue
        number = numbers.setdefault(entity, len(numbers))
        mentions.append(Mention(span, entities[entity].kind, form, number, role))
    return tuple(mentions), tuple(_chain(entities[entity], number, groups) for entity, number in numbers.items())


def _chain(entity: Entity, number: int, groups: Sequence[Group]) -> Chain:
    name = groups[entity.number].shown() if entity.number < len(groups) else None
    return Chain(number, entity.kind, name, tuple(dict.fromkeys(role.text for role in entity.roles)))
