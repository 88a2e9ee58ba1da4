"""Bylines: whether a line that says who wrote an article names a person.

Belongs here: what a byline is. Does not belong here: who says "I" in the text (`speakers`), wire services.
"""

from __future__ import annotations

import re

_NAME = re.compile(r"[^\W\d_]+(?:[.\s'’-]{1,2}[^\W\d_]+){1,5}\.?")
_MORE_THAN_ONE = re.compile(r"\b(?:and|by|for|of|with)\b", re.I)
_BODY = re.compile(
    r"\b(?:agenc(?:y|ies)|associated|board|bureau|cent(?:er|re)|channel|correspondents?|daily|desk|editors?|editorial|guest|"
    r"herald|journal|magazine|media|network|news(?:paper|room)?|online|post|press|reporters?|services?|staff|team|times|"
    r"tribune|wire|writers?)\b",
    re.I,
)


def is_persons(byline: str) -> bool:
    """Whether a byline is the name of one person: "Pia Roth", but not "Newsroom", "AP Staff" or "Roth"."""
    line = byline.strip()
    is_name = bool(_NAME.fullmatch(line)) and line[0].isupper() and line.split()[-1][0].isupper()
    return is_name and not _MORE_THAN_ONE.search(line) and not _BODY.search(line)
