"""Entities as they become known, article by article, and where each was seen.

Belongs here: the records that resolving keeps, and looking up who was seen where and when.
Does not belong here: deciding who is who (see ``people``, ``bodies``, ``registry``).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from struct import Struct

from pipelines.knowledge import Match
from pipelines.transforms.homonyms import Traits

DAYS_NEAR = 45  # a surname alone means whom the same outlet named in full so many days before or after
Middle = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Appearance:
    """One entity in one article.

    ``name`` is the fullest name that the article gives, ``names`` all forms of it, ``roles`` the roles beside them.
    ``match`` is what the knowledge base says where the article has no name ("the NATO secretary general").
    """

    kind: str
    name: str
    names: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    match: Match | None = None


@dataclass(frozen=True, slots=True)
class Scene:
    """The article in which entities appear: outlet and day of publication, None when unknown."""

    publisher: str | None = None
    published_on: date | None = None


@dataclass(eq=False, slots=True)
class Known:
    """An entity, with what articles told of it so far. Its id never changes."""

    entity_id: str
    kind: str
    match: Match | None = None
    middle: Middle = ()
    traits: Traits = field(default_factory=Traits)
    kinds: Counter[str] = field(default_factory=Counter)

    @property
    def article_count(self) -> int:
        """In how many articles it was seen."""
        return self.kinds.total()


@dataclass(frozen=True, slots=True)
class Link:
    """Whom an appearance means. ``confidence`` (0..1) is a judged probability, ``is_kb`` that the base was needed.

    ``is_full`` says that the appearance bears the entity's full name, so that it may be shown.
    """

    known: Known
    confidence: float
    is_full: bool = True
    is_kb: bool = False


_Seen = dict[int, dict[Known, dict[int, int]]]  # by period, whom and number of the outlet: days as bits
_Packed = tuple[list[Known], bytes]
_ROW = Struct("<iiiQ")  # period, place of whom in the list, number of the outlet, days


class Sightings:
    """On which days which outlet called whom by a name.

    Days lie in periods of `DAYS_NEAR`, those of a period as the bits of one number: there are millions of them. In a
    pickle those of a name are bytes, which are opened when somebody asks for the name: for most nobody does.
    """

    def __init__(self) -> None:
        self._outlets: dict[str | None, int] = {}
        self._opened: dict[str, _Seen] = {}
        self._packed: dict[str, _Packed] = {}

    def __getstate__(self) -> tuple[dict[str | None, int], dict[str, _Packed]]:
        return self._outlets, self._packed | {name: _pack(seen) for name, seen in self._opened.items()}

    def __setstate__(self, state: tuple[dict[str | None, int], dict[str, _Packed]]) -> None:
        self._opened = {}
        self._outlets, self._packed = state

    def add(self, name: str, scene: Scene, known: Known) -> None:
        """Note a sighting, unless the day is unknown."""
        if scene.published_on is not None:
            period, day = divmod(scene.published_on.toordinal(), DAYS_NEAR)
            outlet = self._outlets.setdefault(scene.publisher, len(self._outlets))
            days = (self._open(name) or self._opened.setdefault(name, {})).setdefault(period, {}).setdefault(known, {})
            days[outlet] = days.get(outlet, 0) | 1 << day

    def near(self, name: str, scene: Scene, *, anywhere: bool = False) -> list[Known]:
        """Whom the scene's outlet (or any) called so at most 45 days before or after it, in the order of ingest."""
        if scene.published_on is None or (scene.publisher is None and not anywhere):
            return []
        seen, outlet = self._open(name) or {}, self._outlets.get(scene.publisher, -1)
        this, day = divmod(scene.published_on.toordinal(), DAYS_NEAR)
        since, until = -1 << day, (2 << day) - 1  # of the period before: from that day on; of the next: up to it
        found = dict[Known, None]()
        for period, wanted in ((this - 1, since), (this, -1), (this + 1, until)):
            for known, days in seen.get(period, {}).items():
                of_outlets = days.values() if anywhere else (days.get(outlet, 0),)
                if any(of_outlet & wanted for of_outlet in of_outlets):
                    found.setdefault(known)
        return list(found)

    def _open(self, name: str) -> _Seen | None:
        if name in self._packed:
            self._opened[name] = _unpack(self._packed.pop(name))
        return self._opened.get(name)


def _pack(seen: _Seen) -> _Packed:
    bearers = {known: place for place, known in enumerate({known: None for named in seen.values() for known in named})}
    rows = bytearray()
    for period, named in seen.items():
        for known, days in named.items():
            for outlet, bits in days.items():
                rows += _ROW.pack(period, bearers[known], outlet, bits)
    return list(bearers), bytes(rows)


def _unpack(packed: _Packed) -> _Seen:
    bearers, rows = packed
    seen: _Seen = {}
    for period, place, outlet, bits in _ROW.iter_unpack(rows):
        seen.setdefault(period, {}).setdefault(bearers[place], {})[outlet] = bits
    return seen
