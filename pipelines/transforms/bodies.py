"""Which known organisation, place, event or thing an article's one is.

Belongs here: full names, acronyms, short names. Does not belong here: persons (see ``people``), reading a name
(see ``name_forms``).
"""

from __future__ import annotations

from pipelines.knowledge import Knowledge, Match
from pipelines.transforms.ids import base_entity_id, entity_id
from pipelines.transforms.known import Appearance, Known, Link, Scene, Sightings
from pipelines.transforms.name_forms import body_key, is_acronym, spells

FULL_NAME = 0.9
EXPANDED = 0.85  # an acronym with one known meaning
SHORT_NAME = 0.75  # a short form that the outlet's recent articles used for one body


class Bodies:
    """What is no person and known so far, blocked by name, acronym and short name."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge
        self._by_match: dict[str, Known] = {}
        self._by_key: dict[str, list[Known]] = {}
        self._by_acronym: dict[str, list[Known]] = {}
        self._short = Sightings()  # bodies by short names that an article used beside the full one
        self._acronyms = Sightings()
        self._here: dict[str, str] = {}  # acronym -> the full name that this article spells out

    def begin_article(self, names: list[str]) -> None:
        """Read which acronyms the article's names explain."""
        full = [name for name in names if " " in name]
        acronyms = {name for name in names if is_acronym(name)}
        found = {name: [other for other in full if spells(name, other)] for name in acronyms}
        self._here = {body_key(name): other[0] for name, other in found.items() if len(set(map(body_key, other))) == 1}

    def bears(self, key: str) -> list[Known]:
        """What has a canonical name."""
        return self._by_key.get(key, [])

    def find(self, appearance: Appearance, scene: Scene) -> Link:
        """What an appearance means; something new where nothing known fits."""
        key = body_key(appearance.name)
        match = appearance.match or self._match(appearance)
        link = self._by_base(match) or self._by_name(key, appearance, scene) or self._by_short_name(key, scene)
        link = link or Link(self._new(key, appearance.kind, match), FULL_NAME)
        if match is not None and link.known.match is None and match.key not in self._by_match:
            link.known.match = match
            self._by_match[match.key] = link.known
        self._note(key, appearance, scene, link)
        return link

    def _match(self, appearance: Appearance) -> Match | None:
        place = self._knowledge.find_place(appearance.name)
        organisation = self._knowledge.find_organisation((appearance.name,))
        return (place or organisation) if appearance.kind == "place" else (organisation or place)

    def _by_base(self, match: Match | None) -> Link | None:
        known = self._by_match.get(match.key) if match else None
        return Link(known, match.confidence) if match and known else None

    def _by_name(self, key: str, appearance: Appearance, scene: Scene) -> Link | None:
        if key in self._here:
            expanded = self.bears(body_key(self._here[key]))
            if expanded:
                return Link(expanded[0], EXPANDED, is_full=False)
        meanings = self._by_acronym.get(key, []) if is_acronym(appearance.name) else []
        if len(meanings) > 1:
            meanings = [known for known in self._acronyms.near(key, scene) if known in meanings]
        if len(meanings) == 1:
            return Link(meanings[0], EXPANDED, is_full=False)
        named = self.bears(key)
        if named:
            return Link(named[0], FULL_NAME)
        return self._by_own_acronym(appearance)

    def _by_own_acronym(self, appearance: Appearance) -> Link | None:
        """A body that was known by its acronym only, now that an article says what it stands for."""
        for name in self._spelled(appearance):
            key = body_key(name)
            if self.bears(key) and not self._by_acronym.get(key):
                return Link(self.bears(key)[0], EXPANDED)
        return None

    def _spelled(self, appearance: Appearance) -> list[str]:
        """The acronyms that the article gives for a full name."""
        own = [name for name in appearance.names if is_acronym(name) and spells(name, appearance.name)]
        return own + [name.upper() for name, full in self._here.items() if full == appearance.name]

    def _by_short_name(self, key: str, scene: Scene) -> Link | None:
        near = self._short.near(key, scene)
        return Link(near[0], SHORT_NAME, is_full=False) if len(near) == 1 else None

    def _new(self, key: str, kind: str, match: Match | None) -> Known:
        same = self._by_key.setdefault(key, [])
        kind = match.kind if match else kind
        number = sum(known.kind == kind for known in same)
        known = Known(base_entity_id(match.key) if match else entity_id(key, kind, number), kind)
        same.append(known)
        return known

    def _note(self, key: str, appearance: Appearance, scene: Scene, link: Link) -> None:
        known = link.known
        if link.is_full and known not in self.bears(key):
            self._by_key.setdefault(key, []).append(known)
        for name in self._spelled(appearance):
            meanings = self._by_acronym.setdefault(body_key(name), [])
            if known not in meanings:
                meanings.append(known)
            self._acronyms.add(body_key(name), scene, known)
        for name in appearance.names:
            short = body_key(name)
            if link.is_full and f" {key} ".startswith(f" {short} ") and short != key:
                self._short.add(short, scene, known)
