"""What is no gold, no prediction or no canonical speaker is refused, in words that lead to it."""

from __future__ import annotations

from typing import Any

import pytest

from pipelines.evaluation.records import Unscorable, canonical_speakers, gold_article, predicted_claims
from tests.evaluation.handmade import GOLD, TEXT

WHOLE: dict[str, Any] = {"id": "q1", "source": [[0, 4]], "cue": [], "content": [[12, 16]]}


def gold(**changed: Any) -> dict[str, Any]:
    return {"article_id": "a", "text": TEXT, "attributions": [WHOLE]} | changed


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ([], "needs text, which is missing"),
        ({"article_id": "a", "attributions": []}, "needs text, which is missing"),
        (gold(text=7), "needs text, which is not a str"),
        (gold(text="\ud83c"), "half a character"),
        (gold(attributions=None), "needs attributions, which is missing"),
        (gold(article_id=None), "article_id is missing"),
        (gold(attributions=[7]), "attribution 1 needs source, which is missing"),
        (gold(attributions=[{"id": "q7", "source": [], "cue": []}]), "attribution q7 needs content, which is missing"),
        (gold(attributions=[WHOLE | {"cue": [3, 4]}]), r"attribution q1: cue holds 3, which is not \[start, end\]"),
        (gold(attributions=[WHOLE | {"source": [[4, 4]]}]), r"attribution q1: source \[4, 4\] is no span of a text"),
        (gold(attributions=[WHOLE | {"content": [[0, 9999]]}]), "is no span of a text of"),
        (gold(attributions=[WHOLE, WHOLE]), "several attributions have the id q1"),
    ],
)
def test_what_is_missing_in_gold_is_named(value: Any, words: str) -> None:
    with pytest.raises(Unscorable, match=words):
        gold_article(value)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ({}, "a line of predictions needs attributions"),
        ({"text": "else", "attributions": []}, "the text differs"),
        ({"attributions": [{"source": []}]}, "attribution 1 needs content"),
        ({"attributions": [WHOLE | {"confidence": 1.2}]}, "confidence is 1.2, not a number from 0 to 1"),
    ],
)
def test_what_is_wrong_with_a_prediction_is_named(value: Any, words: str) -> None:
    with pytest.raises(Unscorable, match=words):
        predicted_claims(value, TEXT)


@pytest.mark.parametrize(
    ("speakers", "words"),
    [
        (None, "needs speakers"),
        ({"q1": {"kind": "ship"}}, "kind is 'ship', not one of person, organisation, unnamed, none"),
        ({"q1": None}, "kind is None"),
        ({"q99": {"kind": "person"}}, "q99: gold has no such attribution"),
    ],
)
def test_what_is_wrong_with_canonical_speakers_is_named(speakers: Any, words: str) -> None:
    with pytest.raises(Unscorable, match=words):
        canonical_speakers({"article_id": "ferry", "speakers": speakers}, gold_article(GOLD))


def test_predictions_may_lack_all_but_the_content() -> None:
    (claim,) = predicted_claims({"text": TEXT, "attributions": [{"content": [[0, 4]]}]}, TEXT)
    assert (claim.source, claim.cue, claim.confidence, claim.speaker_name) == ((), (), None, None)
