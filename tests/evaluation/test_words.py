"""Words and quoted regions, as the measure reads them."""

from __future__ import annotations

import pytest

from pipelines.evaluation.reporting_words import REPORTING_WORDS
from pipelines.evaluation.words import Words, pieces, quoted_regions
from pipelines.text.spans import Span


@pytest.mark.parametrize(
    ("text", "regions"),
    [
        ('"So," he said, "it is."', ['"So,"', '"it is."']),
        ("“So,” he said", ["“So,”"]),
        ("„So“, sagte er. «Oui» »Ja«", ["„So“", "«Oui»", "»Ja«"]),
        ("``So,'' it's said", ["``So,''"]),
        ("“So it goes on\nand “on”", ["“So it goes on", "“on”"]),
        ("the islands’ ‘big step’, it’s ‘Orla’s’", ["‘big step’", "‘Orla’s’"]),
        ("rock ‘n roll", []),
        ("‘so “far” away’", ["“far”"]),
        ("‘!’", []),
        ("Ilva‘s row’ on", []),
        ("no marks", []),
    ],
)
def test_what_stands_between_marks_is_quoted(text: str, regions: list[str]) -> None:
    assert [text[one.start : one.end] for one in quoted_regions(text)] == regions


def test_a_word_counts_that_shares_a_character_with_a_span() -> None:
    words = Words("“Row on,” said Ílva 2x.")
    assert words.within([Span(0, 9)]) == {0, 1}
    assert words.within([Span(2, 3), Span(10, 15)]) == {0, 2}
    assert words.within([Span(7, 10), Span(22, 23)]) == frozenset()


def test_a_span_is_divided_at_the_ends_of_paragraphs() -> None:
    text = "One.\n \nTwo. Three."
    assert [text[one.start : one.end] for one in pieces(text, [Span(1, 11), Span(12, 18)])] == ["ne.", "Two.", "Three."]


def test_reporting_words_are_inflected() -> None:
    assert {"deny", "denies", "denied", "denying", "dismisses", "noted", "noting", "says", "vowed"} <= REPORTING_WORDS
    assert REPORTING_WORDS.isdisjoint({"believe", "expects", "denys", "dismisss", "noteed"})
