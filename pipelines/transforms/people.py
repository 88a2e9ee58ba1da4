"""Which known person an article's person is.

Belongs here: full names, surnames alone, and the order in which evidence counts. Does not belong here: reading a name
(see ``name_forms``), when two of one name are two (see ``homonyms``), bodies and places.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipelines.knowledge import Knowledge, Match
from pipelines.text import lexicon
from pipelines.transforms.homonyms import Traits
from pipelines.transforms.ids import base_entity_id, entity_id
from pipelines.transforms.known import Appearance, Known, Link, Scene, Sightings
from pipelines.transforms.name_forms import GENERATIONS, PERSON, PersonForm, middles_agree, read_person

FULL_NAME = 0.9  # another of that name may exist
VARIANT = 0.8  # Bill for William, a title that stuck to the name
IN_ARTICLE = 0.85  # a surname that one person of the article bears
IN_OUTLET = 0.7  # a surname that one person in the outlet's recent articles bears
CLEAR_ARTICLES, CLEAR_SHARE = 20, 0.95  # so far above all others of the surname that an editor need not say who
SURNAME = 0.6  # a surname that nobody known bears: who it is stays open


class People:
    """The persons known so far, blocked by full name and by the ends of names."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge
        self._by_match: dict[str, Known] = {}
        self._by_key: dict[str, list[Known]] = {}
        self._ends = Sightings()  # people by the ends of their full names: "olt" for Maria Olt
        self._alone = Sightings()  # people known by a surname only
        self._here: dict[str, list[Known]] = {}  # people of this article by the ends of their names

    def begin_article(self) -> None:
        """Forget who was in the last article."""
        self._here = {}

    def bears(self, key: str) -> list[Known]:
        """The persons of a canonical name."""
        return self._by_key.get(key, [])

    def may_mean(self, name: str, scene: Scene) -> bool:
        """Whether a person of the article, or of the outlet's recent ones, has a name or the end of a name."""
        return self._person_near(" ".join(read_person(name).words), scene)

    def find(self, appearance: Appearance, scene: Scene) -> Link | None:
        """Whom an appearance means; a new person where nobody known fits, None where several of the article do."""
        form = read_person(appearance.name)
        link = self._full(form, appearance, scene) if form.given else self._surname(form, appearance, scene)
        if link is not None:
            self._note(form, appearance, scene, link)
        return link

    def _full(self, form: PersonForm, appearance: Appearance, scene: Scene) -> Link:
        match = appearance.match or self._match(form, appearance, scene)
        if match is not None and match.key in self._by_match:
            return Link(self._by_match[match.key], max(FULL_NAME, match.confidence), is_kb=appearance.match is not None)
        traits = Traits()
        traits.add(appearance.roles, scene.publisher)
        known = self._of_name(form, traits, scene, match)
        if known:
            self._learn(known, match)
            return Link(known, FULL_NAME)
        variant = self._of_variant(form, traits, scene) or self._of_end(form, scene) if match is None else None
        return variant or Link(self._new(form, match), FULL_NAME, is_kb=appearance.match is not None)

    def _of_name(self, form: PersonForm, traits: Traits, scene: Scene, match: Match | None) -> Known | None:
        fitting = [one for one in self.bears(form.key) if _fits(one, form, traits, match)]
        return next((one for one in fitting if scene.publisher in one.traits.publishers), next(iter(fitting), None))

    def _match(self, form: PersonForm, appearance: Appearance, scene: Scene) -> Match | None:
        days = (scene.published_on, scene.published_on) if scene.published_on else None
        return self._knowledge.find_person((form.shown,), appearance.roles, days)

    def _of_variant(self, form: PersonForm, traits: Traits, scene: Scene) -> Link | None:
        """The one person of a title that stuck to the name, a nickname, or a name with or without Jr.

        A nickname or a generation counts only where a role says that it is the same person.
        """
        stuck = form.words[1:] if form.middle and form.words[0] not in lexicon.given_names() else ()
        named = self.bears(read_person(" ".join(stuck)).key) if stuck else []
        here = {one for known in self._here.values() for one in known}
        others = [one for key in _variant_keys(form) for one in self.bears(key) if one.traits.heads & traits.heads]
        found = dict.fromkeys(named or (one for one in others if one not in here))
        fitting = [one for one in found if not one.traits.contradict(traits)]
        return Link(fitting[0], VARIANT, is_full=not stuck) if len(fitting) == 1 else None

    def _person_near(self, name: str, scene: Scene) -> bool:
        return name in self._here or bool(self._ends.near(name, scene))

    def _of_end(self, form: PersonForm, scene: Scene) -> Link | None:
        """``Serrano Olt`` where one Maria Serrano Olt is about."""
        if form.given in lexicon.given_names():
            return None
        end = " ".join(form.words)
        found = self._here.get(end) or self._ends.near(end, scene)
        return Link(found[0], VARIANT, is_full=False) if len(found) == 1 else None

    def _surname(self, form: PersonForm, appearance: Appearance, scene: Scene) -> Link | None:
        here = self._here.get(form.surname, [])
        if here:
            return Link(here[0], IN_ARTICLE, is_full=False) if len(here) == 1 else None
        match = self._match(form, appearance, scene) if appearance.roles else None
        if match is not None:
            known = self._by_match.get(match.key) or self._new(read_person(match.name), match)
            return Link(known, match.confidence, is_full=False, is_kb=True)
        near = _meant(self._ends.near(form.surname, scene), appearance)
        if near is None:
            near = _meant(self._ends.near(form.surname, scene, anywhere=True), appearance, only=False)
        if near is not None:
            return Link(near, IN_OUTLET, is_full=False)
        alone = self._alone.near(form.surname, scene)
        return Link(alone[0] if alone else self._new(form, None), SURNAME)

    def _new(self, form: PersonForm, match: Match | None) -> Known:
        same = self._by_key.setdefault(form.key, [])
        made = base_entity_id(match.key) if match else entity_id(form.key, PERSON, len(same))
        known = Known(made, PERSON, match, form.middle)
        same.append(known)
        self._learn(known, match)
        return known

    def _learn(self, known: Known, match: Match | None) -> None:
        if match is not None:
            known.match = match
            self._by_match[match.key] = known

    def _note(self, form: PersonForm, appearance: Appearance, scene: Scene, link: Link) -> None:
        known = link.known
        known.traits.add(appearance.roles, scene.publisher)
        known.middle = known.middle or (form.middle if link.is_full else ())
        if not form.given:
            if link.is_full:
                self._alone.add(form.surname, scene, known)
            self._remember_here((form.surname,), known)
            return
        if link.is_full:
            if known not in self.bears(form.key):
                self._by_key.setdefault(form.key, []).append(known)
            ends = [" ".join(form.words[at:]) for at in range(len(form.words))] + [form.surname]
            for end in dict.fromkeys([*ends, f"{form.given} {form.surname}"]):
                self._ends.add(end, scene, known)
                self._remember_here((end,), known)

    def _remember_here(self, ends: Sequence[str], known: Known) -> None:
        for end in ends:
            here = self._here.setdefault(end, [])
            if known not in here:
                here.append(known)


