"""Invented words, sentences and names, with the skew of real text: a few words make up most of it (Zipf).

Belongs here: text. Does not belong here: who says it, where and when (see ``corpus``).
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Texts = npt.NDArray[np.str_]
SUBJECTS = [
    *("budget", "veto", "rights", "harbour", "bridge", "strike", "hospital", "election", "treaty", "tariff", "dyke"),
    *("flood", "pension", "court", "school", "quota", "inflation", "housing", "border", "railway", "vaccine", "audit"),
]
FUNCTION_WORDS = [
    *("the", "of", "to", "and", "in", "that", "a", "is", "for", "on", "will", "be", "with", "not", "we", "this", "are"),
    *("it", "by", "from", "have", "has", "was"),
]
SYLLABLES = [consonant + vowel for consonant in "bdfgklmnprst" for vowel in "aeo"]
ENDINGS = ("", "s", "ing", "ed", "er", "ment", "ness")


def zipf(random: np.random.Generator, size: int, count: int, exponent: float = 1.0) -> npt.NDArray[np.int64]:
    """``count`` numbers from 0 to ``size`` - 1, number n with a probability that falls as 1 / (n + 1) ** exponent."""
    weights = 1 / np.arange(1, size + 1) ** exponent
    return np.searchsorted(np.cumsum(weights / weights.sum()), random.random(count)).clip(0, size - 1)


def vocabulary(random: np.random.Generator, size: int) -> Texts:
    """So many words, the most frequent first: function words, subjects of news, then words made of syllables."""
    syllables = random.choice(SYLLABLES, (size, 3))
    made = ["".join(parts) + ending for parts, ending in zip(syllables, random.choice(ENDINGS, size), strict=True)]
    return np.array([*FUNCTION_WORDS, *SUBJECTS, *dict.fromkeys(made)][:size])


def phrases(random: np.random.Generator, words: Texts, count: int, shortest: int, longest: int) -> list[str]:
    """So many runs of words, each from ``shortest`` to ``longest`` words long."""
    lengths = random.integers(shortest, longest + 1, count)
    drawn = words[zipf(random, len(words), int(lengths.sum()))]
    return [" ".join(run) for run in np.split(drawn, np.cumsum(lengths)[:-1])]


def names(random: np.random.Generator, count: int) -> list[str]:
    """So many names of two words, no two equal."""
    parts = random.choice(SYLLABLES, (count, 5))
    return [f"{a}{b} {c}{d}{e}{place:x}".title() for place, (a, b, c, d, e) in enumerate(parts)]


def hex_ids(random: np.random.Generator, count: int) -> Texts:
    """So many ids of 16 hexadecimal digits."""
    digits = random.integers(0, 2**63, count, dtype=np.uint64).astype(">u8").tobytes().hex().encode()
    return np.frombuffer(digits, dtype="S16").astype("U16")
