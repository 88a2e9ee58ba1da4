"""Sentences and paragraphs."""

import pytest

from pipelines.text.sentences import split_paragraphs, split_sentences


def pieces(text: str) -> list[str]:
    return [text[span.start : span.end] for span in split_sentences(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It rained. Nobody minded.", ["It rained.", "Nobody minded."]),
        ("Mr. Okun met Dr. Rella. They spoke.", ["Mr. Okun met Dr. Rella.", "They spoke."]),
        ("J. K. Brandt left at 5 p.m. The hall was empty.", ["J. K. Brandt left at 5 p.m.", "The hall was empty."]),
        ("The U.S. Senate voted. It failed.", ["The U.S. Senate voted.", "It failed."]),
        ("“We won.” He smiled.", ["“We won.”", "He smiled."]),
        (
            "«Nothing changes,» said Okun. «Nothing.» He left.",
            ["«Nothing changes,» said Okun.", "«Nothing.»", "He left."],
        ),
        ("Prices rose 3.5 percent. Why? Nobody knows!", ["Prices rose 3.5 percent.", "Why?", "Nobody knows!"]),
    ],
)
def test_a_sentence_ends_at_a_full_stop_but_not_at_an_abbreviation(text: str, expected: list[str]) -> None:
    assert pieces(text) == expected


def test_no_sentence_crosses_a_line_break() -> None:
    assert pieces("Storm hits coast\nThe harbour closed\r\n\n It reopened.") == [
        "Storm hits coast",
        "The harbour closed",
        "It reopened.",
    ]


def test_paragraphs_are_the_lines_that_hold_anything() -> None:
    text = "  One. \n\n\t\nTwo."
    assert [text[span.start : span.end] for span in split_paragraphs(text)] == ["One.", "Two."]


@pytest.mark.parametrize("text", ["", " ", "\n\n", "...", '"', "“", "?!?!"])
def test_odd_texts_give_no_error_and_spans_inside_the_text(text: str) -> None:
    assert all(0 <= span.start < span.end <= len(text) for span in split_sentences(text))
