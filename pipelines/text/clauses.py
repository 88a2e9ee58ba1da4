"""Subject and verb of a reporting clause, read from its words: *the minister later said*, *said the minister*.

Belongs here: reading one clause from a place in the text. Does not belong here: what was said, or whose words they are
(see ``sentence_forms``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipelines.text import lexicon
from pipelines.text.cues import is_finite_speech, is_speaking
from pipelines.text.roles import noun_for_person
from pipelines.text.spans import Span

_TOKEN = re.compile(r"\w[\w’'&/-]*\.?|\S")
_APPOSITION = re.compile(r", ?[^,;:.?!\n“”\"«»„]{2,100},\s+(?=\w)")
_USED_TO = re.compile(r"used\s+to\s+(?:joke|say|tell|warn)\b")
_QUOTING = frozenset(["cited", "quoted", "reported"])
_QUOTED_AS = re.compile(r"(?:cited|quoted|reported)\s+as\s+(?:saying|telling|writing)\b")
_HELPERS = frozenset(
    [
        "has",
        "had",
        "have",
        "was",
        "were",
        "is",
        "been",
        "also",
        "already",
        "always",
        "often",
        "then",
        "later",
        "now",
        "again",
        "once",
        "only",
        "even",
        "just",
        "did",
    ]
)
_PRONOUNS = frozenset(["he", "she", "they", "it", "we", "i"])
_DETERMINERS = frozenset(
    [
        "the",
        "a",
        "an",
        "this",
        "that",
        "these",
        "those",
        "his",
        "her",
        "its",
        "their",
        "our",
        "my",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "some",
        "many",
        "several",
        "most",
        "both",
        "another",
        "other",
        "few",
        "all",
        "each",
        "every",
        "no",
        "police",
        "officials",
        "residents",
    ]
)
_BREAKS = frozenset(
    [
        "who",
        "whom",
        "whose",
        "which",
        "when",
        "while",
        "where",
        "why",
        "how",
        "what",
        "if",
        "because",
        "although",
        "though",
        "but",
        "nor",
        "or",
        "yet",
        "until",
        "unless",
        "to",
    ]
)
_MOST_WORDS = 12


@dataclass(frozen=True, slots=True)
class Clause:
    """A subject and its verb of speech, with the helping words before it."""

    subject: Span
    verb: Span


def read_clause(text: str, start: int, end: int) -> Clause | None:
    """The clause that begins at a place: a subject of a few words, at most one apposition, a finite verb of speech."""
    tokens: list[re.Match[str]] = []
    place = start
    while len(tokens) <= _MOST_WORDS and (token := _next_token(text, place, end)) is not None:
        word = token.group()
        if word == "," and tokens:
            apposition = _APPOSITION.match(text, token.start(), end)
            clause = _closed(text, tokens, apposition.end(), end) if apposition else None
            return clause
        if not word[0].isalnum() or word.lower() in _BREAKS:
            return None
        if tokens and _is_verb(text, tokens, token):
            return _clause(tokens, token, text)
        if not _goes_on(word):
            return None
        tokens.append(token)
        place = token.end()
    return None


def may_report(word: str) -> bool:
    """Whether a clause that `read_clause` reads may have a word in its verb."""
    return is_speaking(word) or word in _QUOTING or word == "used"


def read_inverted(text: str, start: int, end: int) -> Clause | None:
    """The clause that begins with its verb: *said Ilse Varn*, *recalled the mayor*."""
    verb = _next_token(text, start, end)
    if verb is None or not is_finite_speech(verb.group()):
        return None
    place, last = verb.end(), None
    while (token := _next_token(text, place, end)) is not None and token.start() - verb.end() < 80:
        word = token.group()
        is_preposition = word.lower() in lexicon.words("prepositions") and word.lower() != "of"
        if not word[0].isalnum() or (last is not None and is_preposition):
            break
        place, last = token.end(), token
        if not _goes_on(word):
            break
    first = _next_token(text, verb.end(), end)
    if first is None or last is None or not (may_lead(first.group()) or last.group()[0].isupper()):
        return None
    return Clause(Span(first.start(), last.end()), Span(*verb.span()))


def _next_token(text: str, place: int, end: int) -> re.Match[str] | None:
    while place < end and text[place] in " \t\u00a0":
        place += 1
    return _TOKEN.match(text, place, end) if place < end and text[place] != "\n" else None


def _goes_on(word: str) -> bool:
    """Whether a word does not end its sentence: it has no full stop, or one that names bear (Dr., J.)."""
    bare = word.removesuffix(".")
    return bare == word or len(bare) == 1 or bare.lower() in lexicon.words("abbreviations_before_names")


def _is_verb(text: str, tokens: list[re.Match[str]], token: re.Match[str]) -> bool:
    word, before = token.group().removesuffix("."), tokens[-1].group().lower()
    if word in _QUOTING and _QUOTED_AS.match(text, token.start()):
        return before in _HELPERS
    if word == "used" and _USED_TO.match(text, token.start()):
        return True
    if is_finite_speech(word):
        return before not in ("the", "a", "an", "was", "were", "is", "be", "been", "of", "in", "for")
    are_several = before in ("they", "we") or (before.endswith("s") and not before.endswith(("'s", "’s")))
    return word.islower() and is_speaking(word) and are_several and len(before) > 1


def _clause(tokens: list[re.Match[str]], verb: re.Match[str], text: str) -> Clause | None:
    last = len(tokens)
    while last and (tokens[last - 1].group().lower() in _HELPERS or tokens[last - 1].group().endswith("ly")):
        last -= 1
    if not last or not may_lead(tokens[0].group()):
        return None
    words = [token.group().lower() for token in tokens[:last]]
    if words[0] in _PRONOUNS and last > 1:
        return None
    quoted = _QUOTED_AS.match(text, verb.start()) or _USED_TO.match(text, verb.start())
    start = tokens[last].start() if last < len(tokens) else verb.start()
    end = quoted.end() if quoted else verb.start() + len(verb.group().removesuffix("."))
    return Clause(Span(tokens[0].start(), tokens[last - 1].end()), Span(start, end))


def _closed(text: str, tokens: list[re.Match[str]], place: int, end: int) -> Clause | None:
    """The clause whose subject has an apposition that ends right before the verb."""
    if not may_lead(tokens[0].group()):
        return None
    first = _next_token(text, place, end)
    verb = first
    while verb is not None and (verb.group().lower() in _HELPERS or verb.group().endswith("ly")):
        verb = _next_token(text, verb.end(), end)
    if first is None or verb is None or not is_finite_speech(verb.group().removesuffix(".")):
        return None
    end = verb.start() + len(verb.group().removesuffix("."))
    return Clause(Span(tokens[0].start(), text.rindex(",", 0, place)), Span(first.start(), end))


def may_lead(word: str) -> bool:
    """Whether a subject may begin with this word: a name, a pronoun, a determiner, a noun for a person."""
    lower = word.lower()
    if lower in lexicon.words("prepositions"):
        return False
    known = lower in _PRONOUNS or lower in _DETERMINERS or noun_for_person(lower) is not None
    return known or word[0].isupper() or lower in lexicon.person_plurals() or lower in lexicon.words("role_modifiers")
