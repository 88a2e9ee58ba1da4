"""Persons of one name told apart: father and son (Jr., Sr., "the younger Okun"), two given names before one surname.

Belongs here: which group of an article a name with such a mark may belong to, and whose surname a given name shares.
Does not belong here: any other comparison of names (see ``name_groups``).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from pipelines.text import lexicon
from pipelines.text.name_records import Group, Named
from pipelines.text.names import fold, parse_person
from pipelines.text.public_roles import public_roles

_AGE = re.compile(r"\b(younger|junior|elder|older|senior) (?:M(?:r|rs|s)\. )?\Z")
_UNMISTAKABLE = frozenset(["president", "secretary"])
_AND = re.compile(r" (?:and|&) \Z")


def of_generation(groups: Sequence[Group], numbers: list[int], named: Named) -> list[int]:
    """Those of the candidates whose generation agrees with a full name's.

    A name without a mark is rather that of a person named without one; a marked name is nobody's whom the article
    named without a mark before.
    """
    generation = named.person.generation if named.person else ""
    same = [number for number in numbers if generation in groups[number].generations]
    if same or generation:
        return same
    return numbers


def of_title(groups: Sequence[Group], numbers: list[int], named: Named) -> list[int]:
    """Those of the bearers of a lone surname who may bear the title before it.

    Bearers of whom the article or the knowledge base says so come first; ``President Okun`` is no public person who is
    known for other offices only.
    """
    role = named.before.role if named.before else None
    if role is None:
        return numbers
    known = {number: {one.head for one in public_roles(groups[number].forms)} for number in numbers}
    bearers = [number for number in numbers if role.head in groups[number].titles | known[number]]
    if bearers or role.head not in _UNMISTAKABLE:
        return bearers or numbers
    return [number for number in numbers if not known[number]]


def named_by_age(text: str, groups: Sequence[Group], numbers: list[int], named: Named) -> list[int]:
    """Those of the bearers of a lone name whom its own mark or "the younger" before it leaves.

    A bare surname is not that of a son whose namesake the article names.
    """
    generation = named.person.generation if named.person else ""
    if generation:
        return [number for number in numbers if generation in groups[number].generations]
    sons = [number for number in numbers if groups[number].generations & {"jr", "iii", "iv"}]
    others = [number for number in numbers if number not in sons]
    age = _AGE.search(text, max(0, named.span.start - 20), named.span.start)
    if age is None:
        return others if any(_namesakes(groups[son], groups[other]) for son in sons for other in others) else numbers
    if not sons:
        return numbers if len(numbers) == 1 else []
    return sons if age.group(1) in ("younger", "junior") else others


def _namesakes(left: Group, right: Group) -> bool:
    return any(
        mine.given and other.given and mine.given[0] == other.given[0]
        for mine in left.persons
        for other in right.persons
    )


def share_surnames(text: str, records: Sequence[Named]) -> None:
    """A given name gets the surname that follows the next one: ``Ilse`` in ``Ilse and Marek Olt`` is Ilse Olt.

    Not where the article has somebody else of that given name: *Ilse Brod joined. Ilse and Marek Olt spoke.*
    """
    full = [record.person for record in records if record.person and record.person.given]
    surnames = {person.surname for person in full}
    for left, right in pairwise(records):
        if left.person is None or right.person is None or not right.person.given or left.person.given:
            continue
        is_given = left.form in lexicon.given_names() and left.form not in surnames
        bearers = {person.surname for person in full if person.given[0] == left.form}
        is_given = is_given and (not bearers or right.person.surname in bearers)
        if is_given and right.form.split()[0] in lexicon.given_names() and _joined(text, left, right):
            left.shown = f"{left.shown} {right.shown.split(maxsplit=1)[1]}"
            left.form = fold(left.shown)
            left.person = parse_person(left.shown)


def _joined(text: str, left: Named, right: Named) -> bool:
    return _AND.fullmatch(text, left.span.end, right.span.start) is not None
