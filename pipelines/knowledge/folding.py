"""Names folded for comparison: case, accents, punctuation, transliteration, letters decoded wrongly.

Belongs here: when two spellings are one name. Does not belong here: whose name it is.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_LETTERS = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ə": "a", "&": " and "}
)
_APOSTROPHES = re.compile(r"['’‘ʻʼ`´ʹʿʾ]|(?<=\w)\.(?=\w\.)")
_ASCII_WORD = re.compile(r"[a-z0-9]+")
_DIGRAPHS = re.compile(r"(?<=[bcdfghjklmnpqrstvwxz])([ou])e(?=[bcdfghjklmnpqrstvwxz])")
_SLAVIC_ENDINGS = re.compile(r"(?:iy|yy|yi|yj|ij|ii)$")
# One name in several systems of transliteration, by its usual English form.
_SPELLINGS = {
    "alexander": "alexandr aleksandr aleksander oleksandr",
    "alexei": "alexey aleksei aleksey alexej",
    "andrei": "andrey andrej",
    "anatoly": "anatoli",
    "dmitry": "dmitri",
    "evgeny": "evgeni yevgeny yevgeni",
    "gennady": "gennadi",
    "grigory": "grigori",
    "nikolai": "nikolay nikolaj",
    "sergei": "sergey sergej serguei",
    "valery": "valeri",
    "vitaly": "vitali",
    "yuri": "yury juri",
    "ekaterina": "yekaterina",
    "elena": "yelena",
    "mohammed": "mohamed mohammad mohamad muhammad muhammed muhamed",
    "hussein": "husain hussain husein",
    "ahmed": "ahmad",
    "al": "el",
    "bin": "ibn",
}
_SPELLING = {spelling: usual for usual, spellings in _SPELLINGS.items() for spelling in spellings.split()}
_WRONGLY_DECODED = re.compile("[ÂÃÄÅâ][^a-zA-Z\\s]")


def mended(name: str) -> str:
    """A name whose UTF-8 was once or twice read as Windows-1252 (``RenÃ©e``), put right; any other as it is."""
    for _ in range(2):
        name = unicodedata.normalize("NFC", name)
        if not _WRONGLY_DECODED.search(name):
            break
        try:
            name = bytes(byte for mark in name for byte in _as_byte(mark)).decode()
        except UnicodeError:
            break
    return name


def _as_byte(mark: str) -> bytes:
    """The byte that was read as this letter; the five that Windows-1252 leaves out stand for themselves."""
    return mark.encode("latin-1" if "\x80" <= mark <= "\x9f" else "cp1252")


@lru_cache(maxsize=1 << 16)
def fold_name(name: str) -> str:
    """A name in the form in which names are compared: two spellings of one name give the same.

    Without case, accents, punctuation and a leading "the"; initials that touch are one word ("J. D." and "JD");
    usual transliterations are one (Zelensky, Zelenskyy, Zelenskiy; Müller, Mueller; Mohammed, Muhammad), and letters
    that were decoded wrongly are put right. A name of nothing but punctuation is its own form. The result is for
    comparing, not for showing.
    """
    lowered = _APOSTROPHES.sub("", mended(name).casefold()).translate(_LETTERS)
    words = _ASCII_WORD.findall(lowered) if lowered.isascii() else _words_of_any_script(lowered)
    if not words:
        return name.strip()
    if len(words) > 1 and words[0] == "the":
        words = words[1:]
    return " ".join(_joined_initials([_fold_word(word) for word in words]))


def _words_of_any_script(name: str) -> list[str]:
    plain = (mark for mark in unicodedata.normalize("NFKD", name) if not unicodedata.combining(mark))
    return "".join(mark if _is_of_a_word(mark) else " " for mark in plain).casefold().split()


def _is_of_a_word(mark: str) -> bool:
    """Letters and digits, and the vowel signs that are part of words in Indic scripts."""
    return mark.isalnum() or unicodedata.category(mark) in ("Mn", "Mc")


def _fold_word(word: str) -> str:
    if len(word) > 3 and word[-1] in "ijy":
        word = _SLAVIC_ENDINGS.sub("y", word)
    if len(word) > 4:
        word = _DIGRAPHS.sub(r"\1", word)
        word = f"{word[:-1]}y" if word.endswith("ski") else word
    return _SPELLING.get(word, word)


def _joined_initials(words: list[str]) -> list[str]:
    """``j d vance`` as ``jd vance``."""
    joined: list[str] = []
    initials = False
    for word in words:
        if len(word) == 1 and word.isalpha() and initials:
            joined[-1] += word
        else:
            joined.append(word)
        initials = len(word) == 1 and word.isalpha()
    return joined
