"""What the network reads is set right by the quotation marks around it."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from pipelines.text.attribution import find_attributions
from pipelines.text.decoding import TokenRange
from pipelines.text.encoding import Encoding, encode
from pipelines.text.inference import MODEL_FOLDER, CueReading, Reading
from pipelines.text.quotation import quoted_regions
from pipelines.text.spans import Attribution
from pipelines.text.subtokens import Subtokens

TOKENIZER = Subtokens(MODEL_FOLDER / "tokenizer.json")


def _tokens(encoding: Encoding, text: str, words: str, sure: float) -> TokenRange:
    start = text.index(words)
    first = int(np.searchsorted(encoding.starts, start))
    return TokenRange(first, int(np.searchsorted(encoding.starts, start + len(words))), sure)


def _found(text: str, *cues: tuple[str, str | None, list[str]], sure: float = 0.9) -> tuple[Attribution, ...]:
    """Attributions of a text when the network reads (cue, source, contents) so."""
    encoding = encode(TOKENIZER, text)
    readings = tuple(
        CueReading(
            _tokens(encoding, text, cue, sure),
            _tokens(encoding, text, source, sure) if source else None,
            tuple(_tokens(encoding, text, content, sure) for content in contents),
        )
        for cue, source, contents in cues
    )
    names = np.zeros((len(encoding), 11), dtype=np.float32)
    return find_attributions(text, encoding, Reading(readings, names), quoted_regions(text))


def _contents(text: str, one: Attribution) -> list[str]:
    return [text[span.start : span.end] for span in one.content]


def test_a_quotation_covered_for_the_most_part_is_taken_whole_and_without_its_marks() -> None:
    text = "«The dam will hold until the spring,» said Ilse Varn."
    (one,) = _found(text, ("said", "Ilse Varn", ["dam will hold until the spring"]))
    assert _contents(text, one) == ["The dam will hold until the spring"]
    assert one.kind == "direct"


def test_the_second_half_of_a_split_quotation_joins_the_first() -> None:
    text = "“The dam will hold,” said Ilse Varn. “Nobody has to leave the valley tonight.”"
    (one,) = _found(text, ("said", "Ilse Varn", ["The dam will hold"]))
    assert _contents(text, one) == ["The dam will hold", "Nobody has to leave the valley tonight."]


def test_a_following_paragraph_that_is_all_quotation_joins_the_one_before() -> None:
    text = "“The dam will hold,” said Ilse Varn.\n\n“Nobody has to leave the valley tonight.”\n\nIt rained."
    (one,) = _found(text, ("said", "Ilse Varn", ["The dam will hold"]))
    assert _contents(text, one)[-1] == "Nobody has to leave the valley tonight."


def test_every_paragraph_of_a_long_quotation_that_opens_anew_belongs_to_it() -> None:
    text = "Ilse Varn said: “The dam will hold.\n\n“Nobody has to leave the valley.\n\n“We will watch it all night.”"
    (one,) = _found(text, ("said", "Ilse Varn", ["The dam will hold"]))
    assert len(one.content) == 3


def test_a_title_in_marks_after_a_quotation_is_not_taken_for_speech() -> None:
    text = "“The dam will hold,” said Ilse Varn, who wrote “High Water”."
    (one,) = _found(text, ("said", "Ilse Varn", ["The dam will hold"]))
    assert _contents(text, one) == ["The dam will hold"]


def test_a_subhead_in_other_marks_does_not_carry_a_quotation_on() -> None:
    text = "Ilse Varn said: “The dam will hold until the spring.”\n\n'All Bets Are Off Now'\n\nIt rained."
    (one,) = _found(text, ("said", "Ilse Varn", ["The dam will hold until the spring"]))
    assert _contents(text, one) == ["The dam will hold until the spring."]


def test_nobody_in_a_headline_says_the_quotation_below_it() -> None:
    text = (
        "The bakers met on Monday. Most honest thoughts are never said, and secrets they share.\n\n"
        "Ten Bakers Share Their Most Honest Secrets.\n\n“We cannot pay for flour any more.”\n\nIt rained."
    )
    found = _found(text, ("Share", "Ten Bakers", ["Their Most Honest Secrets"]))
    assert not any("flour" in words for one in found for words in _contents(text, one))
    below = text.replace("Ten Bakers Share Their Most Honest Secrets", "Ten bakers complained of the price")
    found = _found(below, ("complained", "Ten bakers", ["of the price"]))
    assert any("flour" in words for one in found for words in _contents(below, one))


def test_who_spoke_in_a_quoted_page_does_not_say_the_paragraph_of_that_page_below() -> None:
    text = 'In the report a doctor had typed “a wall of pure fear.”\n\n"Ilse thought it was all wrong."\n\nIt rained.'
    (one,) = _found(text, ("had typed", "a doctor", ["a wall of pure fear"]))
    assert _contents(text, one) == ["a wall of pure fear."]


def test_a_weak_cue_counts_behind_what_x_calls() -> None:
    text = "The board is fighting what it calls “the largest flood of false letters ever.” It rained."
    (one,) = _found(text, ("calls", "it", ["what", "the largest flood of false letters ever"]), sure=0.4)
    assert _contents(text, one)[-1] == "the largest flood of false letters ever."


def test_whoever_reports_what_it_calls_a_thing_is_who_speaks() -> None:
    text = "The board spoke. It is fighting what it calls “the largest flood of false letters ever.” It rained."
    outer = ("fighting", "It", ["what it calls “the largest flood of false letters ever.”"])
    (one,) = _found(text, outer, ("calls", "it calls", ["what", "the largest flood of false letters ever"]), sure=0.4)
    assert _contents(text, one) == ["what it calls “the largest flood of false letters ever.”"]
    assert [text[span.start : span.end] for span in one.source] == ["It"]


def test_who_stands_in_a_relative_clause_does_not_do_what_while_tells() -> None:
    text = "Pupils asked for teachers, passing the hall - where Tide Club played - while chanting, “Books, not walls.”"
    asked, chanted = _found(
        text, ("asked for", "Pupils", ["teachers"]), ("chanting", "Tide Club", ["Books, not walls"])
    )
    assert asked.source == chanted.source


def test_a_verb_joined_to_its_subject_has_it_as_source() -> None:
    text = "The council met. It's demanding that the ferry run at night."
    (one,) = _found(text, ("s demanding", None, ["that the ferry run at night"]))
    assert [text[span.start : span.end] for span in one.source] == ["It"]
    assert one.cue is not None and text[one.cue.start : one.cue.end] == "'s demanding"


def test_another_speaker_in_between_ends_a_quotation() -> None:
    text = "“The dam will hold,” said Ilse Varn. Her deputy shook his head. “It will be gone by the morning.”"
    (one,) = _found(text, ("said", "Ilse Varn", ["The dam will hold"]))
    assert len(one.content) == 1


def test_a_speaker_inside_a_speaker_points_to_the_outer_one() -> None:
    text = "Ilse Varn said the mayor warned that the dam was old."
    inner, outer = (
        ("warned", "the mayor", ["the dam was old"]),
        ("said", "Ilse Varn", ["the mayor warned that the dam was old"]),
    )
    found = _found(text, inner, outer)
    by_cue = {text[one.cue.start : one.cue.end]: one for one in found if one.cue}
    assert by_cue["said"].parent is None
    assert by_cue["warned"].parent == found.index(by_cue["said"])


def test_a_quotation_inside_indirect_speech_makes_it_mixed() -> None:
    text = "Varn called the plan “a gift to the sea” and asked for another."
    (one,) = _found(text, ("called", "Varn", ["the plan “a gift to the sea"]))
    assert one.kind == "mixed"
    assert _contents(text, one) == ["the plan “a gift to the sea”"]


@given(st.lists(st.tuples(*[st.integers(0, 40)] * 8), max_size=6))
def test_spans_are_inside_the_text_hold_a_word_and_do_not_overlap(numbers: list[tuple[int, ...]]) -> None:
    text = "“Stay,” said Ilse Varn. “The dam will hold.” The mayor said: «We “shall” see»…\n„Well“ — he’d left"
    encoding = encode(TOKENIZER, text)
    total = len(encoding)

    def ranged(first: int, second: int) -> TokenRange:
        start = min(first, second) % (total - 1)
        return TokenRange(start, min(total, max(start + 1, max(first, second) % total)), 0.8)

    def fragments(first: TokenRange, second: TokenRange) -> tuple[TokenRange, ...]:
        return (first, second) if first.end <= second.start else (second,)

    readings = tuple(
        CueReading(ranged(a, b), ranged(c, d), fragments(ranged(e, f), ranged(g, h)))
        for a, b, c, d, e, f, g, h in numbers
    )
    names = np.zeros((total, 11), dtype=np.float32)
    for one in find_attributions(text, encoding, Reading(readings, names), quoted_regions(text)):
        assert one.content
        for span in (*one.content, *one.source):
            assert 0 <= span.start < span.end <= len(text)
            assert any(mark.isalnum() for mark in text[span.start : span.end])
            assert text[span.start : span.end] == text[span.start : span.end].strip()
        assert all(a.end <= b.start for a, b in zip(one.content, one.content[1:], strict=False))


def test_a_dash_and_a_name_at_the_end_of_the_line_credit_a_quotation() -> None:
    text = (
        "“The river took my barn and nobody came.” ― Pavo Lind\n“We were told to wait.”— Ana Brod, Tarvik\nIt rained."
    )
    found = _found(text)
    assert [text[one.source[0].start : one.source[0].end] for one in found] == ["Pavo Lind", "Ana Brod, Tarvik"]
    assert all(one.kind == "direct" for one in found)


def test_a_credit_is_for_all_that_is_quoted_in_its_line() -> None:
    text = "“They took the boat.” And, in small letters, “The rest of us walked home.” ― Wanda Ferreira-Lund."
    (one,) = _found(text)
    assert _contents(text, one) == [text[1 : text.index("” ―")]]
    assert [text[span.start : span.end] for span in one.source] == ["Wanda Ferreira-Lund"]
    told = "“They took the boat,” said Nils Aker. “The rest of us walked home.” ― Wanda Ferreira-Lund"
    assert _contents(told, _found(told)[-1]) == ["The rest of us walked home."]


def test_a_dash_in_mid_sentence_credits_nobody() -> None:
    assert (
        _found("“The river took my barn” – so the song goes, and everybody in the valley of the Olm knows it by heart.")
        == ()
    )


def test_each_turn_of_a_transcript_is_its_speakers() -> None:
    text = "It began.\nHOST: Will the dam hold?\nVARN: It will hold until spring.\nHOST: And then?\nVARN: We will see."
    found = _found(text)
    assert [text[one.source[0].start : one.source[0].end] for one in found] == ["HOST", "VARN", "HOST", "VARN"]
    assert _contents(text, found[1]) == ["It will hold until spring"]


def test_a_headline_word_with_a_colon_is_no_turn() -> None:
    assert _found("UPDATE: The dam has been closed.\nThe mayor left.\nNOTE: Roads may be flooded.") == ()


def test_a_cue_without_a_word_of_saying_counts_only_where_the_network_is_sure() -> None:
    text = "The harbour board gave the pilots a new boat. The harbour board told the pilots a new story."
    spans = ("The harbour board", ["the pilots a new boat"])
    assert _found(text, ("gave", *spans), sure=0.6) == ()
    assert len(_found(text, ("gave", *spans), sure=0.95)) == 1
    assert len(_found(text, ("told", "The harbour board", ["a new story"]), sure=0.6)) == 1


def test_a_quotation_that_is_a_paragraph_is_taken_whole_where_its_beginning_was_read() -> None:
    words = "Two members of the board have left since May and a third is ill"
    text = f"The Gazette writes:\n\n“{words}, though nobody on the island can say what ails him or since when.”"
    (one,) = _found(text, ("writes", "The Gazette", ["Two members of the board have left since May"]))
    assert _contents(text, one) == [text[text.index("“") + 1 : -1]]
    (one,) = _found(text + " It rained.", ("writes", "The Gazette", ["Two members of the board have left since May"]))
    assert _contents(text, one) == ["Two members of the board have left since May"]


def test_a_pronoun_right_before_a_verb_is_its_subject() -> None:
    text = "Ilse Varn wept. She said he then announced: “The dam will be opened tonight.”"
    (one,) = _found(text, ("announced", "She", ["The dam will be opened tonight"]))
    assert [text[span.start : span.end] for span in one.source] == ["he"]


def test_what_is_said_is_not_its_own_speaker() -> None:
    text = "The fund will be launched by the two banks, said Ostrand Mercantile in a letter."
    fund = "The fund will be launched by the two banks"
    (one,) = _found(text, ("said", fund, [fund]))
    assert [text[span.start : span.end] for span in one.source] == ["Ostrand Mercantile"]
    headline = "Ferry 'was overloaded', says the captain's widow"
    (one,) = _found(headline, ("says", "the captain's widow", ["Ferry 'was overloaded'", "the captain's widow"]))
    assert _contents(headline, one) == ["Ferry 'was overloaded'"]