def _variant_keys(form: PersonForm) -> Iterator[str]:
    """The canonical names of a person with a nickname for the given name, or of another generation."""
    for given in (form.given, *sorted(lexicon.nicknames().get(form.given, ()))):
        for generation in ("", *GENERATIONS):
            key = " ".join(filter(None, (given, form.surname, generation)))
            if key != form.key:
                yield key


def _meant(near: Sequence[Known], appearance: Appearance, *, only: bool = True) -> Known | None:
    """Whom a surname alone means: the ``only`` bearer, the one in that role, or one beside whom the others vanish."""
    traits = Traits()
    traits.add(appearance.roles, None)
    if only and len(near) == 1:
        return near[0]
    in_role = [known for known in near if known.traits.heads & traits.heads]
    if len(in_role) == 1:
        return in_role[0]
    counts = [known.article_count for known in near]
    is_clear = bool(counts) and max(counts) >= CLEAR_ARTICLES and max(counts) >= CLEAR_SHARE * sum(counts)
    return near[counts.index(max(counts))] if is_clear else None


def _fits(known: Known, form: PersonForm, traits: Traits, match: Match | None) -> bool:
    if match is not None and known.match is not None:
        return known.match.key == match.key
    return middles_agree(known.middle, form.middle) and not known.traits.contradict(traits)
