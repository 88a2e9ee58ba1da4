"""Entities as they become known, article by article, and where each was seen.

Belongs here: the records that resolving keeps, and looking up who was seen where and when.
Does not belong here: deciding who is who (see ``people``, ``bodies``, ``registry``).
"""

from __future__ import annotations

from bisect import bisect_left
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


_Seen = tuple[list[Known], bytearray]  # those who bore a name, and the rows of it
_ROW = Struct("<iIIQ")  # period, place in the list of who bore the name, number of the outlet, days as bits


class Sightings:
    """On which days which outlet called whom by a name.

    Days lie in periods of `DAYS_NEAR`, those of a period as the bits of one number. There are millions of them: those
    of a name are rows of bytes, in the order of periods, which take a fifth of the memory of objects.
    """

    def __init__(self) -> None:
        self._outlets: dict[str | None, int] = {}
        self._seen: dict[str, _Seen] = {}

    def add(self, name: str, scene: Scene, known: Known) -> None:
        """Note a sighting, unless the day is unknown."""
        if scene.published_on is None:
            return
        period, day = divmod(scene.published_on.toordinal(), DAYS_NEAR)
        outlet = self._outlets.setdefault(scene.publisher, len(self._outlets))
        bearers, rows = self._seen.setdefault(name, ([], bytearray()))
        if known not in bearers:
            bearers.append(known)
        place = bearers.index(known)
        start, end = _offset(rows, period), _offset(rows, period + 1)
        for offset, row in zip(range(start, end, _ROW.size), _ROW.iter_unpack(rows[start:end]), strict=True):
            if row[1:3] == (place, outlet):
                _ROW.pack_into(rows, offset, period, place, outlet, row[3] | 1 << day)
                return
        rows[end:end] = _ROW.pack(period, place, outlet, 1 << day)

    def near(self, name: str, scene: Scene, *, anywhere: bool = False) -> list[Known]:
        """Whom the scene's outlet (or any) called so at most 45 days before or after it, in the order of ingest."""
        if scene.published_on is None or (scene.publisher is None and not anywhere) or name not in self._seen:
            return []
        (bearers, rows), outlet = self._seen[name], self._outlets.get(scene.publisher, -1)
        this, day = divmod(scene.published_on.toordinal(), DAYS_NEAR)
        # of the period before the days from that day on, of the next those up to it
        wanted = {this - 1: -1 << day, this: -1, this + 1: (2 << day) - 1}
        places = dict.fromkeys(
            place
            for period, place, by, days in _ROW.iter_unpack(rows[_offset(rows, this - 1) : _offset(rows, this + 2)])
            if days & wanted[period] and (anywhere or by == outlet)
        )
        return [bearers[place] for place in places]


def _offset(rows: bytearray, period: int) -> int:
    """Where in the rows the first of the period, or of a later one, stands or would stand."""
    count = len(rows) // _ROW.size
    return _ROW.size * bisect_left(range(count), period, key=lambda row: _ROW.unpack_from(rows, row * _ROW.size)[0])
