"""When a full name that nobody known bears is another form of a known one.

Belongs here: nicknames, hyphens, doubled letters, generations, and words that stuck to a name before and after it.
Does not belong here: reading one name (see ``name_forms``), when two of one name are two (see ``homonyms``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import groupby

from pipelines.knowledge.folding import fold_name
from pipelines.knowledge.people import is_ordinary_surname
from pipelines.knowledge.us_states import STATES
from pipelines.text import lexicon
from pipelines.text.roles import noun_for_person
from pipelines.transforms.homonyms import Traits
from pipelines.transforms.known import Appearance, Known
from pipelines.transforms.name_forms import GENERATIONS, PersonForm, middles_agree, read_person

ATTESTED = 3  # a shorter name in so many articles is a name
FAMOUS = 20  # in so many, hardly anybody else's longer name begins with it
SHORTEST = 3  # letters of a given name that may stand for a longer one: Dan for Daniel
RARE = 2  # given names that a rare surname has at most
MOST_GIVEN = 40  # given names of a surname among which another form of one is looked for


class Variants:
    """The full names so far, by what their variants share."""

    def __init__(self) -> None:
        self._by_key: dict[str, list[Known]] = {}
        self._givens: dict[str, list[str]] = {}  # surname and generation -> given names

    def bears(self, key: str) -> list[Known]:
        """The persons of a canonical name."""
        return self._by_key.get(key, [])

    def add(self, form: PersonForm, known: Known) -> None:
        """Note that a person bears a full name."""
        bearers = self._by_key.setdefault(form.key, [])
        if known not in bearers:
            bearers.append(known)
        givens = self._givens.setdefault(f"{form.surname} {form.generation}", [])
        if form.given not in givens and len(givens) <= MOST_GIVEN:
            givens.append(form.given)

    def same_name(self, form: PersonForm) -> list[Known]:
        """The persons whose name is spelled otherwise: a hyphen in the first name, a letter doubled or not, a title.

        A title is any first word that is no given name before a full name: ``Beekeeping Ingeborg Mwangi``.
        """
        given = form.given.split()
        if len(given) > 1:
            found = [known for known in self.bears(_key(given[0], form)) if known.middle[:1] == (given[1],)]
        elif form.middle:
            stuck = form.words[1:] if form.given not in lexicon.given_names() else ()
            whole = self.bears(_key(f"{form.given} {form.middle[0]}", form))
            found = whole or (self.bears(read_person(" ".join(stuck)).key) if stuck else [])
        else:
            found = []
        return found or self._of_givens(form, _is_spelled_so)

    def other_given(self, form: PersonForm) -> list[Known]:
        """The persons of the surname with a given name that stands for this one: Bob for Robert, Dan for Daniel."""
        return self._of_givens(form, _may_stand_for)

    def _of_givens(self, form: PersonForm, fits: Callable[[str, str], bool]) -> list[Known]:
        givens = self._givens.get(f"{form.surname} {form.generation}", [])
        keys = [_key(given, form) for given in givens if fits(form.given, given)] if len(givens) <= MOST_GIVEN else []
        return _unique(known for key in keys for known in self.bears(key) if middles_agree(known.middle, form.middle))

    def is_only(self, form: PersonForm) -> bool:
        """Whether all persons of the surname so far have one given name."""
        return len(self._givens.get(f"{form.surname} {form.generation}", [])) == 1

    def is_rare(self, form: PersonForm) -> bool:
        """Whether few bear the surname."""
        givens = self._givens.get(f"{form.surname} {form.generation}", [])
        return len(givens) <= RARE and not is_ordinary_surname(form.surname)

    def other_generation(self, form: PersonForm) -> list[Known]:
        """The persons of the name with or without "Jr.": whom the knowledge base knows is no other's son."""
        keys = (" ".join(filter(None, (form.given, form.surname, one))) for one in ("", *GENERATIONS))
        return _unique(one for key in keys if key != form.key for one in self.bears(key) if one.match is None)

    def shorter(self, form: PersonForm, appearance: Appearance) -> Known | None:
        """Whose well-known name a longer one begins with, when the words behind it are no part of a name.

        ``Marta Olt South Carolina``, ``Marta Olt Scores``: of a headline, not of her.
        """
        for cut in range(len(form.words) - 1, 1, -1):
            short, rest = read_person(" ".join(form.words[:cut])), form.words[cut:]
            found = [one for one in self.bears(short.key) if one.match or one.article_count >= ATTESTED]
            if form.generation or not short.given or len(found) != 1:
                continue
            if not self._is_earned(short, rest, found[0], appearance):
                return found[0]
        return None

    def _is_earned(self, short: PersonForm, rest: Sequence[str], known: Known, appearance: Appearance) -> bool:
        """Whether words behind a known name are a name: the article calls somebody so, or nothing says otherwise."""
        alone = {read_person(name).key for name in appearance.names}
        if rest[-1] in alone or " ".join(rest) in alone:
            return True
        if not alone.isdisjoint((short.surname, short.key)):
            return False
        if any(f"{rest[-1]} {one}" in self._givens for one in ("", *GENERATIONS)) or is_ordinary_surname(rest[-1]):
            return True
        if " ".join(rest) in _places() or all(_is_no_name(word) for word in rest):
            return False
        return known.article_count < FAMOUS or rest[-1] in lexicon.given_names()


def agree(known: Known, traits: Traits) -> bool:
    """Whether a role in common says that two are one person, and nothing contradicts."""
    return bool(known.traits.heads.keys() & traits.heads.keys()) and not known.traits.contradict(traits)


def may_agree(known: Known, traits: Traits) -> bool:
    """Whether no role says that two of similar names are two: an office that one of them holds, and not the other."""
    one, other = known.traits, traits
    is_other = one.heads and other.heads and one.holds_office != other.holds_office
    return not is_other and not one.contradict(other)


def _key(given: str, form: PersonForm) -> str:
    return " ".join(filter(None, (given, form.surname, form.generation)))


def _is_spelled_so(one: str, other: str) -> bool:
    """Whether two given names are one but for doubled letters: Hilary, Hillary."""
    return one != other and len(one) > SHORTEST and _undoubled(one) == _undoubled(other)


@lru_cache(1 << 16)
def _may_stand_for(one: str, other: str) -> bool:
    """Whether two given names may be one person's."""
    if other in lexicon.nicknames().get(one, ()):
        return True
    short, long = sorted((one, other), key=len)
    genders = {lexicon.given_names().get(name) for name in (one, other)} - {None}
    is_short = SHORTEST <= len(short) <= len(long) - 2  # Mari is not Maria
    return is_short and long.startswith(short) and " " not in long and len(genders) < 2


def _undoubled(word: str) -> str:
    return "".join(letter for letter, _ in groupby(word))


@lru_cache(1)
def _places() -> frozenset[str]:
    return frozenset(fold_name(name) for name in (*STATES.values(), *lexicon.country_names()))


def _is_no_name(word: str) -> bool:
    """Whether a word is none of a name: a number, a letter, a verb of headlines, a noun for a person."""
    sections = ("headline_verbs", "not_surnames", "not_names", "surveys", "authored")
    return word.isdigit() or len(word) == 1 or word in lexicon.words(*sections) or noun_for_person(word) is not None


def _unique(found: Iterable[Known] | Iterator[Known]) -> list[Known]:
    return list(dict.fromkeys(found))
