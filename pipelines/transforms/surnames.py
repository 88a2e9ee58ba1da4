"""Whom a surname alone means, by the people whom articles gave in full.

Belongs here: who bears a name in the article, in its outlet and in its time, and who of several is meant by it.
Does not belong here: full names (see ``people``), what the knowledge base says of a surname.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from pipelines.knowledge.people import is_ordinary_surname
from pipelines.text import lexicon
from pipelines.transforms.homonyms import Traits
from pipelines.transforms.known import Known, Scene, Sightings
from pipelines.transforms.name_forms import PersonForm

CLEAR_ARTICLES, CLEAR_SHARE = 20, 0.95  # so far above all others of the surname that an editor need not say who
RARE_ARTICLES = 5  # the only bearer of a rare surname is meant by it once so many articles have the person
IN_ROLE_SHARE = 0.9  # of the articles that give a role to somebody of the surname
SINGLE_ARTICLES = 3  # a name that so many articles give alone, and none with another, is all that there is


class Surnames:
    """Who was called by which end of a full name: "olt" and "serrano olt" for Maria Serrano Olt."""

    def __init__(self) -> None:
        self._ends = Sightings()
        self._givens = Sightings()
        self._borne: set[str] = set()  # the ends of all full names so far
        self._open: Counter[str] = Counter()  # articles that gave a name alone and left open whose it is
        self._here: dict[str, list[Known]] = {}

    def begin_article(self) -> None:
        """Forget who was in the last article."""
        self._here = {}

    def add(self, form: PersonForm, scene: Scene, known: Known) -> None:
        """Note that an article gives a person's full name."""
        for end in form.ends:
            self._ends.add(end, scene, known)
            self._borne.add(end)
            self.add_here(end, known)
        if form.given in lexicon.given_names():  # others are never asked for
            self._givens.add(form.given, scene, known)

    def add_here(self, name: str, known: Known) -> None:
        """Note whom a name means in this article."""
        here = self._here.setdefault(name, [])
        if known not in here:
            here.append(known)

    def here(self, name: str) -> list[Known]:
        """The persons of this article whose name ends so."""
        return self._here.get(name, [])

    def present(self) -> set[Known]:
        """All persons of this article."""
        return {known for here in self._here.values() for known in here}

    def near(self, name: str, scene: Scene, *, anywhere: bool = False) -> list[Known]:
        """The persons whose name ends so in the outlet's (or any outlet's) articles some weeks around the scene's."""
        return self._ends.near(name, scene, anywhere=anywhere)

    def in_role(self, name: str, traits: Traits, scene: Scene) -> Known | None:
        """The one near bearer who is called by the role: first in the outlet, then in all."""
        for anywhere in (False, True):
            near = self.near(name, scene, anywhere=anywhere)
            counts = [sum(known.traits.heads[head] for head in traits.heads) for known in near]
            most = max(counts, default=0)
            if most and most >= IN_ROLE_SHARE * sum(counts):
                return near[counts.index(most)]
        return None

    def usual(self, name: str, scene: Scene) -> Known | None:
        """Whom newspapers of the time mean by a name: somebody beside whom all other bearers vanish."""
        near = self.near(name, scene, anywhere=True)
        if name in lexicon.given_names():
            near += [known for known in self._givens.near(name, scene, anywhere=True) if known not in near]
        elif len(near) == 1 and near[0].article_count >= RARE_ARTICLES and not is_ordinary_surname(name):
            return near[0]
        return _foremost(near)

    def is_minor(self, known: Known, name: str, scene: Scene) -> bool:
        """Whether newspapers of the time name the other bearers more often than this one."""
        counts = [one.article_count for one in self.near(name, scene, anywhere=True) if one is not known]
        return sum(counts) > known.article_count

    def is_single(self, name: str) -> bool:
        """Whether a name that an article gives alone is all that there is of it: many gave it, none with another."""
        is_borne = any(part in self._borne for part in (name, *name.split()))
        if is_borne or name in lexicon.given_names() or is_ordinary_surname(name):
            return False
        self._open[name] += 1
        return self._open[name] >= SINGLE_ARTICLES


def _foremost(near: Sequence[Known]) -> Known | None:
    counts = [known.article_count for known in near]
    most = max(counts, default=0)
    is_clear = most >= CLEAR_ARTICLES and most >= CLEAR_SHARE * sum(counts)
    return near[counts.index(most)] if is_clear else None
