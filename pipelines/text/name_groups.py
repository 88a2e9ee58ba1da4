"""Which names of an article belong to one entity: persons.

Belongs here: comparing names of persons: full names, surnames, initials, nicknames, titles.
Does not belong here: organisations and places (``body_groups``), pronouns and nouns that stand for a name.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipelines.text import lexicon
from pipelines.text.body_groups import group_bodies
from pipelines.text.lexicon import Gender
from pipelines.text.name_records import Group, Named
from pipelines.text.names import PersonName, clean_name, fold, is_suffix, parse_person
from pipelines.text.roles import read_after, read_before, read_leading
from pipelines.text.spans import NamedSpan


def describe_names(text: str, names: Sequence[NamedSpan], paragraphs: Sequence[int]) -> list[Named]:
    """Read every name with its surroundings. ``paragraphs`` holds the paragraph number of each name."""
    found = []
    for named, paragraph in zip(names, paragraphs, strict=True):
        shown = clean_name(text[named.span.start : named.span.end])
        record = Named(named.span, named.kind, shown, fold(shown), paragraph=paragraph)
        record.possessive = text.startswith(("'s", "’s", "' ", "’ "), named.span.end)
        if named.kind == "person":
            record.person = parse_person(shown)
            record.before = read_before(text, named.span.start)
            record.after = read_after(text, named.span.end)
            record.leading = read_leading(text, named.span.start, named.span.end)
        found.append(record)
    return found


def group_names(text: str, names: Sequence[Named]) -> list[Group]:
    """Put every name into the group of its entity and give it the group's number."""
    groups: list[Group] = []
    persons = _Persons(groups)
    for named in names:
        if named.person and len(named.person.words) > 1:
            persons.take_full(named)
    lone = [named for named in names if named.person and named.group < 0]
    for named in sorted(lone, key=lambda named: (not _title_gender(named), named.span.start)):
        persons.take_surname(named)
    group_bodies(text, groups, [named for named in names if not named.person])
    return groups


def _title_gender(named: Named) -> Gender | None:
    return named.before.gender if named.before else None


class _Persons:
    """Groups of persons, found by any word of their names."""

    def __init__(self, groups: list[Group]) -> None:
        self.groups = groups
        self.by_word: dict[str, list[int]] = {}

    def take_full(self, named: Named) -> None:
        """Place a name of two words or more."""
        name = named.person
        words = name.words if name else ()
        near = sorted({number for word in (words[0], words[-1]) for number in self.by_word.get(word, ())})
        self._place(named, [number for number in near if self._agrees(number, named) and self._same(number, named)][:1])

    def take_surname(self, named: Named) -> None:
        """Place a lone surname or given name."""
        word = named.person.words[-1] if named.person else ""
        near = [number for number in self.by_word.get(word, ()) if self._agrees(number, named)]
        if len(near) > 1:
            near = [_preferred(self.groups, near, named)]
        self._place(named, near)

    def _agrees(self, number: int, named: Named) -> bool:
        gender, known = _title_gender(named), self.groups[number].gender
        return gender is None or known is None or gender == known

    def _same(self, number: int, named: Named) -> bool:
        name = named.person
        return name is not None and any(compatible(name, other) for other in self.groups[number].persons)

    def _place(self, named: Named, near: list[int]) -> None:
        if near:
            number = near[0]
        else:
            number = len(self.groups)
            self.groups.append(Group(named.kind))
        self.groups[number].add(number, named)
        name = named.person
        nicknames = lexicon.nicknames().get(name.given[0], frozenset()) if name and name.given else frozenset()
        for word in {*(name.words if name else ()), *nicknames}:
            numbers = self.by_word.setdefault(word, [])
            if number not in numbers:
                numbers.append(number)


def compatible(left: PersonName, right: PersonName) -> bool:
    """Whether two names of two words or more can be one person's."""
    if left.surname != right.surname:
        longer, shorter = sorted((left.words, right.words), key=len, reverse=True)
        return len(shorter) > 1 and len(longer) > len(shorter) and longer[: len(shorter)] == shorter
    if not left.given or not right.given:
        return is_suffix(left.words, right.words) or is_suffix(right.words, left.words)
    pairs = ((left.given[0], right.given[0]), (left.given[0], right.given[-1]), (left.given[-1], right.given[0]))
    return any(_same_given(mine, other) for mine, other in pairs)


def _same_given(left: str, right: str) -> bool:
    if left == right or right in lexicon.nicknames().get(left, ()):
        return True
    return (len(left) == 1 or len(right) == 1) and left[0] == right[0]


def _preferred(groups: Sequence[Group], numbers: Sequence[int], named: Named) -> int:
    """Of several bearers: by surname before given name, same title, the nearest in the paragraph, the main one."""
    word = named.person.words[-1] if named.person else ""
    numbers = [at for at in numbers if any(person.surname == word for person in groups[at].persons)] or numbers
    role = named.before.role if named.before else None
    if role:
        numbers = [at for at in numbers if any(_heads(other) == role.head for other in groups[at].names)] or numbers
    return max(numbers, key=lambda at: _prominence(groups[at], named))


def _heads(named: Named) -> str | None:
    return named.before.role.head if named.before and named.before.role else None


def _prominence(group: Group, named: Named) -> tuple[bool, float, int, int]:
    earlier = [other for other in group.names if other.span.start < named.span.start]
    near = [
        other for other in earlier if other.paragraph == named.paragraph and not other.possessive and " " in other.form
    ]
    nearness = 2.0 / (1 + (named.span.start - near[-1].span.start) / 200) if near else 0.0
    return bool(earlier), nearness + min(len(earlier), 8) * 0.5, len(group.names), -group.names[0].span.start
