"""How well a noun phrase fits a role: "the Olm senator" and "Senator of Olm", "the minister" and "finance minister".

Belongs here: comparing one noun with one role or with all roles of an entity.
Does not belong here: choosing between entities (see ``nominals``), reading roles (see ``roles``, ``public_roles``).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache

from pipelines.knowledge.us_states import ABBREVIATIONS, STATES
from pipelines.text import lexicon
from pipelines.text.names import fold
from pipelines.text.nominal_records import Entity, Noun
from pipelines.text.roles import Role

_KNOWN = 0.9  # of a role that the knowledge base gives, against one that the article states
_UNDATED = frozenset(
    ["president", "minister", "chancellor", "premier", "pope", "leader"]
)  # whose holder the day decides
_DEPUTIES = frozenset(["vice", "deputy", "assistant", "lieutenant"])
_OFFICES = frozenset(["senator", "governor", "representative", "congressman", "congresswoman", "secretary"])
_STATES = [(name, f" {name.lower()} ") for name in STATES.values()]
# who leads or sits in one of these is a politician
_SEATED = frozenset(["head", "chief", "chair", "chairman", "chairwoman", "chairperson", "member"])
_POLITICAL = frozenset(
    ["parliament", "parliamentary", "senate", "faction", "caucus", "party", "coalition", "opposition", "bloc"]
)
_OF_PARTY = frozenset(["republican", "democrat", "lawmaker"])


@cache
def hypernyms() -> dict[str, frozenset[str]]:
    """Role noun -> nouns that may stand for its bearer."""
    pairs = (entry.partition("=") for entry in lexicon.words("hypernyms"))
    return {word: frozenset(others.split(",")) for word, _, others in pairs}


def fits(noun: Noun, entity: Entity) -> float:
    """How well a noun fits what is known of an entity, see ``fits_role``; a role of the knowledge base counts less."""
    roles = [*entity.roles, *entity.learned]
    if noun.modifiers and any(_of_other_party(noun, role) for role in roles):
        return 0.0
    stated = max((fits_role(noun, role) for role in roles), default=0.0)
    known = max((_fits_known(noun, role) for role in entity.known), default=0.0)
    return max(stated, _KNOWN * known)


def contradicts(noun: Noun, entity: Entity) -> bool:
    """Whether the noun is an office that a public person does not hold, or an occupation of one who holds an office."""
    if not entity.known or fits(noun, entity) > 0.0:
        return False
    if noun.head in lexicon.words("occupations"):
        return any(role.head in _OFFICES for role in entity.known)
    return noun.head in _OFFICES and "former" not in noun.modifiers


def _fits_known(noun: Noun, role: Role) -> float:
    if role.head in _UNDATED:
        return 0.0
    if noun.head in _OF_PARTY and role.head in _OFFICES and states_in(noun.modifiers) & states_in(role.text.split()):
        return 1.0
    return fits_role(noun, role)


def fits_role(noun: Noun, role: Role) -> float:
    """How well a noun phrase fits a role: 0 not at all, from 1 by the same head, from 0.6 by a wider noun."""
    known = {_bare(word) for word in role.text.split()}
    is_seated = noun.head == "politician" and role.head in _SEATED and not known.isdisjoint(_POLITICAL)
    if noun.head != role.head and not is_seated and noun.head not in hypernyms().get(role.head, ()):
        return 0.0
    if noun.head != role.head and _is_narrowed(noun, known):
        return 0.0
    modifiers = {_bare(word) for word in noun.modifiers}
    wanted = modifiers & lexicon.words("role_contrast")
    if wanted - known or (noun.head == role.head and known & _DEPUTIES and not wanted):
        return 0.0
    if conflict(noun, role):
        return 0.0
    score = 1.0 if noun.head == role.head else 0.6
    return max(0.1, score + 0.3 * len(modifiers & known) - _strangeness(noun, known))


@lru_cache(maxsize=1 << 14)
def _bare(word: str) -> str:
    """A folded word without its possessive ending; the party for its nickname."""
    plain = fold(word.removesuffix("'s").removesuffix("’s"))
    return {"gop": "republican", "democrat": "democratic"}.get(plain, plain)


def _strangeness(noun: Noun, known: set[str]) -> float:
    """The weight of the capitalised words before a noun that the role does not have; less for a party or a people."""
    strange = [_bare(word) for word in noun.modifiers if word[0].isupper() and _bare(word) not in known]
    return sum(0.2 if word in lexicon.words("parties") or word in lexicon.demonyms() else 0.5 for word in strange)


def _is_narrowed(noun: Noun, known: set[str]) -> bool:
    """Whether a wide noun says of what: "the band leader" is no president."""
    modifiers = [word for word in noun.modifiers if fold(word) not in known]
    return any(not word[0].isupper() and says_more(noun.head, word, frozenset()) for word in modifiers)


def _of_other_party(noun: Noun, role: Role) -> bool:
    parties = lexicon.words("parties")
    wanted = {_bare(word) for word in noun.modifiers} & parties
    known = {_bare(word) for word in role.text.split()} & parties if wanted else wanted
    return bool(wanted and known and not wanted & known)


def conflict(noun: Noun, role: Role) -> bool:
    """Whether noun and role name different parties, countries or states."""
    wanted, known = ({_bare(word) for word in words} for words in (noun.modifiers, role.text.split()))
    if _of_other_party(noun, role):
        return True
    demonyms = lexicon.demonyms()
    mine = {demonyms[word] for word in wanted if word in demonyms}
    other = {demonyms[word] for word in known if word in demonyms}
    other |= {lexicon.country_named(word) or word for word in known if word in lexicon.country_names()}
    if mine and other and not mine & other:
        return True
    states, theirs = states_in(noun.modifiers), states_in(role.text.split())
    return bool(states and theirs and not states & theirs)


def states_in(words: Sequence[str]) -> set[str]:
    """The states of the United States that some words name, in full or as news abbreviates them (``Tex.``)."""
    joined = f" {' '.join(map(_bare, words))} "
    found = {name for name, known in _STATES if known in joined}
    found -= {"Virginia"} if "West Virginia" in found else set()
    short = (ABBREVIATIONS.get(_bare(word)) for word in words if word[0].isupper() and not word.islower())
    return found | {name for name in short if name}


def says_more(head: str, modifier: str, designators: frozenset[str]) -> bool:
    """Whether a word before a wide noun says of what: "the band leader", not "the former leader"."""
    word = fold(modifier)
    if modifier[0].isupper():
        return word in designators
    known = "-" in word or word in lexicon.words("role_modifiers") or word in lexicon.demonyms()
    return head in ("leader", "figure", "star") and not known
