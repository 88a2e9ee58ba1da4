"""Nouns that stand for a person or a body that the article names: "the senator", "the former minister", "the council".

Belongs here: finding such nouns, and choosing the entity by role, kind and recency.
Does not belong here: pronouns (see ``pronouns``), reading roles beside names (see ``roles``).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache

from pipelines.text import lexicon
from pipelines.text.head_offices import HEAD_OF
from pipelines.text.lexicon import Gender
from pipelines.text.names import fold
from pipelines.text.nominal_records import Entity, Noun
from pipelines.text.references import Reference
from pipelines.text.role_fit import conflict, contradicts, fits, says_more
from pipelines.text.roles import Role, noun_for_person, noun_gender
from pipelines.text.spans import Span

_DEFINITE = re.compile(r"\b[Tt]he (?=((?:(?:(?:[A-Z]\.)+|[\w’'&-]+) ){0,5}(?:(?:[A-Z]\.)+|[\w’'&-]+)))")
_FAR = 20  # sentences
_PART = re.compile(r"[\w’'&.-]*[\w]")


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
        noun = noun or head_of(text, match.start(), len(text))
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


def head_of(text: str, start: int, end: int) -> Noun | None:
    """Words as the office that they mean: "the head of government" is the prime minister, of state the president."""
    found = HEAD_OF.match(text, start, end)
    if found is None:
        return None
    head, modifiers = ("minister", ("prime",)) if found["of"] == "government" else ("president", ())
    return Noun(Span(*found.span()), head, modifiers, True)


def choose_person(noun: Noun, entities: Sequence[Entity], recent: Sequence[Reference], guess: bool) -> int | None:
    """The person that a noun phrase means.

    ``recent`` are the references before it, the latest first. With ``guess`` (the noun is a source) a wide noun such as
    "the politician" may mean the person spoken of last although no role says so.
    """
    gender = noun_gender(noun.head)
    best: tuple[float, int] | None = None
    seen: set[int] = set()
    latest = recent[0].sentence if recent else 0
    for rank, reference in enumerate(recent):
        entity = entities[reference.entity]
        if entity.number in seen or entity.kind != "person" or not _agree(gender, entity.gender):
            continue
        seen.add(entity.number)
        fit = fits(noun, entity)
        score = fit - 0.02 * rank - 0.01 * min(_FAR, latest - reference.sentence)
        if fit >= (0.1 if guess else 0.6) and (best is None or score > best[0]):
            best = (score, entity.number)
    if best is not None:
        return best[1]
    return _last_spoken_of(noun, entities, recent, gender) if guess else None


def _agree(left: Gender | None, right: Gender | None) -> bool:
    return left is None or right is None or left == right


def _last_spoken_of(
    noun: Noun, entities: Sequence[Entity], recent: Sequence[Reference], gender: Gender | None
) -> int | None:
    """The last subject or speaker whom a wide noun may mean: one of the article's main persons, or a paragraph's."""
    is_wide = noun.head in lexicon.words("generic_person", "politicians") and noun.head not in ("man", "woman")
    if not recent or not (is_wide or noun.head == "lady"):
        return None
    designators = lexicon.words("organisation_designators", "organisation")
    if any(says_more(noun.head, raw, designators) for raw in noun.modifiers):
        return None
    latest = recent[0].sentence
    most = max((entity.count for entity in entities if entity.kind == "person"), default=0)
    for reference in recent:
        entity = entities[reference.entity]
        if latest - reference.sentence > 3:
            return None
        if entity.kind != "person" or reference.quoted or not (reference.source or reference.subject):
            continue
        if not entity.named and reference.source:
            return None
        is_near = reference.leads and reference.subject and latest - reference.sentence < 2
        is_central = is_near or entity.count * 3 >= most
        if entity.named and is_central and _agree(gender, entity.gender) and not _is_ruled_out(noun, entity):
            return entity.number
    return None


def _is_ruled_out(noun: Noun, entity: Entity) -> bool:
    return contradicts(noun, entity) or any(_rules_out(noun, role) for role in (*entity.roles, *entity.learned))


def _rules_out(noun: Noun, role: Role) -> bool:
    offices = lexicon.words("politicians", "generic_person", "open_roles")
    single = lexicon.words("single_offices")
    if noun.head in single and role.head in single - {noun.head} and "former" not in role.text.lower():
        return True
    if noun.head in lexicon.words("politicians") and role.head not in offices:
        return True
    return role.head.startswith("spokes") or conflict(noun, role)


def choose_body(noun: Noun, entities: Sequence[Entity], recent: Sequence[Reference], guess: bool) -> int | None:
    """The organisation that "the council" or, as a source, "the agency" means: by its last word, else the latest."""
    bearing = [
        one
        for one in recent
        if entities[one.entity].kind == "organisation" and noun.head in entities[one.entity].last_words
    ]
    if bearing:
        return _in_focus(bearing, recent[0].sentence).entity
    if not guess or not recent or noun.head not in lexicon.words("generic_bodies"):
        return None
    latest = recent[0].sentence
    is_press = noun.head in lexicon.words("press_nouns")
    is_firm = noun.head in lexicon.words("firm_nouns")
    counts: Counter[int] = Counter()
    for reference in recent:
        entity = entities[reference.entity]
        if entity.kind != "organisation" or reference.quoted or (is_press and not reference.source):
            continue
        if is_firm and not _may_be_firm(entity):
            continue
        if latest - reference.sentence <= 2 and (reference.subject or reference.source):
            return entity.number
        counts[entity.number] += 1
    ranked = counts.most_common(2)
    if ranked and ranked[0][1] > 2 and (len(ranked) == 1 or ranked[0][1] >= 2 * ranked[1][1]):
        return ranked[0][0]
    return None


def _in_focus(bearing: Sequence[Reference], latest: int) -> Reference:
    """Of references to bodies of one noun the one that it points back to: the latest that is not only by the way.

    "Analysts at Orsk Bank" some sentences ago are no rivals of the bank that the article is about.
    """
    of_one = len({one.entity for one in bearing}) == 1
    return next(
        (one for one in bearing if of_one or one.subject or one.source or latest - one.sentence <= 1), bearing[0]
    )


def _may_be_firm(entity: Entity) -> bool:
    """Whether an entity may be a company: none whose name says that it is a council, a union, a court."""
    return entity.kind == "organisation" and entity.last_words.isdisjoint(lexicon.words("no_firms"))
