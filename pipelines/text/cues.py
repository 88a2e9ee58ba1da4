"""What a speaker does with the reported words: says, claims, denies, warns and so on, read from the cue.

Belongs here: the kind of a cue. The words themselves, and the decisions behind them, stand in ``data/cues.json``.
Does not belong here: finding cues in a text.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import lru_cache
from importlib import resources
from typing import Any, Literal, cast

CueKind = Literal[
    "say", "claim", "deny", "warn", "promise", "demand", "ask", "praise", "criticise", "think", "document", "none"
]

_DATA: dict[str, Any] = json.loads(resources.files("pipelines.text").joinpath("data/cues.json").read_text("utf-8"))


def _by_word(section: str) -> dict[str, CueKind]:
    return {word: cast(CueKind, kind) for kind, words in _DATA[section].items() for word in words}


_VERBS, _NOUNS, _ADJECTIVES = _by_word("verbs"), _by_word("nouns"), _by_word("adjectives")
_PHRASES = {tuple(phrase.split()): kind for phrase, kind in _by_word("phrases").items()}
_LONGEST_PHRASE = max(map(len, _PHRASES))
_LIGHT, _AUXILIARIES = frozenset(_DATA["light_verbs"]), frozenset(_DATA["auxiliaries"])
_SPEECH = frozenset(_DATA["speech_verbs"])
_IRREGULAR: dict[str, str] = _DATA["irregular"]
_KNOWN_VERBS = frozenset(_VERBS) | _LIGHT | ({word for phrase in _PHRASES for word in phrase} - _AUXILIARIES)
_ONLY_MARKS = re.compile(r"\s*[:–—―-]+\s*\Z")
_WORD = re.compile(r"n['’]t\b|[^\W\d_]+?(?=n['’]t\b)|['’]\w+|[^\W\d_]+(?:-[^\W\d_]+)*")
_ENDINGS = (
    ("ies", "y"),
    ("ied", "y"),
    ("ying", "ie"),
    ("es", ""),
    ("s", ""),
    ("ed", ""),
    ("ed", "e"),
    ("ing", ""),
    ("ing", "e"),
)
_NEGATIONS = frozenset(["not", "n't"])
_DETERMINERS = frozenset(["a", "an", "the", "his", "her", "their", "its", "in", "of"])


@lru_cache(maxsize=8192)
def cue_kind(cue_text: str | None) -> CueKind:
    """The kind of a cue such as ``said``, ``has also warned`` or ``issued a statement denying``.

    A fixed phrase goes before single words. Otherwise the first reporting verb decides, but a plain *say* gives way to
    a more telling verb after it, and a verb that says little (*made*, *issued*) to the noun after it. ``none`` stands
    for no cue and for words that report nothing.
    """
    words = [word.lower().replace("’", "'") for word in _WORD.findall(cue_text or "")]
    if not words:
        return "say" if cue_text is not None and _ONLY_MARKS.match(cue_text) else "none"
    lemmas = [lemma(word) for word in words]
    kinds = list(_kinds_of_verbs(words, lemmas))
    telling = next((kind for kind in kinds if kind != "say"), None)
    return telling or (kinds[0] if kinds else _kind_of_the_rest(words, lemmas))


@lru_cache(maxsize=1 << 16)
def lemma(word: str) -> str:
    """The base form of a verb if it is one that cues use, otherwise the word itself (lower case)."""
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if word in _KNOWN_VERBS or word in _AUXILIARIES:
        return word
    for ending, replacement in _ENDINGS:
        if word.endswith(ending):
            stem = word[: len(word) - len(ending)] + replacement
            for candidate in (stem, stem[:-1] if len(stem) > 2 and stem[-1:] == stem[-2:-1] else stem):
                if candidate in _KNOWN_VERBS:
                    return candidate
    return word


@lru_cache(maxsize=1 << 16)
def is_speaking(word: str) -> bool:
    """Whether a word is a form of a verb that hardly means anything but speaking or writing (said, warns, tell)."""
    return lemma(word.lower()) in _SPEECH


@lru_cache(maxsize=1 << 16)
def is_speech_verb(word: str) -> bool:
    """Whether a word is such a verb and no noun by its form (said, warns, telling; not: answer, report)."""
    lower = word.lower()
    return lower != lemma(lower) and is_speaking(lower)


def is_finite_speech(word: str) -> bool:
    """Whether a word is such a verb in a form that bears a person or the past tense (said, warns)."""
    return is_speech_verb(word) and not word.lower().endswith("ing")


def _kinds_of_verbs(words: list[str], lemmas: list[str]) -> Iterator[CueKind]:
    """The kinds of the phrases and verbs of a cue, in order; nouns that light verbs lead to count as verbs."""
    place = 0
    while place < len(lemmas):
        phrase = _phrase_at(lemmas, place)
        if phrase is not None:
            yield _PHRASES[phrase]
            place += len(phrase)
            continue
        kind = _kind_at(words, lemmas, place)
        if kind is not None:
            yield kind
        place += 1


def _phrase_at(lemmas: list[str], place: int) -> tuple[str, ...] | None:
    """The longest phrase that begins here. Adverbs may stand between verb and rest (called again for)."""
    without_adverbs = [lemmas[place], *(word for word in lemmas[place + 1 : place + 12] if not word.endswith("ly"))]
    for source in (lemmas[place : place + _LONGEST_PHRASE], without_adverbs):
        for length in range(min(_LONGEST_PHRASE, len(source)), 0, -1):
            if tuple(source[:length]) in _PHRASES:
                return tuple(source[:length])
    return None


def _kind_at(words: list[str], lemmas: list[str], place: int) -> CueKind | None:
    base = lemmas[place]
    if base in _LIGHT and (noun := _noun_after(words, lemmas, place)) is not None:
        return noun
    if base not in _VERBS or base in _AUXILIARIES:
        return None
    if place and words[place - 1] in _DETERMINERS and _noun(words[place]):
        return None
    if base in ("say", "comment", "respond") and place and _NEGATIONS & set(words[max(0, place - 3) : place]):
        return "deny"
    return _VERBS[base]


def _noun_after(words: list[str], lemmas: list[str], place: int) -> CueKind | None:
    """The kind of the first reporting noun in the few words after a light verb, up to the next verb form."""
    for word, base in list(zip(words, lemmas, strict=True))[place + 1 : place + 6]:
        kind = _noun(word)
        if kind is not None:
            return kind
        if base in _VERBS and base != word:
            return None
    return None


def _noun(word: str) -> CueKind | None:
    return _NOUNS.get(word) or _NOUNS.get(word.removesuffix("s"))


def _kind_of_the_rest(words: list[str], lemmas: list[str]) -> CueKind:
    """A cue without a reporting verb: an adjective (is confident), a noun (his claim), or nothing."""
    for word in words:
        if word in _ADJECTIVES:
            return _ADJECTIVES[word]
    for word, base in zip(words, lemmas, strict=True):
        kind = _noun(word) or _VERBS.get(base)
        if kind is not None:
            return kind
    return "none"
