"""Every figure of the handmade article, worked out on paper."""

from __future__ import annotations

from typing import Any

import pytest

from pipelines.evaluation.records import canonical_speakers, gold_article, predicted_claims
from pipelines.evaluation.scoring import evaluate, plain_values
from pipelines.evaluation.units import Choice
from tests.evaluation.handmade import CANON, GOLD, ISLANDS, PREDICTIONS, TEXT, attribution


def figures(*more: dict[str, Any], choice: Choice | None = None, **changed: Any) -> dict[str, Any]:
    """Figures for the handmade predictions and further ones; ``changed`` are other speakers than CANON's."""
    article = gold_article(GOLD)
    claims = predicted_claims({"attributions": [*PREDICTIONS["attributions"], *more]}, TEXT)
    canon = CANON | {"speakers": {**CANON["speakers"], **changed}}
    canon["speakers"] = {name: one for name, one in canon["speakers"].items() if one}
    return plain_values(evaluate([(article, claims)], {"ferry": canonical_speakers(canon, article)}, choice), 10)


def rates(precision: float, recall: float, f1: float, found: int, gold: int) -> dict[str, float]:
    return {"precision": precision, "recall": recall, "f1": f1, "found": found, "gold": gold}


ATTRIBUTIONS = {
    "all": [rates(25, 25, 25, 4, 4), rates(75, 75, 75, 4, 4), rates(50, 50, 50, 4, 4), 66.7, 3],
    # the prediction for the mixed q3 is direct by its own words
    "direct": [rates(50, 100, 66.7, 2, 1), rates(100, 100, 100, 2, 1), rates(50, 0, 0, 2, 1), 0, 1],
    "indirect": [rates(0, 0, 0, 2, 2), rates(50, 50, 50, 2, 2), rates(50, 50, 50, 2, 2), 100, 1],
    "mixed": [rates(0, 0, 0, 0, 1), rates(0, 100, 0, 0, 1), rates(0, 100, 0, 0, 1), 100, 1],
}
PIECES = {  # q2 is two pieces, on both sides
    "all": [rates(40, 40, 40, 5, 5), rates(80, 80, 80, 5, 5), rates(40, 40, 40, 5, 5), 50, 4],
    "direct": [rates(66.7, 100, 80, 3, 2), rates(100, 100, 100, 3, 2), rates(33.3, 0, 0, 3, 2), 0, 2],
    "indirect": [rates(0, 0, 0, 2, 2), rates(50, 50, 50, 2, 2), rates(50, 50, 50, 2, 2), 100, 1],
    "mixed": [rates(0, 0, 0, 0, 1), rates(0, 100, 0, 0, 1), rates(0, 100, 0, 0, 1), 100, 1],
}
TOKENS = {  # gold: 9 + 7 + 6 + 2 words; predicted: 7 + 7 + 5 + 2, of which 2 are not gold's
    "all": rates(90.5, 79.2, 84.4, 21, 24),
    "direct": rates(100, 100, 100, 12, 7),
    "indirect": rates(77.8, 63.6, 70, 9, 11),
    "mixed": rates(0, 83.3, 0, 0, 6),
}


@pytest.mark.parametrize("group", ATTRIBUTIONS)
def test_attributions_are_counted_by_kind(group: str) -> None:
    assert list(figures()["attributions"][group].values()) == ATTRIBUTIONS[group]


@pytest.mark.parametrize("group", PIECES)
def test_pieces_and_words_are_counted_by_kind(group: str) -> None:
    assert list(figures()["pieces"][group].values()) == [*PIECES[group], TOKENS[group]]


def test_quoted_passages_of_four_words_count_and_shorter_ones_do_not() -> None:
    assert figures()["quoted"] == rates(50, 50, 50, 2, 2) | {"reported": 100, "speaker_accuracy": 50}


@pytest.mark.parametrize(
    ("words", "source", "expected"),
    [
        ("plain and sober", "harbour office", [1, 50, 100]),  # three words of five
        ("sober step", "harbour office", [0, 0, None]),
        ("plain and sober", "", [0, 50, 0]),
    ],
)
def test_a_claim_that_covers_half_of_a_quoted_passage_holds_it(words: str, source: str, expected: list[object]) -> None:
    claims = predicted_claims({"attributions": [attribution((words,), source)]}, TEXT)
    quoted = plain_values(evaluate([(gold_article(GOLD), claims)]), 0)["quoted"]
    assert [quoted["found"], quoted["reported"], quoted["speaker_accuracy"]] == expected


