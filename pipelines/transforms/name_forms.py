"""What a name is made of: title, given names, surname; company suffix; acronym.

Belongs here: reading one name, without knowing any other. Equal names give equal keys on any day.
Does not belong here: whose name it is (see ``registry``), what is more than a name (see ``clear_names``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from pipelines.knowledge.folding import fold_name, mended
from pipelines.text import lexicon
from pipelines.text.names import fold
from pipelines.text.roles import noun_for_person

PERSON = "person"
POSSESSIVE = re.compile(r"(?<=\w)[’‘']s?$")
_NICKNAME = re.compile(r"\s[\"“‘(][^\"”’)]+[\"”’)](?=\s)")
_AGE = re.compile(r",? the (?=(?:Younger|Elder)$)")
_HYPHENS = re.compile(r"\w+(?:[-‐‑]\w+)+[.,]?")
_COMPANY_WORDS = (
    "inc incorporated corp corporation co company ltd limited plc llc llp lp ag sa gmbh nv bv spa oyj asa kk"
)
_COMPANY = frozenset(_COMPANY_WORDS.split())
_GENERATION = {
    "jr": "jr", "junior": "jr", "younger": "jr", "sr": "sr", "senior": "sr", "elder": "sr",
    "ii": "ii", "iii": "iii", "iv": "iv",
}  # fmt: skip
REGAL = lexicon.words("regal") - {"saint", "st"}
GENERATIONS = tuple(dict.fromkeys(_GENERATION.values()))
_ACRONYM = re.compile(r"[A-Z][A-Z0-9&.]{0,6}[A-Z0-9.]s?")
_NO_LETTER, _WORD = re.compile(r"[^A-Z0-9]"), re.compile(r"[\w’']+")
_SMALL_WORDS = "of the and for on in at to de la du des y e und der"
_SMALL = frozenset(_SMALL_WORDS.split())


@dataclass(frozen=True, slots=True)
class PersonForm:
    """The folded parts of a person's name, without titles.

    ``key`` is what two spellings of one full name share: first given name, surname, generation. ``middle`` are the
    given names between. ``given`` is empty for a surname alone; a first name with a hyphen is one part. ``words`` are
    all parts, ``shown`` the name as written.
    """

    given: str
    middle: tuple[str, ...]
    surname: str
    generation: str
    words: tuple[str, ...]
    shown: str

    @property
    def key(self) -> str:
        """The canonical name."""
        return " ".join(filter(None, (self.given, self.surname, self.generation)))

    @property
    def ends(self) -> tuple[str, ...]:
        """What an article may call the person after the full name: the ends of the name, and first and last name."""
        ends = [" ".join(self.words[at:]) for at in range(len(self.words))]
        found = dict.fromkeys([*ends, self.surname, f"{self.given} {self.surname}".strip()])
        return tuple(found) + tuple(f"{end} {self.generation}" for end in found if self.generation)


@lru_cache(1 << 15)  # 33 MB; to read a name again costs 15 microseconds
def read_person(name: str) -> PersonForm:
    """The parts of a person's name: ``Sen. Robert C. Scott`` is robert, (c), scott."""
    plain = _NICKNAME.sub("", " ".join(mended(name).split())).strip(" ,")
    shown = _without_titles(_without_numbers(POSSESSIVE.sub("", plain)))
    words = _words(_AGE.sub(" ", shown))
    generation = ""
    if len(words) > 1 and words[-1] in _GENERATION:
        generation = _GENERATION[words.pop()]
    at = _surname_at(words, shown)
    given = words[:at]
    if len(given) > 1 and len(given[0]) == 1:
        given = [*given[1:], given[0]]  # J. Edgar Hoover goes by Edgar
    first = given[0] if given else ""
    return PersonForm(first, tuple(given[1:]), " ".join(words[at:]), generation, tuple(words), shown)


