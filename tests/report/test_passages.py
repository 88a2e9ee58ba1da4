"""The passage around a quote: what is marked is what the offsets say, and nothing of it is lost."""

from __future__ import annotations

from pipelines.report.contents import Marks
from pipelines.report.passages import CUT, LONGEST, Piece, pieces

TEXT = "The ferry came late.\n“We will build”, said Orla Vint. “And soon.” It rained.\nNobody asked."


def span(words: str, text: str = TEXT) -> tuple[int, int]:
    return text.index(words), text.index(words) + len(words)


def test_a_passage_is_the_paragraph_with_words_source_and_cue_marked() -> None:
    marks = Marks((span("We will build"), span("And soon.")), span("Orla Vint"), span("said"))
    assert pieces(TEXT, marks) == [
        Piece("plain", "“"),
        Piece("said", "We will build"),
        Piece("plain", "”, "),
        Piece("cue", "said"),
        Piece("plain", " "),
        Piece("source", "Orla Vint"),
        Piece("plain", ". “"),
        Piece("said", "And soon."),
        Piece("plain", "” It rained."),
    ]


def test_a_quote_over_two_paragraphs_shows_both() -> None:
    marks = Marks((span("ferry"), span("build")), None, None)
    shown = "".join(piece.words for piece in pieces(TEXT, marks))
    assert shown == TEXT.rsplit("\n", 1)[0]


def test_a_source_far_from_the_quote_does_not_stretch_the_passage() -> None:
    text = "Orla Vint spoke.\n" + "It rained. " * 100 + "\n“We will build.”"
    found = pieces(text, Marks((span("We will build.", text),), span("Orla Vint", text), None))
    assert "".join(piece.words for piece in found) == "“We will build.”"


def test_words_within_the_words_said_stay_marked_as_said() -> None:
    marks = Marks((span("We will build”, said Orla Vint"),), span("Orla Vint"), None)
    assert [piece.kind for piece in pieces(TEXT, marks)] == ["plain", "said", "said", "plain"]


def test_a_long_paragraph_is_cut_at_words_and_says_so() -> None:
    text = f"{'before it ' * 200}“We will build” {'after it ' * 200}"
    found = pieces(text, Marks((span("We will build", text),), None, None))
    assert [piece.words for piece in (found[0], found[-1])] == [CUT, CUT]
    assert Piece("said", "We will build") in found
    assert found[1].words.startswith(("before ", "it "))
    assert found[-2].words.endswith(("after", "it"))


def test_an_endless_quote_is_cut_too() -> None:
    text = "word " * 5000
    found = pieces(text, Marks(((0, len(text)),), None, None))
    assert [piece.kind for piece in found] == ["said", "plain"]
    assert len(found[0].words) == LONGEST


def test_every_character_of_the_paragraph_is_shown_once() -> None:
    for start in range(0, len(TEXT) - 8, 3):
        found = pieces(TEXT, Marks(((start, start + 5),), (start + 2, start + 8), (start + 4, start + 6)))
        assert "".join(piece.words for piece in found) in TEXT
        said = "".join(piece.words for piece in found if piece.kind == "said")
        assert said == TEXT[start : start + 5]
