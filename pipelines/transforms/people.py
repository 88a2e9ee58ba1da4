"""Which known person an article's person is.

Belongs here: the order in which evidence counts, for full names and for surnames alone. Does not belong here: reading a
name (see ``name_forms``), other forms of a full name (see ``variants``), the bearers of a surname (see ``surnames``),
when two of one name are two (see ``homonyms``), bodies and places.
"""

from __future__ import annotations

from pipelines.knowledge import Knowledge, Match
from pipelines.knowledge.people import is_ordinary
from pipelines.text import lexicon
from pipelines.transforms.homonyms import Traits
from pipelines.transforms.ids import base_entity_id, entity_id
from pipelines.transforms.known import Appearance, Known, Link, Scene
from pipelines.transforms.name_forms import PERSON, REGAL, PersonForm, middles_agree, read_person
from pipelines.transforms.surnames import Surnames
from pipelines.transforms.variants import Variants, agree, may_agree

FULL_NAME = 0.9  # another of that name may exist
VARIANT = 0.8  # Bill for William, a word that stuck to the name
IN_ARTICLE = 0.85  # a surname that one person of the article bears
IN_OUTLET = 0.7  # a surname that one person in the outlet's recent articles bears, or one far above all others
SINGLE = 0.6  # a name that articles give alone only


