"""Which names of an article belong to one organisation, place or other thing.

Belongs here: comparing names of bodies: equal forms, acronyms, short forms.
Does not belong here: persons (see ``name_groups``).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipelines.text import lexicon
from pipelines.text.name_records import Group, Named
from pipelines.text.names import fold, is_suffix

_ALIASES = {
    "us": "united states", "usa": "united states", "america": "united states",
    "uk": "united kingdom", "britain": "united kingdom", "great britain": "united kingdom",
    "un": "united nations", "eu": "european union", "gop": "republican party",
    "uae": "united arab emirates",
}  # fmt: skip
_ACRONYM = re.compile(r"[A-Z][A-Za-z]*(?:\.?[A-Z])+\.?")
_IN_BRACKETS = re.compile(r" ?\(([A-Z][\w&.-]{1,9})\)")


def group_bodies(text: str, groups: list[Group], names: list[Named]) -> None:
    """Organisations, places and the rest: equal names, acronyms, then short forms of longer names."""
    bodies = _Bodies(text, groups, _defined_acronyms(text, names))
    for named in sorted(names, key=lambda named: (-len(named.form.split()), named.span.start)):
        bodies.take(named)


class _Bodies:
    """Groups of bodies, found by their whole names and by what those begin and end with."""

    def __init__(self, text: str, groups: list[Group], acronyms: dict[str, str]) -> None:
        self.text = text
        self.groups = groups
        self.acronyms = acronyms
        self.by_key: dict[tuple[str, bool], int] = {}
        self.by_part: dict[tuple[str, ...], list[tuple[tuple[str, ...], int]]] = {}
        self.written: dict[str, bool] = {}

    def take(self, named: Named) -> None:
        """Place a name; longer names must have come before shorter ones."""
        key = _body_key(named, self.acronyms)
        other = named.kind == "other"
        number = self.by_key.get((key, other))
        if number is None:
            number = self._short_form(named, key)
        if number is None:
            number = self._new(named, key)
        group = self.groups[number]
        group.add(number, named)
        if key != named.form and named.shown.replace(".", "").isupper() and self._is_written(key.title()):
            group.spelled_out = key.title()

    def _is_written(self, name: str) -> bool:
        if name not in self.written:
            self.written[name] = name in self.text
        return self.written[name]

    def _new(self, named: Named, key: str) -> int:
        number = len(self.groups)
        self.groups.append(Group(named.kind))
        self.by_key[(key, named.kind == "other")] = number
        if named.kind == "organisation":
            words = tuple(key.split())
            for at in range(1, len(words)):
                for part in (words[:at], words[at:]):
                    self.by_part.setdefault(part, []).append((words, number))
            initials = _initials(named.form)
            if len(initials) > 2:
                self.by_key.setdefault((initials, False), number)
        return number

    def _short_form(self, named: Named, key: str) -> int | None:
        """The one longer organisation that a shorter name ends or, for a firm, begins."""
        words = tuple(key.split())
        if named.kind != "organisation" or key in lexicon.country_names() or key in lexicon.demonyms():
            return None
        for shortens in (_ends, _begins):
            found = {number for longer, number in self.by_part.get(words, ()) if shortens(words, longer)}
            if found:
                return next(iter(found)) if len(found) == 1 else None
        return None


def _body_key(named: Named, acronyms: dict[str, str]) -> str:
    words = named.form.replace("'", "").split()
    while len(words) > 1 and words[-1].strip(",") in lexicon.words("corporate_suffixes"):
        words.pop()
    if len(words) > 1:
        words = [_ALIASES.get(word, word) if word in ("us", "un", "uk", "eu") else word for word in words]
    key = " ".join(words)
    return acronyms.get(key) or _ALIASES.get(key, key)


def _initials(form: str) -> str:
    words = [word for word in re.split(r"[\s-]+", form) if word and word not in lexicon.words("minor_words")]
    return "".join(word[0] for word in words) if len(words) > 2 else ""


def _defined_acronyms(text: str, names: Sequence[Named]) -> dict[str, str]:
    """Acronyms that stand in brackets behind the name that they stand for."""
    found = {}
    for named in names:
        match = _IN_BRACKETS.match(text, named.span.end)
        if match and _ACRONYM.fullmatch(match.group(1)) and match.group(1)[0] == named.shown[0]:
            found[fold(match.group(1))] = _body_key(named, {})
    return found


def _ends(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    designates = len(short) > 1 or short[0] in lexicon.words("organisation_designators") - lexicon.words("vague_bodies")
    return designates and len(short) < len(long) and is_suffix(short, long)


def _begins(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    if len(short) > 1 and long[: len(short)] == short and long[len(short)] in ("for", "of", "on", "in", "at"):
        return True
    if len(long) - len(short) != 1 or long[:-1] != short or long[-1] in lexicon.words("bloc"):
        return False
    return short[0] not in lexicon.words("role_modifiers") and short[0] not in lexicon.words("name_adjectives")
