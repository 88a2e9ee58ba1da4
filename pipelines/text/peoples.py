"""Peoples, faiths and the adherents of parties: words that describe somebody and are no entities.

Belongs here: telling such a word. Does not belong here: names of countries and of parties (see ``lexicon``).
"""

from __future__ import annotations

import re
from functools import cache

from pipelines.text import lexicon


def is_people(form: str) -> bool:
    """Whether a folded name is a people, a faith or a party's adherents (``russian``, ``us-russian``, ``democrats``).

    Such a word describes somebody; it is no entity of its own.
    """
    parts = re.split(r"[ -]", form)
    return all(_is_people_word(part) or (len(parts) > 1 and part in _place_words()) for part in parts)


def _is_people_word(word: str) -> bool:
    known = lexicon.words("peoples")
    if word in ("us", "uk", "america"):
        return False
    return any(one in known or one in lexicon.demonyms() for one in (word, word.removesuffix("s")))


@cache
def _place_words() -> frozenset[str]:
    prefixes = {"anglo", "franco", "sino", "russo", "afro", "euro", "pro", "anti"}
    return lexicon.country_names() | {"us", "uk", "eu", "un"} | prefixes
