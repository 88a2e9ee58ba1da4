"""What is left of a speaker without a name: the noun that says what kind of source it is.

Belongs here: the head noun of an unnamed source ("a senior official": official).
Does not belong here: finding the head of a phrase (see ``heads``), counting such nouns across articles.
"""

from __future__ import annotations

import re
from dataclasses import replace

from pipelines.text import lexicon
from pipelines.text.head_records import Head
from pipelines.text.spans import Speaker

_WORD = re.compile(r"[^\W\d_][\w’'-]*\Z")
_NO_NOUN = frozenset(["he", "she", "they", "it", "first", "relative"])


def with_head_noun(text: str, speaker: Speaker, head: Head | None) -> Speaker:
    """The speaker with the head noun of its source, if it is unnamed and its source has one."""
    if speaker.kind != "unnamed" or head is None or (head.kind in _NO_NOUN and head.owner is None):
        return speaker
    noun = head.noun or head.word
    if head.kind == "name":
        words = text[head.span.start : head.span.end].lower().split()
        noun = words[-1] if words else ""
    found = _WORD.match(noun.strip(".,;:'’"))
    pronouns = lexicon.words("first_person", "masculine", "feminine", "plural", "neuter", "relative") | {"you"}
    return replace(speaker, head=noun) if found and noun not in pronouns else speaker
