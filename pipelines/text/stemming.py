"""Stems of English words, so that *rights* finds *right*.

Belongs here: one word to its stem. Does not belong here: what is compared by stems (see ``transforms.own_topic_file``,
``warehouse.search``).
"""

from __future__ import annotations

from functools import cache

import snowballstemmer  # type: ignore[import-untyped]

_STEMMER = snowballstemmer.stemmer("english")


@cache
def stem(word: str) -> str:
    """The stem of a lower-cased English word (Snowball's English stemmer, Porter 2)."""
    return str(_STEMMER.stemWord(word))