def test_a_piece_is_a_paragraph_of_a_segment() -> None:
    through = [[TEXT.index("We will"), TEXT.index(" called it")]]
    found = figures({"content": through})
    assert found["pieces"]["all"]["overlap"]["found"] == 7
    assert found["attributions"]["all"]["overlap"]["found"] == 5


def test_of_two_predictions_of_one_content_the_closer_is_paired() -> None:
    exact = attribution(("the ferry to Port Velmark would stop in March",), "Oren Dask")
    found = figures(exact)["attributions"]["indirect"]
    assert found["exact"] == rates(33.3, 50, 40, 3, 2)
    assert found["end_to_end"] == rates(0, 0, 0, 3, 2)


def test_a_source_that_is_missing_on_both_sides_is_right_and_on_one_side_wrong() -> None:
    article = gold_article(GOLD | {"attributions": [attribution(("a strike",)), attribution(ISLANDS, "Oren Dask")]})
    claims = predicted_claims({"attributions": [attribution(("a strike",)), attribution(ISLANDS)]}, TEXT)
    found = plain_values(evaluate([(article, claims)]), 0)["attributions"]["all"]
    assert found["end_to_end"] == rates(50, 50, 50, 2, 2)
    assert (found["speaker_accuracy"], found["speaker_count"]) == (0, 1)


class TestChoice:
    def test_gold_that_is_no_speech_is_neither_missed_nor_wrongly_found(self) -> None:
        strike = attribution(("a strike",), "Oren Dask")
        again = attribution(("expect a strike",))  # not paired, but mostly words of ignored gold
        for more in ([], [strike], [strike, again]):
            found = figures(*more, choice=Choice(speech_only=True))
            assert found["attributions"]["all"]["end_to_end"] == rates(50, 66.7, 57.1, 4, 3)
            assert found["pieces"]["all"]["token"]["gold"] == 22
        assert found["pieces"]["all"]["token"]["found"] == 22  # the two words are dropped, "expect" stays

    def test_words_that_are_of_counted_gold_too_are_counted(self) -> None:
        nested = attribution(("stop in March",), cue="would", id="q5")
        article = gold_article(GOLD | {"attributions": [*GOLD["attributions"], nested]})
        claims = predicted_claims(PREDICTIONS, TEXT)
        found = plain_values(evaluate([(article, claims)], choice=Choice(speech_only=True)), 0)
        assert found["pieces"]["all"]["token"] == rates(90.5, 86.4, 88.4, 21, 22)

    def test_an_empty_cue_counts_as_speech_and_one_without_a_reporting_word_does_not(self) -> None:
        found = figures(choice=Choice(speech_only=True))
        assert [miss["fault"] for miss in found["missed"]] == []
        assert found["attributions"]["indirect"]["overlap"]["gold"] == 1

    def test_gold_of_other_kinds_is_left_out(self) -> None:
        found = figures(choice=Choice(kinds=frozenset({"indirect"})))["attributions"]
        assert found["all"]["end_to_end"] == rates(50, 50, 50, 2, 2)
        assert found["direct"]["overlap"] == rates(0, 0, 0, 0, 0)

    def test_quoted_passages_are_counted_whatever_is_left_out(self) -> None:
        assert figures(choice=Choice(kinds=frozenset({"indirect"})))["quoted"] == figures()["quoted"]


class TestSpeakers:
    def test_a_name_is_right_but_for_case_accents_titles_and_middle_initials(self) -> None:
        assert figures()["speakers"] == {
            "articles": 1,
            "named": rates(33.3, 33.3, 33.3, 3, 3),
            "matched": 3,
            "right_of_matched": 33.3,
            "unnamed": 0,
            "left_unnamed": None,
        }

    def test_any_of_the_gold_names_is_right(self) -> None:
        either = {"kind": "person", "names": ["Oren Dask", "the Mayor Ilva Tarnow"]}
        assert figures(q2=either)["speakers"]["named"] == rates(66.7, 66.7, 66.7, 3, 3)

    def test_an_attribution_without_a_canonical_speaker_is_left_out_on_both_sides(self) -> None:
        assert figures(q2=None)["speakers"]["named"] == rates(50, 50, 50, 2, 2)

    def test_a_prediction_that_is_also_of_a_left_out_attribution_counts(self) -> None:
        same = attribution(("the ferry to Port Velmark would stop in March",), "Ilva Tarnow", id="q5")
        article = gold_article(GOLD | {"attributions": [*GOLD["attributions"], same]})
        pairs = [(article, predicted_claims(PREDICTIONS, TEXT))]
        found = plain_values(evaluate(pairs, {"ferry": canonical_speakers(CANON, article)}), 0)
        assert found["speakers"]["named"]["found"] == 3

    def test_only_articles_with_canonical_speakers_count(self) -> None:
        article, other = gold_article(GOLD), gold_article(GOLD | {"article_id": "other"})
        claims = predicted_claims(PREDICTIONS, TEXT)
        speakers = {"ferry": canonical_speakers(CANON, article)}
        found = plain_values(evaluate([(other, claims), (article, claims)], speakers), 0)["speakers"]
        assert (found["articles"], found["named"]) == (1, rates(33.3, 33.3, 33.3, 3, 3))

    def test_a_name_for_a_nameless_speaker_is_told(self) -> None:
        nameless = {"kind": "none", "names": []}
        found = figures(q2=nameless, q3=nameless)["speakers"]
        assert (found["unnamed"], found["left_unnamed"]) == (2, 50)
        assert found["named"] == rates(33.3, 100, 50, 3, 1)


