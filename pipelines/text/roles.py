"""What an article calls a person beside the name: titles before it, appositions behind it, their head nouns.

Belongs here: reading the words around one name.
Does not belong here: which person a role without a name means (see ``nominals``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise

from pipelines.text import lexicon
from pipelines.text.lexicon import Gender
from pipelines.text.names import fold

_TOKEN = re.compile(r"[\w’'.&/-]*[\w.]|[^\s\w]")
_AFTER = re.compile(
    r"(?:’s|'s)?(?: ?\([^()\n]{1,40}\))?, (?:who is |now |\d{1,3}, |then )*"
    r"([^,.;:()\n\"“”«»—–?!]{3,140}(?:\.[A-Z]\.[^,.;:()\n\"“”«»—–?!]{0,100})?)(?=[,.;:()\n\"“”«»—–?!]|$)"
)
_LEADING = re.compile(
    r"(?<![\w’'-])"
    r"((?:[Tt]he|[Hh]is|[Hh]er|[Ii]ts|[Tt]heir|[Tt]hat|[Aa]n?|[A-Z][\w-]*[’']s)"
    r"(?: (?:(?:of|at|for|in) the )?(?!the )[\w’'&-]+){1,9}), \Z"
)
_PARTY = re.compile(r",? \(?(D|R|Dem|Rep)\.?(?:[-–, ]{1,2}([A-Z][\w.]{0,12}(?: [A-Z][\w.]{0,12})?)|(?<=\([DR])(?=\)))")
_PARTIES = {"D": "democrat", "Dem": "democrat", "R": "republican", "Rep": "republican"}
_CLOSED = re.compile(r"[,.;:)”»]|$|\n")
_SENTENCE = re.compile(  # "..., the judge erred when giving his verdict, Lind said": no role of Lind's
    r" (?:also|is|are|was|were|has|have|had|will|would|could|can|may|should|said|says|when|while|after|before|because"
    r"|if|although|that|who|which|not) "
)
_AGE = re.compile(r"\d{1,3}-year-old")
_CLAUSE = re.compile(r" (?:\w+ed|said|says) that ")  # "Okun, the mayor promised that ..." is a clause of its own
_ACTS = re.compile(r"([\w’'-]+) (?:is|are|was|were|has|have|had|will|would|can|could|may|might|must|should|did|does)\b")
_WHO = re.compile(r" (?:who|which|whose) ")
_RELATIVE = re.compile(r" (?:who|that|which|whose|whom|said|says|told|and was|and is) .*$")


@dataclass(frozen=True, slots=True)
class Role:
    """A role as the article words it, and its head noun in lower case (``senator`` for ``Massachusetts Sen.``)."""

    text: str
    head: str
    gender: Gender | None


@dataclass(frozen=True, slots=True)
class Before:
    """What stands right before a name. ``start`` is where the title begins, or the name where there is none."""

    role: Role | None
    gender: Gender | None
    start: int


@cache
def noun_for_person(word: str) -> str | None:
    """The singular noun for a person that a folded word is or abbreviates (``sen`` -> ``senator``), else None."""
    nouns = lexicon.person_nouns()
    if word in nouns:
        return word
    title = lexicon.titles().get(word)
    if title:
        return title.role
    if word.endswith(("ologist", "ographer")) or _AGE.fullmatch(word):
        return word
    for prefix in ("then-", "ex-", "co-", "vice-", "mid-", "anti-"):
        if word.startswith(prefix) and word.removeprefix(prefix) in nouns:
            return word.removeprefix(prefix)
    tail = word.rsplit("-", 1)[-1]
    return tail if tail in nouns and "-" in word else None


def noun_gender(noun: str) -> Gender | None:
    """The gender that a noun for a person states (``spokeswoman``), if any."""
    return lexicon.person_nouns().get(noun)


def read_before(text: str, start: int) -> Before:
    """The courtesy title or the role right before the name that begins at an offset."""
    low = max(0, start - 110)
    low = text.rfind("\n", low, start) + 1 or low
    prefix = text[low:start]
    if not prefix.endswith((" ", "\u00a0")):
        return Before(None, None, start)
    if _is_plain(prefix[:-1].rpartition(" ")[2]):
        return Before(None, None, start)
    tokens = [(low + match.start(), match.group()) for match in _TOKEN.finditer(prefix)]
    if not tokens:
        return Before(None, None, start)
    nearest = fold(tokens[-1][1])
    title = lexicon.titles().get(nearest)
    if title and title.role is None:
        return Before(None, title.gender, tokens[-1][0])
    at = _role_noun_index(tokens)
    if at is None:
        return Before(None, None, start)
    head = noun_for_person(fold(tokens[at][1])) or _singular(fold(tokens[at][1]))
    first = _walk_left(tokens, at)
    words = text[tokens[first][0] : start].rstrip()
    gender = noun_gender(head or "")
    return Before(Role(words, head or "", gender), gender, tokens[first][0])


@lru_cache(maxsize=1 << 14)
def _is_plain(word: str) -> bool:
    """Whether a word right before a name is no title, no noun for a person and no part of a name."""
    form = fold(word)
    may_end_role = word[:1].isupper() or word in ("the", "and") or form in lexicon.titles()
    return word.isalpha() and not (may_end_role or noun_for_person(form) or _singular(form))


def _singular(word: str) -> str | None:
    if word in lexicon.person_plurals():
        return word[:-3] + "man" if word.endswith("men") else word.removesuffix("s")
    return None


def _role_noun_index(tokens: list[tuple[int, str]]) -> int | None:
    """Index of the role's head noun: the last token, or the noun before ``of`` and a name of a body."""
    nearest = tokens[-1][1]
    if noun_for_person(fold(nearest)) or (_singular(fold(nearest)) and nearest.islower()):
        if fold(nearest) == "general" and len(tokens) > 1 and noun_for_person(fold(tokens[-2][1])):
            return len(tokens) - 2
        return len(tokens) - 1
    at = len(tokens) - 1
    while at > 0 and len(tokens) - at <= 6 and (tokens[at][1][0].isupper() or tokens[at][1] in ("the", "and", "&")):
        if tokens[at][1].endswith(".") and len(tokens[at][1]) > 5:  # a sentence ends here
            return None
        at -= 1
    if 0 < at < len(tokens) - 1 and tokens[at][1] == "of":
        word = fold(tokens[at - 1][1])
        if noun_for_person(word) or _singular(word):
            return at - 1
    return None


