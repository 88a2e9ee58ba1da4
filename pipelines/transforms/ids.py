"""Deterministic ids: the same input gives the same id on any machine."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable


def digest(*parts: object) -> str:
    """16 hexadecimal digits of the SHA-256 of the parts, separated by NUL."""
    return hashlib.sha256("\0".join(str(part) for part in parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def part_name(document_ids: Iterable[str]) -> str:
    """Name of a part file: a digest of the ids of the documents in it."""
    return digest("part", *document_ids)


def name_key(name: str) -> str:
    """A name without case, accents, articles and punctuation, for telling whether two names are the same.

    A name of nothing but punctuation is its own key.
    """
    plain = (mark for mark in unicodedata.normalize("NFKD", name) if not unicodedata.combining(mark))
    words = "".join(mark if _is_of_a_word(mark) else " " for mark in plain).casefold().split()
    if not words:
        return name.strip()
    return " ".join(words[1:] if len(words) > 1 and words[0] == "the" else words)


def _is_of_a_word(mark: str) -> bool:
    """Letters and digits, and the vowel signs that are part of words in Indic scripts."""
    return mark.isalnum() or unicodedata.category(mark) in ("Mn", "Mc")


def entity_id(key: str, kind: str, number: int = 0) -> str:
    """Id of the entity of a canonical name and a kind; ``number`` counts those of that name before it."""
    return digest("entity", kind, key, *([number] if number else []))


def base_entity_id(key: str) -> str:
    """Id of an entity of the knowledge base, from its key there."""
    return digest("entity", "base", key)