def _words(shown: str) -> list[str]:
    """The folded words of a name. What a hyphen joins at its start is one: a first name, or a surname alone."""
    words = fold_name(shown).split() or [shown]
    first = shown.split()[0] if shown else ""
    size = len(fold_name(first).split()) if _HYPHENS.fullmatch(first) else 1
    return [" ".join(words[:size]), *words[size:]]


def _without_numbers(name: str) -> str:
    """The name without numbers before and after it, unless less than two words stay."""
    words = name.split()
    while len(words) > 2 and words[-1].isdigit():
        words.pop()
    while len(words) > 2 and words[0].isdigit():
        del words[0]
    return " ".join(words)


def _without_titles(name: str) -> str:
    """The name without the titles and nouns for a person before it: ``Former Vice President Maria Olt``."""
    words = name.split()
    while len(words) > 1:
        skip = _title_length([fold(word).strip(",") for word in words])
        if not skip:
            break
        words = words[skip:]
    return " ".join(words)


def _title_length(words: list[str]) -> int:
    """How many words at the start are a title. ``Dean Olt`` may be a name, ``President Olt`` and ``Dr Olt`` are not."""
    first, left = words[0], len(words) - 1
    if first in REGAL and left - (words[-1] in _GENERATION) == 1:
        return 0  # Prince William is a full name
    is_title = first in lexicon.titles() and first not in lexicon.given_names() and first != "st"
    if is_title or first == "the":
        return 1
    if first in lexicon.given_names():
        return 0
    if noun_for_person(first) and (left > 1 or first in lexicon.words("politicians")):
        return 1
    return next((at + 1 for at in range(len(words) - 3, 0, -1) if noun_for_person(words[at])), 0)


def _surname_at(words: list[str], shown: str) -> int:
    """Where the surname begins: at a particle, else at the last word. ``de Blasio`` is all surname, ``Van Olt`` not.

    A particle of one letter is a small one: the E in ``Marta E. Olt`` is an initial.
    """
    particles = lexicon.words("name_particles")
    written = shown.split()
    begins = (at for at, word in enumerate(words[:-1]) if word in particles and (len(word) > 1 or word in written))
    return next((at for at in begins if at or words[0] not in lexicon.given_names()), len(words) - 1)


def middles_agree(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether middle names may be one person's: either has none, or they agree word by word, initials included."""
    pairs = zip(_initials(one), _initials(other), strict=False)
    return all(a.startswith(b) or b.startswith(a) for a, b in pairs)


def _initials(words: tuple[str, ...]) -> list[str]:
    """``hw`` as h, w: initials that were written without a space."""
    return [part for word in words for part in (word if _is_initials(word) else [word])]


def _is_initials(word: str) -> bool:
    return len(word) <= 3 and not set(word) & set("aeiouy")


@lru_cache(1 << 18)
def body_key(name: str) -> str:
    """The canonical name of what is no person: folded, without company suffix (Inc, & Co, PLC)."""
    words = fold_name(name).split() or [name.strip()]
    kept = len(words)
    while kept > 1 and (words[kept - 1] in _COMPANY or (words[kept - 1] == "and" and kept < len(words))):
        kept -= 1
    return " ".join(words[:kept])


def canonical_key(name: str, kind: str) -> str:
    """What all spellings of a name share."""
    return read_person(name).key if kind == PERSON else body_key(name)


def is_acronym(name: str) -> bool:
    """Whether a name looks like one: IMF, U.N., AT&T."""
    return bool(_ACRONYM.fullmatch(name))


@lru_cache(1 << 18)
def spells(acronym: str, name: str) -> bool:
    """Whether the letters are the initials of the name's words, small words counted or not."""
    if " " not in name or acronym[0].lower() not in {name[0].lower(), name.removeprefix("the ")[0].lower()}:
        return False
    letters = _NO_LETTER.sub("", acronym if acronym.isupper() else acronym.removesuffix("s")).lower()
    words = _WORD.findall(name)
    every = "".join(word[0] for word in words).lower()
    large = "".join(word[0] for word in words if word.lower() not in _SMALL).lower()
    return len(letters) > 1 and letters in (every, large)
