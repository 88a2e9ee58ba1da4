"""Nouns that stand for a person or a body that the article names: "the senator", "the former minister", "the council".

Belongs here: finding such nouns, and choosing the entity by role, kind and recency.
Does not belong here: pronouns (see ``pronouns``), reading roles beside names (see ``roles``).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

from pipelines.text import lexicon
from pipelines.text.lexicon import Gender
from pipelines.text.names import fold
from pipelines.text.references import Reference
from pipelines.text.roles import Role, noun_for_person, noun_gender
from pipelines.text.spans import EntityKind, Span

_DEFINITE = re.compile(r"\b[Tt]he (?=((?:(?:(?:[A-Z]\.)+|[\w’'&-]+) ){0,5}(?:(?:[A-Z]\.)+|[\w’'&-]+)))")
_PART = re.compile(r"[\w’'&.-]*[\w]")


@dataclass(slots=True)
class Entity:
    """What the article tells about one entity. ``last_words`` are the last words of its names, folded.

    ``roles`` are stated beside its names; ``learned`` are nouns that were taken to mean it further up in the article.
    """

    number: int
    kind: EntityKind
    gender: Gender | None = None
    named: bool = True
    count: int = 0
    roles: list[Role] = field(default_factory=list)
    last_words: frozenset[str] = frozenset()
    learned: list[Role] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Noun:
    """A definite noun phrase: its span, head noun and the folded words before the head."""

    span: Span
    head: str
    modifiers: tuple[str, ...]
    is_person: bool


@cache
def hypernyms() -> dict[str, frozenset[str]]:
    """Role noun -> nouns that may stand for its bearer."""
    pairs = (entry.partition("=") for entry in lexicon.words("hypernyms"))
    return {word: frozenset(others.split(",")) for word, _, others in pairs}


@cache
def body_nouns() -> dict[str, frozenset[str]]:
    """Well-known body, folded -> the nouns that may stand for it although its name does not hold them."""
    pairs = (entry.partition("=") for entry in lexicon.words("body_nouns"))
    return {name.replace("_", " "): frozenset(nouns.split(",")) for name, _, nouns in pairs}


def find_nouns(text: str) -> Iterator[Noun]:
    """The phrases "the ... <noun for a person or a body>" of the text, in order."""
    bodies = lexicon.words("organisation_designators", "organisation")
    for match in _DEFINITE.finditer(text):
        noun = read_noun(match.group(1), match.start(1), match.start(), bodies)
        if noun:
            yield noun


def read_noun(words: str, offset: int, start: int, bodies: frozenset[str]) -> Noun | None:
    """The noun phrase that begins the words, None where no known noun ends it."""
    modifiers: list[str] = []
    found: Noun | None = None
    for match in _PART.finditer(words):
        raw = match.group()
        possessive = raw.endswith(("'s", "’s"))
        word = fold(raw.removesuffix("'s").removesuffix("’s"))
        end = offset + match.end() - (2 if possessive else 0)
        if noun_for_person(word):
            found = Noun(Span(start, end), word, tuple(modifiers), True)
        elif word in bodies and raw.islower():
            found = Noun(Span(start, end), word, tuple(modifiers), False)
        elif found or not _may_modify(raw, word):
            break
        if possessive and found:
            break
        modifiers.append(fold(raw) if raw.islower() else raw)
    if found and any(modifier.lower() in lexicon.words("other_bearers") for modifier in found.modifiers):
        return None
    return found


def _may_modify(raw: str, word: str) -> bool:
    known = lexicon.words("role_modifiers", "bloc", "organisation")
    return raw[0].isupper() or word in known or word in lexicon.demonyms() or "-" in raw


def fits_role(noun: Noun, role: Role) -> float:
    """How well a noun phrase fits a role: 0 not at all, from 1 by the same head, from 0.6 by a wider noun."""
    if noun.head != role.head and noun.head not in hypernyms().get(role.head, ()):
        return 0.0
    known = {fold(word.removesuffix("'s").removesuffix("’s")) for word in role.text.split()}
    if noun.head == role.head:
        score = 1.0
    elif not _is_narrowed(noun, known):
        score = 0.6
    else:
        return 0.0
    contrast = lexicon.words("role_contrast")
    modifiers = {fold(word.removesuffix("'s").removesuffix("’s")) for word in noun.modifiers}
    wanted = modifiers & contrast
    if wanted - known or (
        noun.head == role.head and known & {"vice", "deputy", "assistant", "lieutenant"} and not wanted
    ):
        return 0.0
    if _conflict(modifiers, known):
        return 0.0
    strange = sum(
        word[0].isupper() and fold(word.removesuffix("'s").removesuffix("’s")) not in known for word in noun.modifiers
    )
    return max(0.1, score + 0.3 * len(modifiers & known) - 0.5 * strange)


def _is_narrowed(noun: Noun, known: set[str]) -> bool:
    """Whether a wide noun says of what: "the band leader" is no president."""
    modifiers = [word for word in noun.modifiers if fold(word) not in known]
    return any(not word[0].isupper() and _says_more(noun.head, word, frozenset()) for word in modifiers)


def _conflict(wanted: set[str], known: set[str]) -> bool:
    parties = lexicon.words("parties")
    if wanted & parties and known & parties and not wanted & known & parties:
        return True
    demonyms = lexicon.demonyms()
    mine = {demonyms[word] for word in wanted if word in demonyms}
    other = {demonyms[word] for word in known if word in demonyms}
    other |= {lexicon.country_named(word) or word for word in known if word in lexicon.country_names()}
    return bool(mine and other and not mine & other)


def choose_person(noun: Noun, entities: Sequence[Entity], recent: Sequence[Reference], guess: bool) -> int | None:
    """The person that a noun phrase means.

    ``recent`` are the references before it, the latest first. With ``guess`` (the noun is a source) a wide noun such as
    "the politician" may mean the person spoken of last although no role says so.
    """
    gender = noun_gender(noun.head)
    best: tuple[float, int] | None = None
    seen: set[int] = set()
    for rank, reference in enumerate(recent):
        entity = entities[reference.entity]
        if entity.number in seen or entity.kind != "person" or not _agree(gender, entity.gender):
            continue
        seen.add(entity.number)
        fit = max((fits_role(noun, role) for role in (*entity.roles, *entity.learned)), default=0.0)
        if fit >= (0.1 if guess else 0.6) and (best is None or fit - 0.02 * rank > best[0]):
            best = (fit - 0.02 * rank, entity.number)
    if best is not None:
        return best[1]
    return _last_spoken_of(noun, entities, recent, gender) if guess else None


def _agree(left: Gender | None, right: Gender | None) -> bool:
    return left is None or right is None or left == right


def _last_spoken_of(
    noun: Noun, entities: Sequence[Entity], recent: Sequence[Reference], gender: Gender | None
) -> int | None:
    wide = lexicon.words("generic_person", "politicians") | {"lady"}
    designators = lexicon.words("organisation_designators", "organisation")
    if noun.head not in wide or not recent or any(_says_more(noun.head, raw, designators) for raw in noun.modifiers):
        return None
    latest = recent[0].sentence
    for reference in recent:
        entity = entities[reference.entity]
        if latest - reference.sentence > 3:
            return None
        if entity.kind != "person" or reference.quoted or not (reference.source or reference.subject):
            continue
        if not entity.named:
            return None
        if _agree(gender, entity.gender) and not any(_rules_out(noun, role) for role in entity.roles):
            return entity.number
    return None


def _says_more(head: str, modifier: str, designators: frozenset[str]) -> bool:
    """Whether a word before a wide noun says of what: "the band leader", not "the former leader"."""
    word = fold(modifier)
    if modifier[0].isupper():
        return word in designators
    known = "-" in word or word in lexicon.words("role_modifiers") or word in lexicon.demonyms()
    return head in ("leader", "figure", "star") and not known


def _rules_out(noun: Noun, role: Role) -> bool:
    known = {fold(word) for word in role.text.split()}
    offices = lexicon.words("politicians", "generic_person", "open_roles")
    if noun.head in lexicon.words("politicians") and role.head not in offices:
        return True
    return role.head.startswith("spokes") or _conflict({fold(word) for word in noun.modifiers}, known)


def choose_body(noun: Noun, entities: Sequence[Entity], recent: Sequence[Reference], guess: bool) -> int | None:
    """The organisation that "the council" or, as a source, "the agency" means: by its last word, else the latest."""
    for reference in recent:
        entity = entities[reference.entity]
        if entity.kind == "organisation" and noun.head in entity.last_words:
            return entity.number
    if not guess or not recent or noun.head not in lexicon.words("generic_bodies"):
        return None
    latest = recent[0].sentence
    counts: Counter[int] = Counter()
    for reference in recent:
        entity = entities[reference.entity]
        if entity.kind != "organisation" or reference.quoted:
            continue
        if latest - reference.sentence <= 2 and (reference.subject or reference.source):
            return entity.number
        counts[entity.number] += 1
    ranked = counts.most_common(2)
    if ranked and ranked[0][1] > 2 and (len(ranked) == 1 or ranked[0][1] >= 2 * ranked[1][1]):
        return ranked[0][0]
    return None
