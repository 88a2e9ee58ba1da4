"""Which names of an article belong to one entity: persons.

Belongs here: comparing names of persons: full names, surnames, initials, nicknames, titles.
Does not belong here: organisations and places (``body_groups``), pronouns and nouns that stand for a name.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise

from pipelines.text import lexicon
from pipelines.text.body_groups import group_bodies
from pipelines.text.lexicon import Gender
from pipelines.text.name_records import Group, Named
from pipelines.text.names import PersonName, clean_name, fold, in_title_case, is_suffix, parse_person
from pipelines.text.namesakes import named_by_age, of_generation, of_title, share_surnames
from pipelines.text.roles import noun_for_person, read_after, read_before, read_leading, read_party
from pipelines.text.spans import NamedSpan

_SAID_OF_SELF = re.compile(r" (?:said|says|added|thought|believed|told [\w ]{1,20}) (?:that )?(he|she)\b")
_CLEAR_LEAD = 0.8  # below it, nobody can tell
_HINTED_LEAD = 1.5  # below it, a pronoun of the other gender decides


def describe_names(text: str, names: Sequence[NamedSpan], paragraphs: Sequence[int]) -> list[Named]:
    """Read every name with its surroundings. ``paragraphs`` holds the paragraph number of each name."""
    found = []
    for named, paragraph in zip(names, paragraphs, strict=True):
        shown = clean_name(text[named.span.start : named.span.end])
        if named.kind == "person" and shown.isupper() and len(shown) > 3:
            shown = in_title_case(shown)
        record = Named(named.span, named.kind, shown, fold(shown), paragraph=paragraph)
        record.possessive = text.startswith(("'s", "’s", "' ", "’ "), named.span.end)
        if named.kind == "person":
            record.person = parse_person(shown)
            record.before = read_before(text, named.span.start)
            record.after = read_after(text, named.span.end)
            record.leading = read_leading(text, record.before.start, named.span.end)
            record.party = read_party(text, named.span.end)
        found.append(record)
    share_surnames(text, found)
    for record, follower in pairwise([record for record in found if record.person]):
        if record.after and _is_titled(text, record, follower):
            record.after = None
    return found


def _is_titled(text: str, record: Named, follower: Named) -> bool:
    """Whether the apposition is the next person's title: ``Hillary Clinton, former ambassador John Bolton said``."""
    between = text[record.span.end : follower.span.start] if follower.span.start - record.span.end < 140 else ", "
    words = between.removeprefix(",").split()
    titled = bool(words) and between.startswith(", ") and "," not in between[2:]
    return titled and not any(word in lexicon.words("prepositions") for word in words) and _is_noun(words[-1])


def _is_noun(word: str) -> bool:
    return noun_for_person(fold(word)) is not None


def group_names(text: str, names: Sequence[Named]) -> list[Group]:
    """Put every name into the group of its entity and give it the group's number.

    A lone surname of two persons keeps the number -1 where a careful reader could not tell which of them it means.
    """
    groups: list[Group] = []
    persons = _Persons(groups)
    for named in names:
        if named.person and len(named.person.words) > 1:
            persons.take_full(named)
    lone = [named for named in names if named.person and named.group < 0]
    for named in sorted(lone, key=lambda named: (not _title_gender(named), named.span.start)):
        persons.take_surname(text, named)
    group_bodies(text, groups, [named for named in names if not named.person])
    return groups


def _title_gender(named: Named) -> Gender | None:
    return named.before.gender if named.before else None


class _Persons:
    """Groups of persons, found by any word of their names."""

    def __init__(self, groups: list[Group]) -> None:
        self.groups = groups
        self.by_word: dict[str, dict[int, None]] = {}

    def take_full(self, named: Named) -> None:
        """Place a name of two words or more."""
        name = named.person
        words = name.words if name else ()
        given = self.by_word.get(words[0], {}).keys() & self.by_word.get(words[1], {}).keys()
        near = sorted(given | self.by_word.get(words[-1], {}).keys())
        same = [number for number in near if self._agrees(number, named) and self._same(number, named)]
        self._place(named, of_generation(self.groups, same, named)[:1])

    def take_surname(self, text: str, named: Named) -> None:
        """Place a lone surname or given name. A pronoun behind it hints at its gender: ``Berg said she``."""
        word = named.person.words[-1] if named.person else ""
        bearers = [number for number in self.by_word.get(word, ()) if self._agrees(number, named)]
        titled = of_title(self.groups, bearers, named)
        near = named_by_age(text, self.groups, titled, named)
        if len(titled) > 1 and not near:
            return
        if len(near) > 1:
            gender = _subject_gender(text, named)
            best = _preferred(self.groups, near, named, gender)
            if best is None:
                return
            near = [best]
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
            self.by_word.setdefault(word, {})[number] = None


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
    if left == right or right in lexicon.nicknames().get(left, ()) or _is_misspelt(left, right):
        return True
    return (len(left) == 1 or len(right) == 1) and left[0] == right[0]


def _is_misspelt(left: str, right: str) -> bool:
    """Whether one given name is the other with a letter too few between its first and last: ``Hilary``, ``Hillary``."""
    short, long = sorted((left, right), key=len)
    if len(long) < 6 or len(long) - len(short) != 1 or short[0] != long[0] or short[-1] != long[-1]:
        return False
    return any(long[:at] + long[at + 1 :] == short for at in range(1, len(long) - 1))


def _subject_gender(text: str, named: Named) -> Gender | None:
    """The gender of the "he" or "she" that a saying name brings with it: ``Berg said he was tired``."""
    match = _SAID_OF_SELF.match(text, named.span.end)
    return None if match is None else "m" if match.group(1) == "he" else "f"


def _preferred(
    groups: Sequence[Group], numbers: Sequence[int], named: Named, gender: Gender | None = None
) -> int | None:
    """Of several bearers: by surname before given name, same title, the nearest in the paragraph, the main one.

    None where two were named before the name, equally often and equally near, and no pronoun tells them apart.
    """
    word = named.person.words[-1] if named.person else ""
    numbers = [at for at in numbers if any(person.surname == word for person in groups[at].persons)] or numbers
    role = named.before.role if named.before else None
    if role:
        numbers = [at for at in numbers if role.head in groups[at].titles] or numbers
    ranked = sorted(numbers, key=lambda at: _prominence(groups[at], named), reverse=True)
    lead = _lead(groups[ranked[0]], groups[ranked[1]], named) if len(ranked) > 1 else _HINTED_LEAD
    fitting = [at for at in ranked[:2] if gender and groups[at].gender == gender]
    if lead < _HINTED_LEAD and len(fitting) == 1:
        return fitting[0]
    return ranked[0] if lead >= _CLEAR_LEAD else None


def _lead(first: Group, second: Group, named: Named) -> float:
    """By how much the first of two bearers of one surname comes before the second where the bare surname stands."""
    best, other = _prominence(first, named), _prominence(second, named)
    return best[1] - other[1] if best[0] and other[0] else _HINTED_LEAD


def _prominence(group: Group, named: Named) -> tuple[bool, float, int, int]:
    start = named.span.start
    earlier = bisect_left(group.first_starts, start)
    full = group.full_starts.get(named.paragraph, ())
    near = bisect_left(full, start)
    nearness = 2.0 / (1 + (start - full[near - 1]) / 200) if near else 0.0
    return earlier > 0, nearness + earlier * 0.5, len(group.names), -group.names[0].span.start
