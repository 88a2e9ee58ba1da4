"""Who is who across articles, read one after the other in the order in which they were taken in.

Belongs here: the order of reading, and what is a person though an article took it for a body, or the other way round.
Does not belong here: tables; persons (see ``people``), bodies and places (see ``bodies``).

An article is understood from itself and from those taken in before it, never from a later one: so what it was
understood to say stays, whatever is added. Reading the same articles in the same order gives the same ids.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from pipelines.knowledge import Knowledge
from pipelines.transforms.bodies import Bodies
from pipelines.transforms.known import Appearance, Link, Scene
from pipelines.transforms.name_forms import PERSON, body_key, is_acronym, read_person
from pipelines.transforms.people import People

CLEAR_ARTICLES, CLEAR_SHARE = 3, 0.75  # what so many articles, and so much of them, took for one kind is of that kind


class Registry:
    """All entities of the articles read so far."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._people = People(knowledge)
        self._bodies = Bodies(knowledge)
        self._alone: dict[str, Counter[str]] = {}  # a name of one part -> the kinds that articles took it for

    def read(self, scene: Scene, appearances: Sequence[Appearance]) -> list[Link | None]:
        """Whom each appearance of one article means; None where the article leaves it open."""
        self._people.begin_article()
        self._bodies.begin_article([name for one in appearances for name in (one.name, *one.names)])
        links: list[Link | None] = [None] * len(appearances)
        for at in sorted(range(len(appearances)), key=lambda at: _is_short(appearances[at])):
            links[at] = self._link(appearances[at], scene)
        for known, kind in {(link.known, one.kind) for link, one in zip(links, appearances, strict=True) if link}:
            known.kinds[kind] += 1
        for name, kind in {(form.key, one.kind) for one in appearances if not (form := read_person(one.name)).given}:
            self._alone.setdefault(name, Counter())[kind] += 1
        return links

    def _link(self, appearance: Appearance, scene: Scene) -> Link | None:
        return (
            self._people.find(appearance, scene)
            if self._is_person(appearance, scene)
            else self._bodies.find(appearance, scene)
        )

    def _is_person(self, appearance: Appearance, scene: Scene) -> bool:
        if appearance.kind != PERSON:
            key = read_person(appearance.name).key
            kinds = [known.kinds for known in self._people.bears(key)]
            return _is_clear([*kinds, self._alone.get(key, Counter())], person=True)
        if appearance.match or self._people.may_mean(appearance.name, scene):
            return True
        bodies = self._bodies.bears(body_key(appearance.name))
        return not _is_clear([known.kinds for known in bodies], person=False)


def _is_short(appearance: Appearance) -> bool:
    """Whether a name may lean on a longer one in the article."""
    if appearance.kind == PERSON:
        return not read_person(appearance.name).given
    return is_acronym(appearance.name) or " " not in appearance.name


def _is_clear(seen: Iterable[Counter[str]], person: bool) -> bool:
    """Whether articles agree that what bears a name is a person (or is none)."""
    counts = [pair for kinds in seen for pair in kinds.items()]
    right = sum(count for kind, count in counts if (kind == PERSON) == person)
    return right >= CLEAR_ARTICLES and right >= CLEAR_SHARE * sum(count for _, count in counts)
