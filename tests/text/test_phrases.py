"""Key phrases of an article."""

from __future__ import annotations

import time

import pytest

from pipelines.text.phrases import MOST_PHRASES, find_phrases
from pipelines.text.spans import KeyPhrase

TITLE = "Night trains to Orvik return"
TEXT = (
    "The night train to Orvik will run again in May, the minister of transport said on Monday. Night trains are slow, "
    "she said, but a night train is a bed. The strike is over. Nobody likes a strike, and the strike cost money.\n"
    "The minister’s brother sold his bed."
)


def weigh(word: str) -> float | None:
    """Every word is rare but for a few, and one is unknown."""
    return None if word == "orvik" else {"minister": 0.5, "bed": 0.6}.get(word, 0.95)


def phrases(title: str | None = TITLE, text: str = TEXT) -> list[KeyPhrase]:
    return list(find_phrases(title, text, weigh))


def test_singular_and_plural_count_together_in_the_usual_spelling() -> None:
    best = phrases()[0]
    assert (best.phrase, best.score, best.count) == ("night train", 1.0, 4)


def test_a_single_word_needs_to_be_rare() -> None:
    found = {one.phrase for one in phrases()}
    assert "strike" in found
    assert not found & {"bed", "minister", "said", "monday", "the"}


def test_no_phrase_lies_within_another_and_scores_fall() -> None:
    found = phrases()
    assert "train" not in {one.phrase for one in found}
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)
    assert all(0 < one.score <= 1 for one in found)


def test_a_phrase_ends_at_punctuation_and_function_words_but_not_at_of() -> None:
    text = "The cost of living, rents and prices rose. The cost of living and rents. It is what it is, she said."
    found = {one.phrase for one in phrases(None, text)}
    assert "cost of living" in found
    assert not any("rents prices" in phrase or phrase.startswith("of ") for phrase in found)


def test_words_that_recur_make_a_phrase_of_the_lead_and_once_is_not_enough_later() -> None:
    lead = "Rail unions met. The rail was cold. Unions are many. " + "It is as it was. " * 40 + "A cod quota."
    found = {one.phrase for one in phrases(None, lead)}
    assert "rail unions" in found
    assert "cod quota" not in found


@pytest.mark.parametrize("text", ["", "\n\n", "12 34 — 56", "Die Brücke der Stadt ist eine Brücke der Stadt. " * 9])
def test_a_text_without_english_words_has_none(text: str) -> None:
    assert phrases(None, text) == []


def test_a_long_text_has_at_most_twelve_quickly() -> None:
    words = [f"{first}{second}x" for first in "abcdefghij" for second in "klmnopqrst"]
    text = " ".join(f"The {one} {two} is here." for one in words for two in words[:20])
    start = time.process_time()
    assert len(phrases(None, text)) <= MOST_PHRASES
    assert time.process_time() - start < 2


def test_the_order_of_equal_phrases_is_fixed() -> None:
    text = "The red bird and the blue fish. The blue fish and the red bird are here."
    assert [one.phrase for one in phrases(None, text)] == ["blue fish", "red bird"]
