"""Whether a text can be annotated: a long one must be prose, as what is none costs minutes and nothing found is true.

Belongs here: the check and its words. Does not belong here: the limits (`limits.ProseLimits`), the language of an
article that is taken (`language`).

The check reads the text once, without a model, in about a tenth of a second for a million characters.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from pipelines.ingest.limits import Limits, ProseLimits, exceeded
from pipelines.ingest.records import Reason

DEFAULT_LIMITS, DEFAULT_PROSE = Limits(), ProseLimits()

_WORD_CHARACTER = re.compile(r"\w")
_STRETCH_END = re.compile(r"[.!?…](?=[\"'”’»)\]]{0,8}(?:\s|\Z))|[\n\r\u2028\u2029]")
# The commonest words of English: of every 100 words of prose, some 25 to 45 are among them.
_COMMONEST = """
the of and to in a is that for it was on with as are be at by this have from or not had but an they his he i you we she
which were has their would there been its said will
"""
_COMMON = frozenset(_COMMONEST.split())


def refusal_of(
    text: str, title: str | None = None, limits: Limits = DEFAULT_LIMITS, prose: ProseLimits = DEFAULT_PROSE
) -> tuple[Reason, str] | None:
    """Why a text cannot be annotated, as a reason and words that help; None where it can.

    A text of marks alone (``* * *``) is taken under a title that has a word: nothing is found in it, but the
    article is one. Without any word it is none.
    """
    if over := exceeded(limits, "text_chars", len(text)):
        return "too_large", f"characters of text: {over}"
    if not text.strip():
        return "no_text", "the text is blank"
    if not _WORD_CHARACTER.search(text) and not _WORD_CHARACTER.search(title or ""):
        return "no_text", "neither the text nor a title has a word"
    if len(text) <= prose.free_chars:
        return None
    words = text.split()
    if why := _without_spaces(words, prose) or _without_ends(text, len(words), prose) or _repeats(words, prose):
        return ("unsupported_language" if _is_caseless(text) else "not_prose"), f"{why}; a long text must be prose"
    if len(text) > prose.language_chars and len(words) >= prose.block_words and (why := _is_foreign(words, prose)):
        return "unsupported_language", f"{why}; a text of this length is taken in English only"
    return None


def _without_spaces(words: Sequence[str], prose: ProseLimits) -> str | None:
    total = sum(map(len, words))
    long = sum(length for word in words if (length := len(word)) > prose.word_chars)
    if 2 * long <= total:
        return None
    return f"{long:,} of {total:,} characters stand in words of more than {prose.word_chars} characters"


def _without_ends(text: str, total: int, prose: ProseLimits) -> str | None:
    long = sum(length for length in _stretches(text, prose.stretch_words) if length > prose.stretch_words)
    if 2 * long <= total:
        return None
    return f"{long:,} of {total:,} words stand {prose.stretch_words:,} and more without an end of sentence or line"


def _stretches(text: str, least: int) -> Iterator[int]:
    """The numbers of words between ends of sentences or lines, where there is room for at least so many."""
    start = 0
    for end in (*(match.end() for match in _STRETCH_END.finditer(text)), len(text)):
        if end - start >= 2 * least:
            yield len(text[start:end].split())
        start = end


def _repeats(words: Sequence[str], prose: ProseLimits) -> str | None:
    shares = [len(set(block)) / len(block) for block in _blocks(words, prose)]
    if not _mostly(share < prose.distinct_share for share in shares):
        return None
    return f"the same words over and over: of {prose.block_words:,} words in a row, {min(shares):.1%} differ"


def _is_foreign(words: Sequence[str], prose: ProseLimits) -> str | None:
    common = [[word in _COMMON for word in block] for block in _blocks(words, prose)]
    if not _mostly(sum(block) < prose.common_share * len(block) for block in common):
        return None
    share = sum(map(sum, common)) / len(words)
    return f"{share:.1%} of {len(words):,} words are among the commonest of English; prose has a quarter"


def _blocks(words: Sequence[str], prose: ProseLimits) -> Iterator[list[str]]:
    """The text in blocks of words in lower case; a rest at the end is left out unless it is all there is."""
    size = prose.block_words
    for start in range(0, max(1, len(words) - size + 1), size):
        yield [word.lower() for word in words[start : start + size]]


def _mostly(found: Iterable[bool]) -> bool:
    answers = list(found)
    return 2 * sum(answers) > len(answers)


def _is_caseless(text: str) -> bool:
    """Whether most of the characters are letters of a script without capitals (Chinese, Thai, Arabic)."""
    return 2 * sum(mark.isalpha() and mark.lower() == mark.upper() for mark in text) > len(text)
