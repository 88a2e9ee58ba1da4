"""Words of cues that report speech or writing, apart from belief, wish and knowledge: what ``--speech-only`` keeps.

Belongs here: the list and its inflection. Does not belong here: the engine's own cues (`pipelines.text.cues`).
"""

from __future__ import annotations

import re

_REGULAR = """
    accuse acknowledge add allege announce answer argue ask assert call caution claim comment complain concede conclude
    confirm contend continue criticise criticize declare demand deny describe dismiss explain express insist joke
    mention note observe pledge point praise predict promise propose quote recall remark reply report respond reveal
    state suggest talk testify tweet urge vow warn
"""
_IRREGULAR = """
    admit admits admitted admitting
    say says said saying
    speak speaks spoke spoken speaking
    tell tells told telling
    write writes wrote written writing
"""
_OTHER = "according read reads statement remarks comments"


def _forms(verb: str) -> set[str]:
    """The forms of a regular verb: base, third person, past, -ing."""
    if verb.endswith("e"):
        return {verb, f"{verb}s", f"{verb}d", f"{verb[:-1]}ing"}
    if re.search("[^aeiou]y$", verb):
        return {verb, f"{verb[:-1]}ies", f"{verb[:-1]}ied", f"{verb}ing"}
    return {verb, f"{verb}es" if verb.endswith("ss") else f"{verb}s", f"{verb}ed", f"{verb}ing"}


REPORTING_WORDS = frozenset(form for verb in _REGULAR.split() for form in _forms(verb)) | frozenset(
    (_IRREGULAR + _OTHER).split()
)