class TestConfidence:
    def test_a_bin_holds_its_lower_edge(self) -> None:
        found = figures()["confidence"]
        filled = {
            one["low"]: (one["count"], one["right"], one["mean_confidence"]) for one in found["bins"] if one["count"]
        }
        assert filled == {0.2: (1, 0, 0.2), 0.8: (1, 100, 0.85), 0.9: (2, 50, 0.925)}
        assert len(found["bins"]) == 10

    def test_firm_ones_are_told_and_all(self) -> None:
        found = figures()["confidence"]
        assert [(one["low"], one["count"], one["right"]) for one in found["at_least"]] == [(0.8, 3, 66.7), (0.9, 2, 50)]
        assert (found["all"]["count"], found["all"]["right"]) == (4, 50)

    def test_the_calibration_error_is_the_mean_distance_of_a_bin(self) -> None:
        assert figures()["confidence"]["calibration_error"] == 0.3  # (.2 + .15 + .85) / 4

    def test_certainty_and_predictions_without_confidence_are_allowed(self) -> None:
        found = figures(attribution(("a strike",), "Critics", confidence=1), attribution(("Port Velmark",)))[
            "confidence"
        ]
        assert found["bins"][-1]["count"] == 3
        assert found["all"]["count"] == 5


class TestMisses:
    def test_wrong_predictions_come_with_the_most_confident_first(self) -> None:
        strike = attribution(("expect a strike",), "Oren Dask", confidence=0.93)
        unsure = attribution(("stop in March",))
        found = figures(strike, unsure)["wrong"]
        assert [(one["confidence"], one["fault"]) for one in found] == [
            (0.93, "wrong source"),
            (0.9, "wrong source"),
            (0.2, "not in gold"),
            (None, "not in gold"),
        ]
        assert found[1]["excerpt"] == "Nobody asked the islands … We will row"
        assert (found[1]["gold_source"], found[1]["found_source"]) == ("Oren Dask", "Ilva Tarnow")
        assert (found[2]["gold_source"], found[2]["found_source"]) == (None, "")
        assert found[3]["gold_source"] == "Ilva Tarnow"
        assert TEXT[found[2]["start"] : found[2]["end"]] == "on Monday"

    def test_missed_gold_comes_with_the_longest_first(self) -> None:
        article = gold_article(GOLD)
        one = predicted_claims({"attributions": [attribution(("in March",), "Port Velmark")]}, TEXT)
        found = plain_values(evaluate([(article, one)]), 3)["missed"]
        assert [miss["word_count"] for miss in found] == [9, 7, 6]
        assert (found[0]["gold_source"], found[0]["found_source"]) == ("Ilva Tarnow", "Port Velmark")
        assert found[1]["found_source"] is None

    def test_a_long_content_is_cut_in_the_middle_and_cannot_steer_the_terminal(self) -> None:
        text = "Oren Dask said \x1b[2J" + "row on\n" * 60 + "to Velmark."
        whole = {"source": [[0, 9]], "cue": [[10, 14]], "content": [[15, len(text)]]}
        article = gold_article({"article_id": "long", "text": text, "attributions": [whole]})
        (miss,) = plain_values(evaluate([(article, ())]), 1)["missed"]
        assert miss["excerpt"].startswith("[2Jrow on row on")
        assert miss["excerpt"].endswith("row on to Velmark.")
        assert len(miss["excerpt"]) <= 160


def test_nothing_found_gives_zeros_and_no_shares() -> None:
    found = plain_values(evaluate([(gold_article(GOLD), ())]), 0)
    assert found["attributions"]["all"]["overlap"] == rates(0, 0, 0, 0, 4)
    assert found["attributions"]["all"]["speaker_accuracy"] is None
    assert found["quoted"]["speaker_accuracy"] is None
    assert found["confidence"]["calibration_error"] is None
    assert found["speakers"] is None