def _walk_left(tokens: list[tuple[int, str]], at: int) -> int:
    modifiers = lexicon.words("role_modifiers", "organisation", "bloc")
    first = at
    while first > 0 and at - first < 8:
        word = tokens[first - 1][1]
        lower = fold(word)
        if not word[0].isalnum() or lower in ("the", "a", "an") or lower in lexicon.words("not_names"):
            break
        known = lower in modifiers or lower in lexicon.demonyms() or noun_for_person(lower)
        links = word in ("of", "for") and first > 1 and noun_for_person(fold(tokens[first - 2][1]))
        ends_sentence = word.endswith(".") and not noun_for_person(lower) and "." not in word[:-1]
        if ends_sentence or not (known or links or word[0].isupper() or word[0].isdigit()):
            break
        first -= 1
    return first


def read_after(text: str, end: int) -> Role | None:
    """The apposition right behind the name that ends at an offset: ``, a farmer from Velmark``."""
    match = _AFTER.match(text, end, min(len(text), end + 220))
    if match is None or _is_clause(_WHO.split(match.group(1))[0]):
        return None
    phrase = _RELATIVE.sub("", match.group(1)).strip()
    words = [fold(word) for word in phrase.split()[:14]]
    if not words:
        return None
    opener = words[0].split("-")[0]
    if (
        opener not in lexicon.words("apposition_openers")
        and not noun_for_person(words[0])
        and words[0] not in lexicon.words("role_modifiers")
    ):
        return None
    head = head_noun(words)
    return Role(phrase, head, noun_gender(head)) if head else None


def _is_clause(words: str) -> bool:
    """Whether what stands behind a name is no apposition but what somebody does: ``Olt, |the mayor has left|``."""
    acting = (noun_for_person(fold(found.group(1))) for found in _ACTS.finditer(words))
    return _CLAUSE.search(words) is not None or any(acting)


def read_leading(text: str, start: int, end: int) -> Role | None:
    """The role that a comma parts from the name behind it: ``the transport minister, Maria Olt,``."""
    if text[max(0, start - 2) : start] != ", " or not _CLOSED.match(text, end):
        return None
    low = max(0, start - 110)
    low = text.rfind("\n", low, start) + 1 or low
    match = _LEADING.search(text, low, start)
    if match is None or _SENTENCE.search(match.group(1)):
        return None
    words = [fold(word) for word in match.group(1).split()]
    head = head_noun(words)
    return Role(match.group(1), head, noun_gender(head)) if head else None


def read_party(text: str, end: int) -> Role | None:
    """The party in brackets behind the name that ends at an offset: ``(D-Vt.)`` makes a democrat."""
    match = _PARTY.match(text, end)
    if match is None:
        return None
    noun = _PARTIES[match.group(1)]
    return Role(f"{match.group(2) or ''} {noun.title()}".strip(), noun, None)


def head_noun(words: list[str]) -> str | None:
    """The head of a folded noun phrase for one person: its last noun for a person, or "head", before a preposition."""
    found = None
    if words[:2] == ["one", "of"]:
        plural = next((word for word in words[2:] if word in lexicon.person_plurals()), None)
        return _singular(plural) if plural else None
    for before, word in pairwise(["", *words]):
        if word in lexicon.words("prepositions") or word in ("and", "who", "which", "that", "to"):
            found = found or ("head" if (before, word) == ("head", "of") else None)
            break
        found = noun_for_person(word.strip("'’,")) or found
    return found