class People:
    """The persons known so far, blocked by full name and by the ends of names."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge
        self._by_base: dict[str, Known] = {}
        self._names = Variants()
        self._surnames = Surnames()

    def begin_article(self) -> None:
        """Forget who was in the last article."""
        self._surnames.begin_article()

    def bears(self, key: str) -> list[Known]:
        """The persons of a canonical name."""
        return self._names.bears(key)

    def may_mean(self, name: str, scene: Scene) -> bool:
        """Whether a person of the article, or of the outlet's recent ones, has a name or the end of a name."""
        end = " ".join(read_person(name).words)
        return bool(self._surnames.here(end) or self._surnames.near(end, scene))

    def find(self, appearance: Appearance, scene: Scene) -> Link | None:
        """Whom an appearance means; a new person for a new full name, None where nothing says whose a surname is."""
        form = read_person(appearance.name)
        traits = Traits()
        traits.add(appearance.roles, scene.publisher)
        link = self._full(form, appearance, traits, scene) if form.given else self._short(form, appearance, scene)
        if link is not None:
            self._note(form, traits, scene, link)
        return link

    def _full(self, form: PersonForm, appearance: Appearance, traits: Traits, scene: Scene) -> Link:
        match = appearance.match or self._match(form, appearance, scene)
        is_kb = appearance.match is not None
        known = self._of_base(match, traits) if match else None
        if match is not None and known is not None:
            return Link(known, max(FULL_NAME, match.confidence), is_kb=is_kb)
        known = self._of_name(form, traits, scene, match)
        if known:
            self._learn(known, match)
            return Link(known, FULL_NAME)
        variant = self._variant(form, appearance, traits, scene) if match is None else None
        return variant or Link(self._new(form, match), FULL_NAME, is_kb=is_kb)

    def _of_base(self, match: Match, traits: Traits | None = None) -> Known | None:
        """The person whom the base knows, also one of the same name whom nothing marked as that person so far."""
        known = self._by_base.get(match.key)
        if known is None or (known.match is None and traits is not None and known.traits.contradict(traits)):
            return None
        self._learn(known, match)
        return known

    def _of_name(self, form: PersonForm, traits: Traits, scene: Scene, match: Match | None) -> Known | None:
        fitting = [one for one in self.bears(form.key) if _fits(one, form, traits, match)]
        return next((one for one in fitting if scene.publisher in one.traits.publishers), next(iter(fitting), None))

    def _match(self, form: PersonForm, appearance: Appearance, scene: Scene) -> Match | None:
        days = (scene.published_on, scene.published_on) if scene.published_on else None
        roles = (*appearance.roles, form.given) if form.given in REGAL else appearance.roles
        return self._knowledge.find_person((form.shown,), roles, days)

    def _variant(self, form: PersonForm, appearance: Appearance, traits: Traits, scene: Scene) -> Link | None:
        """The one known person of whose name this is another form."""
        base = self._bearer(form)
        alias = self._by_base.get(base.key) if base else None
        if alias is not None and not alias.traits.contradict(traits):
            return Link(alias, VARIANT, is_full=False)
        same = [one for one in self._names.same_name(form) if not one.traits.contradict(traits)]
        if len(same) == 1:
            return Link(same[0], VARIANT, is_full=False)
        others = self._of_other_form(form, traits, scene)
        if len(others) == 1:
            return Link(others[0], VARIANT)
        shorter = self._names.shorter(form, appearance) or self._of_end(form, scene)
        return Link(shorter, VARIANT, is_full=False) if shorter else None

    def _of_other_form(self, form: PersonForm, traits: Traits, scene: Scene) -> list[Known]:
        """Persons by a nickname or a generation, where a role says that it is one person.

        For a nickname before a rare surname it is enough that the outlet knows the person, or that any does just then,
        or that there is no other of the surname.
        """
        present = self._surnames.present()
        given = [one for one in self._names.other_given(form) if one not in present]
        others = [one for one in self._names.other_generation(form) if one not in present]
        agreeing = [one for one in (*given, *others) if agree(one, traits)]
        if agreeing or not given or not self._names.is_rare(form):
            return agreeing
        near = given if self._names.is_only(form) else self._surnames.near(form.surname, scene, anywhere=True)
        about = [one for one in given if one in near or scene.publisher in one.traits.publishers]
        return [one for one in about if one.match is None and may_agree(one, traits)]

    def _of_end(self, form: PersonForm, scene: Scene) -> Known | None:
        """``Serrano Olt`` where one Maria Serrano Olt is about."""
        if form.given in lexicon.given_names():
            return None
        end = " ".join(filter(None, (*form.words, form.generation)))
        found = self._surnames.here(end) or self._surnames.near(end, scene)
        return found[0] if len(found) == 1 else None

    def _short(self, form: PersonForm, appearance: Appearance, scene: Scene) -> Link | None:
        here = self._surnames.here(form.key)
        if len(here) > 1:
            return None
        in_role = self._in_role(form, appearance, scene)
        if in_role is not None:
            return in_role
        usual = self._surnames.usual(form.key, scene)
        near = here or self._surnames.near(form.key, scene)
        if len(near) == 1 and not self._is_outshone(near[0], usual, form, scene):
            confidence = IN_ARTICLE if here else IN_OUTLET
            return Link(near[0], confidence, is_full=False)
        if here:
            return None
        return Link(usual, IN_OUTLET, is_full=False) if usual else self._single(form)

    def _in_role(self, form: PersonForm, appearance: Appearance, scene: Scene) -> Link | None:
        """The bearer of a surname who has the role that the article gives: by the base, else by other articles."""
        if not appearance.roles:
            return None
        match = self._match(form, appearance, scene) or self._titled(form, appearance, scene)
        if match is not None:
            return Link(self._of_match(match), match.confidence, is_full=False, is_kb=True)
        traits = Traits()
        traits.add(appearance.roles, None)
        known = self._surnames.in_role(form.key, traits, scene)
        return Link(known, IN_OUTLET, is_full=False) if known else None

    def _titled(self, form: PersonForm, appearance: Appearance, scene: Scene) -> Match | None:
        if scene.published_on is None or form.generation:
            return None
        return self._knowledge.find_titled(form.surname, appearance.roles, (scene.published_on, scene.published_on))

    def _is_outshone(self, known: Known, usual: Known | None, form: PersonForm, scene: Scene) -> bool:
        """Whether readers of the time think of somebody else at the surname than of a person whom the article names."""
        if usual is not None or scene.published_on is None:
            return usual not in (None, known)
        if not self._surnames.here(form.key) and self._surnames.is_minor(known, form.key, scene):
            return True
        match = self._knowledge.foremost_bearer(form.surname, (scene.published_on, scene.published_on))
        return match is not None and self._by_base.get(match.key) is not known

    def _single(self, form: PersonForm) -> Link | None:
        """Somebody who goes by one name: many articles give it alone, and nobody is known to bear it."""
        if form.generation or self._knowledge.knows_surname(form.surname) or not self._surnames.is_single(form.key):
            return None
        found = self.bears(form.key)
        return Link(found[0] if found else self._new(form, None), SINGLE)

    def _of_match(self, match: Match) -> Known:
        return self._of_base(match) or self._new(read_person(match.name), match)

    def _new(self, form: PersonForm, match: Match | None) -> Known:
        """Somebody new. The first of a name that the base has gets the base's id: order shall not tell."""
        base = match or self._bearer(form)
        is_first = base is not None and base.key not in self._by_base
        made = base_entity_id(base.key) if base and is_first else entity_id(form.key, PERSON, len(self.bears(form.key)))
        known = Known(made, PERSON, match, form.middle)
        self._names.add(form, known)
        if base is not None and (is_first or match):
            self._by_base[base.key] = known
        return known

    def _bearer(self, form: PersonForm) -> Match | None:
        """The one person of the base who has the name; an alias that many others bear is nobody's."""
        base = self._knowledge.bearer(form.shown)
        is_alias = base is not None and form.key != read_person(base.name).key
        return None if is_alias and not form.middle and is_ordinary(form.shown) else base

    def _learn(self, known: Known, match: Match | None) -> None:
        if match is not None:
            known.match = match
            self._by_base[match.key] = known

    def _note(self, form: PersonForm, traits: Traits, scene: Scene, link: Link) -> None:
        known = link.known
        known.traits.merge(traits)
        if form.given and link.is_full:
            known.middle = known.middle or form.middle
            self._names.add(form, known)
            self._surnames.add(form, scene, known)
        elif not form.given:
            self._surnames.add_here(form.key, known)


def _fits(known: Known, form: PersonForm, traits: Traits, match: Match | None) -> bool:
    if match is not None and known.match is not None:
        return known.match.key == match.key
    return middles_agree(known.middle, form.middle) and not known.traits.contradict(traits)
