"""Proper names: how they are shown and compared, and what the parts of a person's name are.

Belongs here: folding and cleaning a name, splitting a person's name, the gender that it states.
Does not belong here: where a name stands in a text (see ``name_spans``), and which names belong to one entity
(see ``name_groups``).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from pipelines.text import lexicon
from pipelines.text.lexicon import Gender


@dataclass(frozen=True, slots=True)
class PersonName:
    """The folded parts of a person's name. ``given`` is empty for a bare surname; ``surname`` is its last word.

    ``generation`` is ``jr``, ``sr``, ``iii`` and the like, empty where the name states none; ``words`` are without it,
    and without a mother's surname behind ``y``.
    """

    given: tuple[str, ...]
    surname: str
    words: tuple[str, ...]
    generation: str = ""


_MC = re.compile(r"\bMc([a-z])(?=[a-z]{2})")


@lru_cache(maxsize=1 << 16)
def fold(text: str) -> str:
    """The text without case, accents and full stops, for comparing names."""
    if text.isascii():
        return text.lower().replace(".", "")
    plain = unicodedata.normalize("NFKD", text.replace("’", "'"))
    return "".join(mark for mark in plain if not unicodedata.combining(mark)).casefold().replace(".", "")


@lru_cache(maxsize=1 << 16)
def clean_name(text: str) -> str:
    """The name as it is shown: one line, without brackets and a nickname in quotation marks."""
    without = re.sub(r"\s[\"“‘(][^\"”’)]+[\"”’)](?=\s)", "", text)
    return " ".join(re.sub(r"[\[\]«»\"“”]", "", without).split())


def in_title_case(name: str) -> str:
    """A person's name in capitals as it is written otherwise: ``MARIA O'NEILL-MCKAY`` is Maria O'Neill-McKay."""
    return _MC.sub(lambda found: f"Mc{found[1].upper()}", name.title())


@lru_cache(maxsize=1 << 16)
def parse_person(name: str) -> PersonName:
    """Split a cleaned name of a person. The name must hold a word."""
    parts = [fold(word).strip(",") for word in name.split()]
    suffixes = lexicon.words("name_suffixes")
    generation = ""
    while len(parts) > 1 and parts[-1] in suffixes:
        last = parts.pop()
        generation = last if last in lexicon.words("generations") else generation
    if "y" in parts[2:-1]:  # Ana de la Cruz y Vega is called de la Cruz
        parts = parts[: parts.index("y", 2)]
    particles = lexicon.words("name_particles")
    first = int(parts[0] in ("ben", "al", "do") and name[0].isupper())  # as well given names
    start = next((at for at, word in enumerate(parts[:-1]) if at >= first and word in particles), len(parts) - 1)
    return PersonName(tuple(parts[:start]), parts[-1], tuple(parts), generation)


def given_gender(name: PersonName) -> Gender | None:
    """The gender that the given name states, if it states one."""
    known = lexicon.given_names()
    for given in name.given:
        gender = known.get(given) or known.get(given.split("-")[0])
        if gender:
            return gender
    return _surname_gender(name.surname)


def _surname_gender(surname: str) -> Gender | None:
    if len(surname) < 6:
        return None
    if surname.endswith(("ova", "eva", "skaya", "ska", "dottir", "iene", "yte", "aite", "ina")):
        return "f" if not surname.endswith("ina") or surname.endswith(("kina", "tina", "dina", "lina")) else None
    return "m" if surname.endswith(("sky", "skiy", "ovs", "enko-m")) or surname.endswith(("ovich", "evich")) else None


def is_suffix(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    """Whether the words end with the shorter ones."""
    return len(short) <= len(long) and long[len(long) - len(short) :] == short
