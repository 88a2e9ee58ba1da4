"""What speakers without a name are called: "official" for "two senior officials at the ministry".

Belongs here: one form for the head nouns of unnamed sources. Does not belong here: finding the head (`pipelines.text`).
"""

from __future__ import annotations

from functools import cache

from pipelines.text import lexicon

_IRREGULAR = {
    "movies": "movie",
    "series": "series",
    "people": "person",
    "children": "child",
    "men": "man",
    "women": "woman",
}
_NO_PLURALS = ("ss", "us", "is", "news", "ics")


@cache
def singular(noun: str) -> str:
    """The singular of a head noun in lower case; a noun that only looks like a plural stays as it is."""
    known = _IRREGULAR.get(noun) or _singulars_of_persons().get(noun)
    if known:
        return known
    if noun.endswith("ies") and len(noun) > 4:
        return noun[:-3] + "y"
    if noun.endswith("yses"):
        return noun[:-2] + "is"
    if noun.endswith(("sses", "xes", "ches", "shes")):
        return noun[:-2]
    return noun[:-1] if noun.endswith("s") and not noun.endswith(_NO_PLURALS) else noun


@cache
def _singulars_of_persons() -> dict[str, str]:
    nouns = lexicon.person_nouns()
    found: dict[str, str] = {}
    for plural in lexicon.person_plurals():
        ends = (plural[:-1], plural[:-2], plural[:-3] + "y", plural[:-3] + "man")
        found.update((plural, noun) for noun in ends if noun in nouns)
    return found
