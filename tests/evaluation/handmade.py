"""A small article with gold and predictions, written so that every figure can be worked out on paper.

====  ========  =====================================================  =================================================
gold  kind      content (words), source                                prediction: content (words), source, confidence
====  ========  =====================================================  =================================================
q1    indirect  the ferry ... in March (9), Ilva Tarnow                the ferry ... would stop (7), Tarnow, .95: right
q2    direct    Nobody asked the islands (4) We will row (3), Dask     the same words, Ilva Tarnow, .9: wrong source
q3    mixed     it "a plain and sober step" (6), The harbour office    the quoted five words, harbour office, .85: right
q4    indirect  a strike (2), Critics                                  missed
-     -         -                                                      on Monday (2), no source, .2: not in gold
====  ========  =====================================================  =================================================
"""

from __future__ import annotations

from typing import Any

TEXT = (
    "Ilva Tarnow said the ferry to Port Velmark would stop in March.\n\n"
    '"Nobody asked the islands," said Oren Dask. "We will row."\n\n'
    'The harbour office called it "a plain and sober step" on Monday.\n\n'
    "Critics expect a strike."
)


def spans(text: str, *words: str) -> list[list[int]]:
    """Where the words stand in the text, which holds each of them once."""
    assert all(text.count(one) == 1 for one in words)
    return [[text.index(one), text.index(one) + len(one)] for one in words]


def attribution(content: tuple[str, ...], source: str = "", cue: str = "", **more: Any) -> dict[str, Any]:
    """An attribution in TEXT, by its words."""
    parts = {"source": (source,) if source else (), "cue": (cue,) if cue else (), "content": content}
    return {role: spans(TEXT, *words) for role, words in parts.items()} | more


def speaker(name: str | None, kind: str = "person") -> dict[str, str | None]:
    return {"name": name, "kind": kind if name else "unnamed"}


ISLANDS = ("Nobody asked the islands", "We will row")
GOLD = {
    "article_id": "ferry",
    "text": TEXT,
    "attributions": [
        attribution(("the ferry to Port Velmark would stop in March",), "Ilva Tarnow", id="q1"),
        attribution(ISLANDS, "Oren Dask", "said Oren", id="q2"),
        attribution(('it "a plain and sober step"',), "The harbour office", "called", id="q3"),
        attribution(("a strike",), "Critics", "expect", id="q4"),
    ],
}
FERRY, STEP, MONDAY = "the ferry to Port Velmark would stop", '"a plain and sober step"', "on Monday"
PREDICTIONS = {
    "article_id": "ferry",
    "attributions": [
        attribution((FERRY,), "Tarnow", confidence=0.95, speaker=speaker("Mayor Ílva B. Tarnow")),
        attribution(ISLANDS, "Ilva Tarnow", confidence=0.9, speaker=speaker("Ilva Tarnow")),
        attribution((STEP,), "harbour office", confidence=0.85, speaker=speaker(None)),
        attribution((MONDAY,), confidence=0.2, speaker=speaker("Monday Club", "organisation")),
    ],
}
CANON = {
    "article_id": "ferry",
    "speakers": {
        "q1": {"kind": "person", "names": ["Ilva Tarnow"], "kb_name": None},
        "q2": {"kind": "person", "names": ["Oren Dask", "O. Dask"]},
        "q3": {"kind": "organisation", "names": None, "kb_name": "Harbour Office of Velmark"},
        "q4": {"kind": "unnamed", "names": ["critics"]},
    },
}
