"""Entities as they become known, article by article, and where each was seen.

Belongs here: the records that resolving keeps, and looking up who was seen where and when.
Does not belong here: deciding who is who (see ``people``, ``bodies``, ``registry``).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date

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


class Sightings:
    """On which days which outlet called whom by a name.

    Days lie in periods of `DAYS_NEAR`, those of a period as the bits of one number: there are millions of them.
    """

    def __init__(self) -> None:
        self._days: dict[tuple[str, str | None, int], dict[Known, int]] = {}

    def add(self, name: str, scene: Scene, known: Known) -> None:
        """Note a sighting, unless the day is unknown."""
        if scene.published_on is not None:
            period, day = divmod(scene.published_on.toordinal(), DAYS_NEAR)
            for outlet in {scene.publisher, None}:
                seen = self._days.setdefault((name, outlet, period), {})
                seen[known] = seen.get(known, 0) | 1 << day

    def near(self, name: str, scene: Scene, *, anywhere: bool = False) -> list[Known]:
        """Whom the scene's outlet (or any) called so at most 45 days before or after it, in the order of ingest."""
        if scene.published_on is None or (scene.publisher is None and not anywhere):
            return []
        outlet = None if anywhere else scene.publisher
        this, day = divmod(scene.published_on.toordinal(), DAYS_NEAR)
        since, until = -1 << day, (2 << day) - 1  # of the period before: from that day on; of the next: up to it
        found = dict[Known, None]()
        for period, wanted in ((this - 1, since), (this, -1), (this + 1, until)):
            for known, days in self._days.get((name, outlet, period), {}).items():
                if days & wanted:
                    found.setdefault(known)
        return list(found)
